"""写入：一项执法行为从核对内容到提交（门禁、两种摘要、日志树、现状摘要、搜索、公示），与逐条提交光插入同一行相比；
再与 eventsourcing 库在 SQLite 上逐条存同样的内容相比。都在同一块盘上，都是提交即落盘。

写的是随附的重庆示例案件，从登记到归档，走几遍：BENCH_CASES=1 make bench ONLY=append
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from bench.timing import Result, spoken

CASES = int(os.environ.get("BENCH_CASES", "3"))
SAMPLE = "pharmacy-chongqing"


class Watch:
    """一项一项地量：墙上的时间，和本进程的处理器时间。"""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []

    def measuring(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*given: Any, **named: Any) -> Any:
            began, busy = perf_counter(), process_time()
            found = work(*given, **named)
            self.cpu.append(process_time() - busy)
            self.wall.append(perf_counter() - began)
            return found

        return measured

    @property
    def each(self) -> float:
        """中间的一项用了多久：偶尔被别的程序挡住的不算进来。"""
        return statistics.median(self.wall)

    @property
    def busy(self) -> float:
        return statistics.median(self.cpu)


def run() -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="mingzhi-bench-") as folder:
        os.environ.update(MINGZHI_DATA=folder, DJANGO_SETTINGS_MODULE="mingzhi.settings")
        os.environ.pop("MINGZHI_DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        ours = written()
        bare = inserted(Path(folder))
        events = sourced(Path(folder))
    rate = bare.each / ours.each
    yield Result(
        f"写入一项（{len(ours.wall)} 项，{CASES} 案，从登记到归档）",
        f"{spoken(ours.each)}（其中处理器 {spoken(ours.busy)}）",
    )
    yield Result(
        "与光插入同一行相比，是它的速度的",
        f"{rate:.2f}（光插入 {spoken(bare.each)}，其中处理器 {spoken(bare.busy)}）",
        "一半以上",
        rate >= 0.5,
    )
    yield Result(
        "与 eventsourcing 库存同样的内容相比，是它的速度的",
        f"{events.each / ours.each:.2f}（它 {spoken(events.each)}，其中处理器 {spoken(events.busy)}）",
    )


def written() -> Watch:
    """示例案件写几遍。"""
    from mingzhi.casework.scenario import Run
    from mingzhi.commands.scenario import load
    from mingzhi.record.dossiers import open_dossier
    from mingzhi.samples import driver, people

    watch, plain = Watch(), driver.append
    driver.append = watch.measuring(plain)
    try:
        scenario = load(
            Path(__file__).resolve().parent.parent / "mingzhi/samples/scenarios" / f"{SAMPLE}.yaml"
        )[0]
        steps = tuple(step for step in scenario.steps if step.expect is None and not step.attempt)
        scenario = replace(scenario, steps=steps)
        opened = next(step.happened for step in steps if step.happened is not None)
        people.load(opened)
        for _ in range(CASES):
            dossier = open_dossier(scenario.agency, now=opened, sample=True)
            ran = Run(scenario, driver.Recorded(dossier)).all()
            assert not ran.differences, ran.differences[:2]
    finally:
        driver.append = plain
    return watch


def inserted(folder: Path) -> Watch:
    """同样的行，插进同样的表（约束和索引都在，没有别的），一行一个事务。"""
    source = sqlite3.connect(f"file:{folder / 'mingzhi.sqlite3'}?mode=ro", uri=True)
    made = source.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'record_actrow' AND type IN ('table', 'index') "
        "AND sql IS NOT NULL ORDER BY type DESC"
    ).fetchall()
    rows = source.execute("SELECT * FROM record_actrow ORDER BY leaf_index").fetchall()
    source.close()
    bare = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=FULL")
    for (sql,) in made:
        bare.execute(sql)
    statement = f"INSERT INTO record_actrow VALUES ({', '.join('?' * len(rows[0]))})"

    def insert(row: tuple[Any, ...]) -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute(statement, row)
        bare.execute("COMMIT")

    watch = Watch()
    each = watch.measuring(insert)
    for row in rows:
        each(row)
    bare.close()
    return watch


def sourced(folder: Path) -> Watch:
    """eventsourcing：一卷一个聚合，一项一个事件，存的是同样的内容；聚合留在内存里，不用每次读回。"""
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event

    class Case(Aggregate):
        @event("Opened")
        def __init__(self) -> None:
            self.count = 0

        @event("Appended")
        def append(self, kind: str, actor: str, body: str, exhibits: str) -> None:
            self.count += 1

    source = sqlite3.connect(f"file:{folder / 'mingzhi.sqlite3'}?mode=ro", uri=True)
    rows = source.execute(
        "SELECT dossier_id, kind, actor, body, exhibits FROM record_actrow ORDER BY leaf_index"
    ).fetchall()
    source.close()
    application = Application(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(folder / "events.sqlite3"),
        }
    )
    cases: dict[str, Any] = {}

    def append(dossier: str, *said: str) -> None:
        case = cases.get(dossier) or cases.setdefault(dossier, Case())
        case.append(*said)
        application.save(case)

    watch = Watch()
    each = watch.measuring(append)
    for row in rows:
        each(*row)
    application.close()
    return watch
