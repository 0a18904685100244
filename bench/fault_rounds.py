"""断电的演练，一个数据库一个进程：python -m bench.fault_rounds 轮数 [种子]。由 bench.faults 和 tests/faults 启动。

每一轮做一种活，在随机的一刻用 SIGKILL 杀掉做它的进程，再启动，核对：答复过“成了”的一件不少；没有做完的看不见；
自查没有一处不对。做活的要么是真的网站（gunicorn，经表单和上传的网址），要么是分出去的一个进程。
数据目录、数据库由 MINGZHI_DATA、MINGZHI_DATABASE_URL 给出；末了在标准输出印一行 JSON。
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.fault_work import FORKED, NOW, Acknowledged, Lost, Web, forked, prepare

# 一轮里最多让它做这么久才杀。
LONGEST = 1.2
# 每隔这么多轮全查一次，其余抽查。
WHOLE_EVERY = 50
SAMPLED = 30
# 哪一种活做成了说什么；别的做成了不说。
SAYS = {"写入": "acts", "存材料": "exhibits", "导出": "packages"}


def main(rounds: int, seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    prepare()
    web = Web(chance)
    acknowledged = Acknowledged()
    done: Counter[str] = Counter()
    began = time.monotonic()
    works: list[tuple[str, Callable[[], None]]] = [
        ("网站", lambda: web.work(acknowledged, chance.uniform(0.02, 2 * LONGEST))),
        *(
            (
                name,
                lambda work=work, name=name: forked(
                    work,
                    acknowledged,
                    chance.uniform(0.01, LONGEST),
                    chance,
                    first=name in SAYS and not getattr(acknowledged, SAYS[name]),
                ),
            )
            for name, work in FORKED.items()
        ),
    ]
    try:
        for number in range(1, rounds + 1):
            name, work = works[(number - 1) % len(works)]
            work()
            done[name] += 1
            check(acknowledged, web, whole=number % WHOLE_EVERY == 0 or number == rounds)
            print(f"\r  {number}/{rounds} 轮", end="", file=sys.stderr, flush=True)
        web.finish_jobs(acknowledged)
        check(acknowledged, web, whole=True)
    finally:
        web.kill(signal.SIGKILL)
        print(file=sys.stderr)
    return {
        "rounds": rounds,
        "seed": seed,
        "works": dict(done),
        "acknowledged": dict(acknowledged.count()),
        "checkpoint": acknowledged.checkpoint,
        "seconds": round(time.monotonic() - began),
    }


def check(acknowledged: Acknowledged, web: Web, *, whole: bool) -> None:
    """杀过以后：先照启动时那样收拾，再核对。"""
    from django.conf import settings

    from mingzhi.ledger.verify import reader_for, verify_package
    from mingzhi.record import fsck, leftovers, log, publishing
    from mingzhi.record.exhibits import is_stored
    from mingzhi.record.models import ActRow, Dossier, ExhibitBlob

    leftovers.tidy()
    acts = acknowledged.acts if whole else acknowledged.acts[-200:]
    for dossier, number, said in acts:
        row = ActRow.objects.filter(dossier_id=dossier, number=number).first()
        if row is None or said not in row.body:
            raise Lost(f"答复过写入的行为不见了：{dossier} 第 {number} 号")
    for said in acknowledged.leads if whole else acknowledged.leads[-50:]:
        if ActRow.objects.filter(body__contains=said).count() != 1:
            raise Lost(f"网站答复过登记的线索不见了，或者登记了两次：{said}")
    for digest in acknowledged.exhibits if whole else acknowledged.exhibits[-50:]:
        if not is_stored(digest) or not ExhibitBlob.objects.filter(sha256=digest).exists():
            raise Lost(f"答复过存好的材料不见了：{digest}")
    empty = Dossier.objects.filter(rows=None, projection=None).count()
    if empty:
        raise Lost(f"有 {empty} 卷立了一半：没有行为，也没有现状摘要")
    packages = sorted((Path(settings.MINGZHI_DATA) / "packages").glob("*.zip"))
    if missing := set(acknowledged.packages) - {each.name for each in packages}:
        raise Lost(f"答复过导出的包不见了：{missing}")
    keys = [log.key().verifier]
    for package in packages if whole else packages[-3:]:
        verdict = verify_package(reader_for(package), verifiers=keys)
        if not verdict.ok:
            raise Lost(f"{package.name} 核验不过：{verdict.findings[:3]}")
    published = publishing.latest()
    if acknowledged.checkpoint and (published is None or published.checkpoint.size < acknowledged.checkpoint):
        raise Lost("答复过公开的检查点退回去了")
    web.check_uploads(acknowledged)
    share = 1.0 if whole else min(1.0, SAMPLED / max(1, Dossier.objects.count()))
    report = fsck.fsck(NOW, share=share, resume=False)
    if not report.clean:
        raise Lost(f"自查有 {report.total} 处不对：{report.faults[:5]}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    os.environ["MINGZHI_NOW"] = "2025-09-24T10:30"
    import django

    django.setup()
    try:
        print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)))
    except Lost as lost:
        print(f"✗ {lost}", file=sys.stderr)
        raise SystemExit(1) from lost
