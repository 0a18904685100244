"""新的一天：十万卷办到一半的案卷，用两个进程重算一遍期限和灯；记下内存的峰值。

案卷是示例案件的前若干项，一卷一个长度；直接写进库里（没有走写入的那一个入口，所以不能核验，只量重算的快慢）。
各卷的内容写法都不同（末尾的空白），读过一卷省不下另一卷的功夫。
卷数可以少：BENCH_DOSSIERS=5000 make bench ONLY=nightly
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import tempfile
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from bench.timing import Result, spoken

DOSSIERS = int(os.environ.get("BENCH_DOSSIERS", "100000"))
WORKERS = 2
TARGET = 180.0


def run() -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="mingzhi-bench-") as folder:
        os.environ.update(MINGZHI_DATA=folder, DJANGO_SETTINGS_MODULE="mingzhi.settings")
        os.environ.pop("MINGZHI_DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        rows = _fill()
        from mingzhi.record.nightly import refresh

        tomorrow = _today() + timedelta(days=1)
        began = perf_counter()
        count = refresh(tomorrow, workers=WORKERS, progress=_progress)
        took = perf_counter() - began
        read = _read_only(Path(folder))
        peak = max(
            resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
    whole = took / count * 100_000
    yield Result(f"{count} 卷（{rows} 项行为）重算一遍", f"{spoken(took)}，每卷 {spoken(took / count)}")
    yield Result("折合十万卷", spoken(whole), f"{TARGET:.0f} 秒以内", whole < TARGET)
    yield Result("只把这些行从库里读出来，用时是它的", f"1/{took / read:.1f}")
    yield Result("一个进程的内存峰值", f"{peak / 1024:.0f} MB", "1024 MB 以内", peak < 1024 * 1024)


def _today() -> date:
    return date(2025, 12, 31)


def _progress(done: int, total: int) -> None:
    print(f"\r  {done}/{total} 卷", end="" if done < total else "\n", file=sys.stderr, flush=True)


def _fill() -> int:
    """写入案卷，返回行为的项数。"""
    from django.db import transaction

    from bench.standing import sample
    from mingzhi.ledger.canonical import canonical
    from mingzhi.record.bodies import as_json
    from mingzhi.record.models import ActRow, Dossier, Projection

    _, acts = sample()
    plain = [
        (act, canonical(act.actor.model_dump(mode="json")).decode(), canonical(as_json(act.body)).decode())
        for act in acts
    ]
    chance = random.Random(1)
    leaf = 0
    for start in range(0, DOSSIERS, 2000):
        dossiers, rows, projections = [], [], []
        for serial in range(start, min(start + 2000, DOSSIERS)):
            size = chance.randint(1, len(acts))
            dossier = Dossier(
                pk=uuid.UUID(int=chance.getrandbits(128), version=4),
                agency="bench",
                agency_name="示例区医疗保障局",
                abbr="示",
                place="chongqing",
                sample=True,
                created=acts[0].recorded,
            )
            dossiers.append(dossier)
            projections.append(
                Projection(dossier=dossier, agency="bench", last_act=size, as_of=_today(), dues=[], next=[])
            )
            for act, actor, body in plain[:size]:
                rows.append(
                    ActRow(
                        dossier=dossier,
                        number=act.number,
                        kind=act.kind,
                        happened=act.happened,
                        recorded=act.recorded,
                        actor=actor,
                        body=body + _mark(serial),
                        body_digest="",
                        exhibits=json.dumps([]),
                        previous="",
                        sha256="",
                        sm3="",
                        salt="",
                        leaf_index=leaf,
                    )
                )
                leaf += 1
        with transaction.atomic():
            Dossier.objects.bulk_create(dossiers)
            ActRow.objects.bulk_create(rows, batch_size=2000)
            Projection.objects.bulk_create(projections)
        print(f"\r  写入 {start + len(dossiers)}/{DOSSIERS} 卷", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return leaf


def _mark(serial: int) -> str:
    """一卷的记号：十七位空格和制表，读出来的内容不变。"""
    return "".join(" \t"[serial >> place & 1] for place in range(17))


def _read_only(folder: Path) -> float:
    """只读：同样的行，一行一行取出来，什么也不算。"""
    import sqlite3

    began = perf_counter()
    with sqlite3.connect(folder / "mingzhi.sqlite3") as plain:
        for _ in plain.execute("SELECT * FROM record_actrow ORDER BY dossier_id, number"):
            pass
    return perf_counter() - began
