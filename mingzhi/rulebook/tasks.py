"""后台：推演和重算。做完一批记一次做到哪里；断了的，页面上接着做，做过的不重做。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.db import OperationalError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from mingzhi.casework.act import KINDS, SHANGHAI, Act, Matter
from mingzhi.casework.actor import Actor
from mingzhi.casework.lawbook import EFFECTIVE
from mingzhi.casework.sentences import sentence
from mingzhi.law.bundle import Bundle
from mingzhi.law.pack import Pack, PackError
from mingzhi.people import clock
from mingzhi.record import rebuild
from mingzhi.record.lawbook import lawbook_of, until
from mingzhi.record.models import Dossier
from mingzhi.rulebook import rehearse
from mingzhi.rulebook.models import Changed, Rehearsal

# 这么久没有进展，就当作断了：后台工作停过，或者机器重启过。
STALLED = timedelta(minutes=2)
BATCH = 20
YEAR = timedelta(days=365)


def stalled(job: Rehearsal) -> bool:
    """说是在做，却好久没有进展。"""
    return job.busy and timezone.now() - job.beat > STALLED


def ask_pack(agency: str, place: str, bundle: Bundle, *, by: Actor, today: date) -> Rehearsal:
    """推演一个规则包。"""
    layers = {name: dict(files) for name, files in bundle.layers.items()}
    label = f"规则包 {bundle.place}（摘要 {bundle.digest[:12]}）"
    candidate = {"place": bundle.place, "digest": bundle.digest, "layers": layers}
    return _ask(agency, place, Rehearsal.Kind.PACK, label, candidate, by, today)


def ask_parameter(
    agency: str, place: str, name: str, value: str, label: str, *, by: Actor, today: date
) -> Rehearsal:
    """推演改一个参数。"""
    candidate = {"name": name, "value": value}
    return _ask(agency, place, Rehearsal.Kind.PARAMETER, f"{label}改为 {value}", candidate, by, today)


def _ask(
    agency: str, place: str, kind: str, label: str, candidate: Mapping[str, object], by: Actor, today: date
) -> Rehearsal:
    now = timezone.now()
    job = Rehearsal.objects.create(
        agency=agency,
        place=place,
        kind=kind,
        label=label,
        candidate=dict(candidate),
        since=today - YEAR,
        until=today,
        person_number=by.number,
        person_name=by.name,
        asked=now,
        beat=now,
    )
    run_rehearsal.enqueue(str(job.pk))
    return job


def follow(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> None:
    """登记簿写入了起作用的一项：在办的案卷都要重算，排上后台；每一项只排一次。"""
    if dossier.matter != Matter.RULES.value or not acts or acts[-1].kind not in EFFECTIVE:
        return
    act, now = acts[-1], timezone.now()
    job, new = Rehearsal.objects.get_or_create(
        agency=dossier.agency,
        kind=Rehearsal.Kind.CHANGE,
        number=act.number,
        defaults={
            "place": dossier.place,
            "label": f"第 {act.number} 号{KINDS[act.kind].name}：{sentence(act)}"[:300],
            "candidate": {"act": act.number},
            "since": act.recorded.astimezone(SHANGHAI).date(),
            "until": act.recorded.astimezone(SHANGHAI).date(),
            "person_number": act.actor.number,
            "person_name": act.actor.name,
            "asked": now,
            "beat": now,
        },
    )
    if new:
        run_rehearsal.enqueue(str(job.pk))


def again(job: Rehearsal) -> None:
    """没有做成的、断了的，从断的地方接着做。"""
    if job.status == Rehearsal.Status.FAILED or stalled(job):
        Rehearsal.objects.filter(pk=job.pk).update(
            status=Rehearsal.Status.WAITING, why="", beat=timezone.now()
        )
        run_rehearsal.enqueue(str(job.pk))


@task()
def run_rehearsal(job_id: str) -> None:
    """做一次推演。"""
    # 抢到的才做：两个后台进程同时拿到同一件，只有一个往下走。
    mine = Rehearsal.objects.filter(pk=job_id, status=Rehearsal.Status.WAITING)
    if not mine.update(status=Rehearsal.Status.RUNNING, beat=timezone.now()):
        return
    run_here(Rehearsal.objects.get(pk=job_id))


def run_here(job: Rehearsal) -> None:
    """就在这里做，不等后台；做过的不再做。"""
    if job.status == Rehearsal.Status.DONE:
        return
    Rehearsal.objects.filter(pk=job.pk).update(status=Rehearsal.Status.RUNNING)
    try:
        run(job)
    except PackError as error:
        _failed(job, str(error))
    except OperationalError:
        _failed(job, "数据库正忙，没有写进去；做过的都在，请接着做")
        raise
    except Exception as error:
        # 页面上说没有做成，日志里留下全部；别的错不吞掉。
        _failed(job, f"程序出错：{error}")
        raise


def run(job: Rehearsal, *, stop_after: int | None = None) -> None:
    """一卷一卷比，做过的跳过；stop_after 只做几卷（测试断了再接）。"""
    today = clock.today()
    comparing = _comparing(job, today)
    ahead = _after(_dossiers(job), job)
    done, last = job.done, job.last
    Rehearsal.objects.filter(pk=job.pk).update(total=done + ahead.count(), beat=timezone.now())
    pending: list[Changed] = []
    touched: list[Dossier] = []

    def keep() -> None:
        Changed.objects.bulk_create(pending, ignore_conflicts=True)
        for dossier in touched:
            rebuild.reproject(dossier, today)
        Rehearsal.objects.filter(pk=job.pk).update(done=done, last=last, beat=timezone.now())
        pending.clear()
        touched.clear()

    for found in rehearse.each(_in_batches(ahead), comparing):
        done, last = done + 1, found.dossier.pk
        if found.comparison.shifts:
            pending.append(
                Changed(
                    rehearsal=job,
                    dossier=found.dossier,
                    title=found.title,
                    document_no=found.document_no,
                    counts=found.comparison.counts,
                    shifts=[shift.as_json() for shift in found.comparison.shifts],
                )
            )
        if job.kind == Rehearsal.Kind.CHANGE:
            touched.append(found.dossier)
        if done % BATCH == 0:
            keep()
        if stop_after is not None and done - job.done >= stop_after:
            keep()
            return
    keep()
    Rehearsal.objects.filter(pk=job.pk).update(status=Rehearsal.Status.DONE, finished=timezone.now())


def _dossiers(job: Rehearsal) -> QuerySet[Dossier]:
    if job.kind != Rehearsal.Kind.CHANGE:
        return rehearse.dossiers(job.agency, job.since, job.until)
    open_ones = Dossier.objects.filter(agency=job.agency, projection__archived=False)
    return open_ones.exclude(matter=Matter.RULES.value).order_by("created", "pk")


def _in_batches(found: QuerySet[Dossier]) -> Iterator[Dossier]:
    """一批一批地读完再做：开着读的连接，别人写过以后，SQLite 不许它再写。"""
    last = None
    while batch := list(_beyond(found, last)[:BATCH]):
        yield from batch
        last = batch[-1]


def _after(found: QuerySet[Dossier], job: Rehearsal) -> QuerySet[Dossier]:
    """上次做到的那一卷以后的。"""
    return _beyond(found, Dossier.objects.filter(pk=job.last).first() if job.last else None)


def _beyond(found: QuerySet[Dossier], last: Dossier | None) -> QuerySet[Dossier]:
    if last is None:
        return found
    return found.filter(Q(created__gt=last.created) | Q(created=last.created, pk__gt=last.pk))


def _comparing(job: Rehearsal, today: date) -> rehearse.Compare:
    given = job.candidate
    if job.kind == Rehearsal.Kind.CHANGE:
        number = int(given["act"])
        before, after = (until(job.agency, job.place, n).pack for n in (number - 1, number))
        return rehearse.dates(before, after, today)
    book = lawbook_of(job.agency, job.place)
    if job.kind == Rehearsal.Kind.PARAMETER:
        return rehearse.whole(*rehearse.with_parameter(book, given["name"], given["value"]), today)
    bundle = Bundle(given["place"], given["layers"])
    return rehearse.whole(*rehearse.with_pack(book, bundle, job.since, today), today)


def _failed(job: Rehearsal, why: str) -> None:
    Rehearsal.objects.filter(pk=job.pk).update(
        status=Rehearsal.Status.FAILED, why=why, finished=timezone.now()
    )
