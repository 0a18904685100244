"""把这台机器上 pip 的软件源设置译成 uv 的环境变量，供 tools/bootstrap.sh 用 eval 读入。

uv 不读 pip.conf，而单位内网的镜像通常正写在那里。已经设好的 UV_* 变量优先，原样不动。
"""

import ast
import os
import shlex
import subprocess
import sys

# pip 的键 → uv 的变量，以及多个值之间的分隔符。
TRANSLATIONS = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "no-index": ("UV_NO_INDEX", " "),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
}
# pip 自己的先后：环境变量压过 [install]，[install] 压过 [global]。
SECTIONS = ("global.", "install.", ":env:.")


def pip_settings() -> dict[str, str]:
    """pip 现在生效的设置；机器上没有 pip 时只看环境变量。"""
    for pip in (
        [sys.executable, "-m", "pip"],
        [os.path.join(".venv-uv", "bin", "python"), "-m", "pip"],
    ):
        try:
            listed = subprocess.run(
                [*pip, "config", "list"], capture_output=True, text=True, check=True
            ).stdout
            break
        except (OSError, subprocess.CalledProcessError):
            continue
    else:
        return {key: os.environ.get(f"PIP_{key.upper().replace('-', '_')}", "") for key in TRANSLATIONS}
    found: dict[str, str] = {}
    for section in SECTIONS:
        for line in listed.splitlines():
            name, _, value = line.partition("=")
            if name.startswith(section):
                found[name.removeprefix(section)] = str(ast.literal_eval(value))
    return found


def main() -> None:
    settings = pip_settings()
    for key, (variable, separator) in TRANSLATIONS.items():
        value = separator.join(settings.get(key, "").split())
        if value and variable not in os.environ:
            print(f"export {variable}={shlex.quote(value)}")


if __name__ == "__main__":
    main()
