"""新的一天：没有归档的卷，期限和灯重新计算。可丢的摘要，做几次都一样；断了再做，接着没有做的做。

一批一批地读（内存不随卷数增长），可以分给几个进程。不锁日志树：写下时末项行为还是读到的那一项才写，
这时别人刚写入的，那一次写入已经按今天算过了。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from itertools import groupby

from django.db import connections, transaction

from mingzhi.law.pack import Pack
from mingzhi.record import hooks
from mingzhi.record.models import ActRow, Projection
from mingzhi.record.projections import of_the_day
from mingzhi.record.selectors import pack_for, read

BATCH = 200
FIELDS = ("dossier_id", "number", "kind", "actor", "happened", "recorded", "body", "exhibits", "names")
Progress = Callable[[int, int], None]


def refresh(today: date, *, workers: int = 1, progress: Progress | None = None) -> int:
    """重算 today 以前算的各卷，返回卷数。workers 大于 1 时分给几个进程；progress(已完成, 总数)。"""
    stale = list(
        Projection.objects.filter(as_of__lt=today, archived=False)
        .order_by("dossier_id")
        .values_list("pk", flat=True)
    )
    done = 0
    batches = [tuple(stale[n : n + BATCH]) for n in range(0, len(stale), BATCH)]
    for count in _each(batches, today, workers):
        done += count
        if progress is not None:
            progress(done, len(stale))
    return len(stale)


def _each(batches: Sequence[tuple[int, ...]], today: date, workers: int) -> Iterator[int]:
    if workers <= 1 or len(batches) <= 1:
        for batch in batches:
            yield refresh_batch(batch, today)
        return
    # 各进程自己连数据库；分出去以前先断开，免得两个进程用同一条连接。
    connections.close_all()
    with ProcessPoolExecutor(workers, initializer=_begin) as pool:
        for each in as_completed([pool.submit(refresh_batch, batch, today) for batch in batches]):
            yield each.result()


def _begin() -> None:
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    connections.close_all()


def refresh_batch(pks: Sequence[int], today: date) -> int:
    """重算一批，一个事务写下。"""
    found = {
        projection.dossier_id: projection
        for projection in Projection.objects.filter(pk__in=pks).select_related("dossier").defer("text")
    }
    # 只取要读的几栏：建一行 ActRow 的工夫，够算半个现状。
    rows = (
        ActRow.objects.filter(dossier__in=found)
        .order_by("dossier_id", "number")
        .values_list(*FIELDS, named=True)
    )
    acts = {pk: read(each) for pk, each in groupby(rows.iterator(), key=lambda row: row.dossier_id)}
    packs: dict[tuple[str, str], Pack] = {}
    changes = []
    for pk, projection in found.items():
        dossier = projection.dossier
        place = (dossier.agency, dossier.place)
        pack = packs[place] = packs.get(place) or pack_for(dossier)
        changes.append((projection, pack, of_the_day(dossier, pack, acts.get(pk, ()), today)))
    with transaction.atomic():
        for projection, pack, values in changes:
            Projection.objects.filter(pk=projection.pk, last_act=projection.last_act).update(**values)
            hooks.derive_daily(projection.dossier, pack, acts.get(projection.dossier_id, ()), today)
    return len(pks)
