#!/bin/sh
# 备份：数据库和数据目录，成为一个文件夹；写完核对得出来。用法：
#   sudo -u mingzhi MINGZHI_ENV=/etc/mingzhi/mingzhi.env sh deploy/backup.sh /srv/backup
# 先数据库，后文件：材料总是先存好，行为才写入，所以备份里的行为不会缺材料。
set -eu
to=${1:?请给出备份放在哪个文件夹}
set -a
. "${MINGZHI_ENV:-/etc/mingzhi/mingzhi.env}"
set +a
here=$to/mingzhi-$(date +%Y%m%d-%H%M%S)
umask 077
mkdir -p "$here"
case ${MINGZHI_DATABASE_URL:-} in
    postgres*) pg_dump --format=custom --file "$here/mingzhi.dump" "$MINGZHI_DATABASE_URL" ;;
    '') python3 - "$MINGZHI_DATA/mingzhi.sqlite3" "$here/mingzhi.sqlite3" <<'PYTHON'
# SQLite 自己的备份接口：网站开着也一致，直接复制文件则不然。
import sqlite3, sys
source, target = (sqlite3.connect(path) for path in sys.argv[1:])
with target:
    source.backup(target)
if target.execute("PRAGMA integrity_check").fetchone() != ("ok",):
    sys.exit("备份的数据库不完整")
PYTHON
        ;;
    *) echo "只会备份 PostgreSQL 和数据目录里的 SQLite。" >&2 && exit 1 ;;
esac
tar --create --file "$here/data.tar" --directory "$MINGZHI_DATA" \
    --exclude './mingzhi.sqlite3*' --exclude './uploads' --exclude './static' .
(cd "$here" && sha256sum -- * >SHA256SUMS && sha256sum --quiet --check SHA256SUMS)
echo "$here"
