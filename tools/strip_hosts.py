"""把下载地址从 uv.lock 里去掉：每个机器从自己配置的软件源取，内容由摘要核对。

主机名换成保留域名 packages.invalid（RFC 2606，永不解析），文件名保留，因为 uv 从中读出平台标记。
"""

import re
import sys
from pathlib import Path

NOWHERE = "https://packages.invalid"
REGISTRY = re.compile(r'(registry = ")[^"]+(")')
FILE = re.compile(r'((?:url|path) = ")(?:https?|file)://[^"]*/([^/"]+")')


def strip_hosts(lock: str) -> str:
    lock = REGISTRY.sub(rf"\g<1>{NOWHERE}/simple\g<2>", lock)
    return FILE.sub(rf"\g<1>{NOWHERE}/\g<2>", lock)


def main() -> None:
    path = Path(sys.argv[1])
    stripped = strip_hosts(path.read_text(encoding="utf-8"))
    elsewhere = {host for host in re.findall(r"(?:https?|file)://[^/\"]*", stripped) if host != NOWHERE}
    if elsewhere:
        sys.exit(f"uv.lock 里还有下载地址：{'、'.join(sorted(elsewhere))}")
    path.write_text(stripped, encoding="utf-8")


if __name__ == "__main__":
    main()
