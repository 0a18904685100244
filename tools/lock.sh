#!/bin/sh
# 重新解析依赖：uv lock，再把下载地址从 uv.lock 里去掉，只留名称、版本和摘要。
# 参数原样交给 uv lock，例如：tools/lock.sh --upgrade-package django
set -eu
cd "$(dirname "$0")/.."
uv=$(sh tools/bootstrap.sh uv)
python=${PYTHON:-python3}
eval "$("$python" tools/pip_settings.py)"
# 补充源往往只有一部分文件；锁文件要列全各平台的文件，所以只问主源。
unset UV_INDEX UV_FIND_LINKS
"$uv" lock --quiet "$@"
"$python" tools/strip_hosts.py uv.lock
# 还没有 uv 的机器用 pip 装它：版本与摘要也出自同一个锁文件。
"$uv" export --quiet --frozen --only-group uv --no-header --no-annotate --output-file tools/uv.txt >/dev/null
