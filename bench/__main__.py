"""python -m bench [项目…]：逐项比快慢，末了印一张表。没有达到目标的，退出码是 1。"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib import import_module

from bench.timing import Result

# 项目 → 模块。各模块的 run() 给出几项结果。
ITEMS = {
    "workdays": "bench.workdays",
    "standing": "bench.standing",
    "nightly": "bench.nightly",
    "tamper": "bench.tamper",
    "append": "bench.append",
    "hashing": "bench.hashing",
    "verify": "bench.verify",
    "tree": "bench.tree",
    "faults": "bench.faults",
}
# 不是比快慢、又要很久的：点了名才做。
NAMED = {"faults"}


def main(wanted: Iterable[str]) -> int:
    names = list(wanted) or [name for name in ITEMS if name not in NAMED]
    unknown = [name for name in names if name not in ITEMS]
    if unknown:
        print(f"没有这个项目：{'、'.join(unknown)}。可用的有：{'、'.join(ITEMS)}。", file=sys.stderr)
        return 2
    missed = False
    for name in names:
        run: Callable[[], Iterable[Result]] = import_module(ITEMS[name]).run
        print(f"── {name}", flush=True)
        for result in run():
            mark = {None: "　", True: "✓", False: "✗"}[result.met]
            target = f"（目标：{result.target}）" if result.target else ""
            print(f"{mark} {result.what}：{result.figure}{target}", flush=True)
            missed = missed or result.met is False
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
