"""后台：导出档案包。可以重做：重做的盖掉没有做完的；做完的不再做。断了的，页面上可以接着做。"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from mingzhi.archive.models import PackageJob
from mingzhi.archive.services import package
from mingzhi.casework.actor import Actor
from mingzhi.people import clock
from mingzhi.record.append import Refused
from mingzhi.record.errors import RecordError
from mingzhi.record.models import Dossier

# 这么久没有进展，就当作断了：后台工作停过，或者机器重启过。
STALLED = timedelta(minutes=2)


def path_of(job: PackageJob) -> Path:
    """档案包放在哪里。"""
    return Path(settings.MINGZHI_DATA) / "packages" / f"{job.pk}.zip"


def stalled(job: PackageJob) -> bool:
    """说是在做，却好久没有进展。"""
    return job.busy and timezone.now() - job.beat > STALLED


def ask(dossier: Dossier, *, by: Actor, purpose: str) -> PackageJob:
    """提出导出，排上后台工作。同一人同一卷正在做的，就是那一个。"""
    going = PackageJob.objects.filter(
        dossier=dossier,
        person_number=by.number,
        status__in=(PackageJob.Status.WAITING, PackageJob.Status.RUNNING),
    ).first()
    if going is not None and not stalled(going):
        return going
    now = timezone.now()
    job = PackageJob.objects.create(
        dossier=dossier,
        purpose=purpose,
        actor=by.model_dump(mode="json"),
        person_number=by.number,
        asked=now,
        beat=now,
    )
    build_package.enqueue(str(job.pk))
    return job


def again(job: PackageJob) -> None:
    """没有做成的、断了的，重新排上。"""
    if job.status == PackageJob.Status.FAILED or stalled(job):
        PackageJob.objects.filter(pk=job.pk).update(
            status=PackageJob.Status.WAITING, why="", step="", done=0, beat=timezone.now()
        )
        build_package.enqueue(str(job.pk))


@task()
def build_package(job_id: str) -> None:
    """做一个档案包。"""
    # 抢到的才做：两个后台进程同时拿到同一件，只有一个往下走。
    mine = PackageJob.objects.filter(pk=job_id, status=PackageJob.Status.WAITING)
    if not mine.update(status=PackageJob.Status.RUNNING, beat=timezone.now()):
        return
    job = PackageJob.objects.select_related("dossier").get(pk=job_id)
    try:
        _build(job)
    except Refused as refused:
        _failed(job, "；".join(f"{each.lacks}（{each.cite}）" for each in refused.verdict.refusals))
    except RecordError as error:
        _failed(job, str(error))
    except Exception as error:
        # 页面上说没有做成，日志里留下全部；别的错不吞掉。
        _failed(job, f"程序出错：{error}")
        raise


def _build(job: PackageJob) -> None:
    def progress(step: str, done: int, total: int) -> None:
        PackageJob.objects.filter(pk=job.pk).update(
            step=step[:200], done=done, total=total, beat=timezone.now()
        )

    now: datetime = clock.now()
    packaged = package(
        job.dossier,
        path_of(job),
        now,
        by=Actor.model_validate(job.actor),
        purpose=job.purpose,
        progress=progress,
    )
    PackageJob.objects.filter(pk=job.pk).update(
        status=PackageJob.Status.DONE,
        step="",
        done=job.total,
        finished=timezone.now(),
        sha256=packaged.exported.sha256,
        size=packaged.exported.size,
        verified=packaged.verdict.ok,
        verdict=packaged.verdict.summary,
        findings=[each.message for each in packaged.verdict.findings],
        properties=[each.as_json() for each in packaged.properties],
        act=packaged.act,
    )


def _failed(job: PackageJob, why: str) -> None:
    PackageJob.objects.filter(pk=job.pk).update(
        status=PackageJob.Status.FAILED, why=why, finished=timezone.now()
    )
