#!/bin/sh
# 准备运行环境：按 uv.lock 装好 .venv，逐个文件核对摘要。
#
#   tools/bootstrap.sh         运行所需
#   tools/bootstrap.sh dev     另加测试与检查所需
#   tools/bootstrap.sh bench   再加比快慢所需的别家的库
#   tools/bootstrap.sh uv      只把 uv 备好，印出它的位置（tools/lock.sh 用）
#
# 每个 make 目标都先调用它；什么都没变时不到一秒就返回。
#
# uv.lock 只写名称、版本和摘要，不写从哪里下载：装包一律用这台机器自己配置的软件源
# （pip.conf 或 PIP_* 环境变量；tools/pip_settings.py 把它们译成 uv 的写法，已设的 UV_* 优先）。
# 下载的每个文件都要与 uv.lock 里的摘要一致，所以换源不影响装到的内容。
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)
want=${1:-run}

say() { printf '%s\n' "$*" >&2; }

die() {
    say "环境没有准备好：$1"
    exit 1
}

# 一旦装过 dev，就一直带着它：否则 make run 与 make test 会轮流装了又卸。
groups=run
if [ "$want" = dev ] || [ -f .venv/.mingzhi-dev ]; then groups=dev; fi
if [ "$want" = bench ] || [ -f .venv/.mingzhi-bench ]; then groups=bench; fi

# 目录也算在内：整个文件夹搬过家，.venv 里的绝对路径就失效了。
digest=$({ echo "$root"; cat uv.lock pyproject.toml tools/bootstrap.sh; } | sha256sum | cut -d ' ' -f 1)
stamp=.venv/.mingzhi-$groups
if [ "$want" != uv ] && [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ]; then exit 0; fi

python=
for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || die "需要 Python 3.11 或更新版本（Debian 12：apt-get install python3）。"

# uv：机器上有就用；没有就用 pip 装进它自己的环境 .venv-uv，版本与摘要写在 tools/uv.txt。
# 最小的 Debian 没有 ensurepip（python3-venv），也可能连 pip 都没有，所以逐级退让。
fetch_uv() {
    rm -rf .venv-uv
    if "$python" -m venv .venv-uv >/dev/null 2>&1; then
        .venv-uv/bin/python -m pip install --quiet --disable-pip-version-check \
            --require-hashes -r tools/uv.txt && return 0
        rm -rf .venv-uv
        return 1
    fi
    rm -rf .venv-uv
    "$python" -m pip --version >/dev/null 2>&1 || return 1
    "$python" -m pip install --quiet --disable-pip-version-check \
        --target .venv-uv --require-hashes -r tools/uv.txt
}

if command -v uv >/dev/null 2>&1; then
    uv=uv
else
    uv=$root/.venv-uv/bin/uv
    if ! "$uv" --version >/dev/null 2>&1; then
        say "正在准备 uv（只需一次）……"
        if ! fetch_uv; then
            if "$python" -c 'import ensurepip' 2>/dev/null; then
                die "uv 没有装上。请看上面 pip 的话：多半是软件源连不上，可设 PIP_INDEX_URL 指向本单位的软件源。"
            fi
            if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
                say "缺少 python3-venv，正在用 apt-get 安装……"
                { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
                    apt-get install -y -qq --no-install-recommends python3-venv; } >&2 ||
                    die "apt-get 没能装上 python3-venv，请先装好它再试。"
                fetch_uv || die "uv 没有装上，请看上面 pip 的话。"
            else
                die "缺少 python3-venv，也没有 pip。请管理员执行：apt-get install python3-venv"
            fi
        fi
    fi
fi

if [ "$want" = uv ]; then
    echo "$uv"
    exit 0
fi

eval "$("$python" tools/pip_settings.py)"
export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
# 所配的软件源可以有几个；每个文件都核对摘要，所以从哪一个取都一样。
export UV_INDEX_STRATEGY="${UV_INDEX_STRATEGY:-unsafe-best-match}"

say "正在按 uv.lock 安装依赖……"
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    "$uv" venv --quiet --clear --python "$python" --prompt mingzhi .venv
fi
requirements=.venv/requirements-$groups.txt
set -- --group build
[ "$groups" = run ] || set -- "$@" --group dev
[ "$groups" = bench ] && set -- "$@" --group bench
"$uv" export --quiet --frozen --no-emit-project --no-default-groups "$@" --output-file "$requirements" >/dev/null
"$uv" pip sync --quiet --python .venv/bin/python --require-hashes "$requirements" ||
    die "依赖没有装上，请看上面 uv 的话；软件源可用 PIP_INDEX_URL 指定。"
# 构建工具（组 build）也来自 uv.lock，所以装本项目时不再联网。
"$uv" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --no-index --editable .

echo "$digest" >"$stamp"
say "环境已就绪：.venv（$("$root/.venv/bin/python" --version)）"
