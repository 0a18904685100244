#!/bin/sh
# 测试在 Python 之外还要什么：浏览器（Debian 的 chromium）、截图用的中文字体、对象存储（Debian 的 Ceph）。
# root 下用 apt-get 装好；不是 root 就说明缺什么，由 tests/conftest.py 把跑不了的测试逐条列出。
# 产品本身不需要它们：没有中文字体的机器也能打印。
set -eu

missing=
[ -n "${MINGZHI_CHROMIUM:-}" ] || command -v chromium >/dev/null 2>&1 || missing="chromium"
find /usr/share/fonts /usr/local/share/fonts "${HOME:-/}/.local/share/fonts" \
    -name 'Noto*CJK*' 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"
# 程序 → 软件包；只装程序，不设任何服务（tests/rados.py 自己起，自己停）。
for each in ceph:ceph-common ceph-mon:ceph-mon ceph-osd:ceph-osd radosgw:radosgw; do
    command -v "${each%%:*}" >/dev/null 2>&1 || missing="$missing ${each#*:}"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "测试还需要：$missing，正在用 apt-get 安装……" >&2
    apt-get update -qq >&2
    # shellcheck disable=SC2086  # 一个词一个软件包
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
else
    echo "测试还需要：$missing。请管理员执行 apt-get install $missing；缺少期间，用到它们的测试会列为跳过。" >&2
fi
