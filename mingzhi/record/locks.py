"""锁：存放的地方锁得住的，材料写进案卷就上锁，锁到至少保管的那一天（casework/keeping.py）；只延长。

写入提交以后上；那时连不上的，每天补。示例的卷不上锁：上了就删不掉了。已经依法处置的不再延长。
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db import transaction

from mingzhi.casework.act import SHANGHAI, Act
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.keeping import keep_until
from mingzhi.law.pack import Pack
from mingzhi.record.models import ActRow, Dossier, ExhibitBlob
from mingzhi.record.selectors import acts as acts_of
from mingzhi.record.selectors import pack_for
from mingzhi.record.stores import NotStored, Store, StoreDown, current

BATCH = 500
Progress = Callable[[int, int], None]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wanted:
    """一卷的哪些材料，至少锁到什么时候。"""

    digests: frozenset[str]
    until: datetime


def wanted(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> Wanted | None:
    """一卷应当上的锁；示例、没有材料、规则包没有写期限的为空。"""
    digests = frozenset(each.sha256 for act in acts for each in act.exhibits if not each.disposed)
    if dossier.sample or not digests:
        return None
    last = keep_until(CaseFile(acts), pack.on(acts[-1].day), today)
    if last is None:
        return None
    # 保管到那一天的末尾。
    return Wanted(digests, datetime.combine(last + timedelta(days=1), time.min, SHANGHAI))


def follow(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> None:
    """行为变了：提交以后照着上锁（登记在 hooks）。"""
    if not any(act.exhibits for act in acts) or not (store := current()).locks:
        return
    found = wanted(dossier, pack, acts, today)
    if found is not None:
        # 行为已经写入，锁上不上都不改变它；上不了的记在日志里，每天再补。
        transaction.on_commit(partial(hold, store, found), robust=True)


def hold(store: Store, found: Wanted) -> int:
    """上锁，返回没有上成的几份。"""
    failed = 0
    for blob in _short(store, found):
        try:
            held = store.hold(blob.sha256, found.until)
        except (StoreDown, NotStored) as fault:
            log.warning("材料 %s 没有上锁：%s", blob.sha256, fault)
            failed += 1
            if isinstance(fault, StoreDown):
                break
            continue
        ExhibitBlob.objects.filter(pk=blob.pk).update(held_in=store.name, held_until=held or found.until)
    return failed


def keep_all(today: date, progress: Progress | None = None) -> int:
    """全库补一遍，返回有几卷没有补成。锁不住的地方什么也不做。"""
    store = current()
    if not store.locks:
        return 0
    with_files = ActRow.objects.exclude(exhibits="[]").values("dossier")
    # 先取完再做：一边读一边写，SQLite 里别人先写了就写不进去。
    keys = list(Dossier.objects.filter(pk__in=with_files, sample=False).values_list("pk", flat=True))
    total, failed = len(keys), 0
    for done, key in enumerate(keys, start=1):
        dossier = Dossier.objects.get(pk=key)
        found = wanted(dossier, pack_for(dossier), acts_of(dossier), today)
        if found is not None and hold(store, found):
            failed += 1
        if progress is not None:
            progress(done, total)
    return failed


def every(today: date) -> dict[str, datetime]:
    """全库各份材料应当锁到什么时候；几卷都用的，照最晚的。搬家时用。"""
    latest: dict[str, datetime] = {}
    with_files = ActRow.objects.exclude(exhibits="[]").values("dossier")
    for dossier in Dossier.objects.filter(pk__in=with_files, sample=False).iterator(chunk_size=BATCH):
        found = wanted(dossier, pack_for(dossier), acts_of(dossier), today)
        for digest in found.digests if found is not None else ():
            assert found is not None
            latest[digest] = max(found.until, latest.get(digest, found.until))
    return latest


def lacking(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> Iterator[tuple[str, str]]:
    """一卷里锁得不够久的：摘要，和怎么不够。自查用。"""
    if not any(act.exhibits for act in acts) or not (store := current()).locks:
        return
    found = wanted(dossier, pack, acts, today)
    if found is None or found.until <= datetime.now(SHANGHAI):
        return
    for blob in _short(store, found):
        yield blob.sha256, f"应当锁到 {last_day(found.until):%Y-%m-%d}，没有锁到，请运行 mingzhi nightly"


def _short(store: Store, found: Wanted) -> Iterable[ExhibitBlob]:
    for blob in ExhibitBlob.objects.filter(sha256__in=found.digests).order_by("sha256"):
        kept = blob.held_until if blob.held_in == store.name else None
        if kept is None or kept < found.until:
            yield blob


def last_day(until: datetime) -> date:
    """锁着的最后一天：锁到半夜的，是前一天。"""
    return (until.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()
