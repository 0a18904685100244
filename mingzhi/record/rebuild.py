"""重建：现状摘要和搜索索引都可以丢掉，从行为重新算出，结果与一项项写入时的相同。

一卷一个事务：重建时照常可以办案，列表也照常可看。
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import connection, transaction

from mingzhi.record import log, search
from mingzhi.record.models import Dossier, Projection
from mingzhi.record.projections import project
from mingzhi.record.selectors import acts, pack_for

Progress = Callable[[int, int], None]


def rebuild(today: date, progress: Progress | None = None) -> int:
    """重建全部卷在 today 的现状摘要和搜索，返回卷数。progress(已完成, 总数)。"""
    found = list(Dossier.objects.order_by("created", "pk"))
    for done, dossier in enumerate(found, start=1):
        reproject(dossier, today)
        if progress is not None:
            progress(done, len(found))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {search.TABLE} WHERE rowid NOT IN (SELECT id FROM {Projection._meta.db_table})"
        )
    return len(found)


def reproject(dossier: Dossier, today: date) -> Projection:
    """重算一卷。锁住日志树末端，免得与正在写入的行为互相盖掉。"""
    with transaction.atomic():
        log.lock()
        return project(dossier, pack_for(dossier), acts(dossier), today)
