"""后台：查看材料。可以重做；断了的（久没有进展）再问一次就重新排上。"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from mingzhi.casework.act import Exhibit
from mingzhi.media.models import Probe
from mingzhi.media.probing import probe
from mingzhi.record.exhibits import UNKNOWN_TYPE

STALLED = timedelta(minutes=10)
LOOKED_AT = ("audio/", "video/", "image/")
ENDINGS = (
    ".mp4",
    ".mov",
    ".mkv",
    ".avi",
    ".wav",
    ".mp3",
    ".m4a",
    ".aac",
    ".amr",
    ".3gp",
    ".jpg",
    ".jpeg",
    ".png",
)


def is_media(exhibit: Exhibit) -> bool:
    """是录音、录像、照片：看类型；没有写明类型的看文件名。"""
    if exhibit.media_type.startswith(LOOKED_AT):
        return "svg" not in exhibit.media_type
    return exhibit.media_type == UNKNOWN_TYPE and exhibit.name.lower().endswith(ENDINGS)


def ask(exhibits: Iterable[Exhibit]) -> dict[str, Probe]:
    """各份材料看到的；还没有看过的，排上后台工作。按摘要。"""
    wanted = {each.sha256 for each in exhibits if is_media(each)}
    found = Probe.objects.defer("thumbnail").in_bulk(wanted)
    now = timezone.now()
    for sha256 in sorted(wanted):
        known = found.get(sha256)
        if known is None:
            known, created = Probe.objects.get_or_create(sha256=sha256, defaults={"beat": now})
            found[sha256] = known
            if created:
                look.enqueue(sha256)
        elif known.busy and now - known.beat > STALLED:
            Probe.objects.filter(pk=sha256).update(status=Probe.Status.WAITING, beat=now)
            look.enqueue(sha256)
    return found


@task()
def look(sha256: str) -> None:
    """看一份。"""
    # 抢到的才看：两个后台进程同时拿到同一份，只有一个往下走。
    mine = Probe.objects.filter(pk=sha256, status=Probe.Status.WAITING)
    if mine.update(status=Probe.Status.RUNNING, beat=timezone.now()):
        probe(sha256)
