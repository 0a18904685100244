"""收拾：进程半途被杀、断电以后留在数据目录里的。没有答复过“存了”的清走，已经存好的补上登记。

每天一次，启动时也做；做几次都一样，别的进程正在写的不碰（按存放了多久认）。
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from mingzhi.ledger.digests import digest_stream
from mingzhi.record import publishing
from mingzhi.record.exhibits import UNKNOWN_TYPE, open_exhibit, stored_digests
from mingzhi.record.models import ExhibitBlob
from mingzhi.record.stores import StoreDown, current

log = logging.getLogger(__name__)

# 文件夹里的临时文件：改名到位以前叫这样的名字。
TEMPORARY = (
    ("exhibits", "incoming-*"),
    ("packages", ".export-*"),
    ("log", "**/.new-*"),
    ("keys", "tmp*"),
)


@dataclass(frozen=True)
class Tidied:
    """收拾了什么：清走几个临时文件、几份没人要的上传，补登记几份材料。"""

    temporary: int = 0
    uploads: int = 0
    registered: int = 0


def tidy(
    *, half_written: timedelta | None = None, abandoned: timedelta | None = None, now: float | None = None
) -> Tidied:
    """收拾一遍。放多久才算没有人要，不给的照设置；now 是文件系统的钟（秒）：与案卷里的时间无关。"""
    now = time.time() if now is None else now
    half_written = settings.MINGZHI_HALF_WRITTEN if half_written is None else half_written
    abandoned = settings.MINGZHI_ABANDONED if abandoned is None else abandoned
    temporary = sum(_gone(path) for path in _half_written(now - half_written.total_seconds()))
    uploads = sum(_gone(path) for path in _abandoned(now - abandoned.total_seconds()))
    if publishing.finish():
        log.warning("头一份检查点签好以后没有换上去，现在换上。")
    try:
        temporary += current().tidy(datetime.fromtimestamp(now - half_written.total_seconds(), UTC))
        registered = register()
    except StoreDown as fault:
        # 存放的地方连不上，不耽误别的；明天再来。
        log.warning("没有收拾存放的地方：%s", fault)
        registered = 0
    return Tidied(temporary, uploads, registered)


def _half_written(before: float) -> Iterator[Path]:
    for folder, pattern in TEMPORARY:
        root = Path(settings.MINGZHI_EXHIBITS) if folder == "exhibits" else _data() / folder
        for path in root.glob(pattern) if root.is_dir() else ():
            if _touched(path) < before:
                yield path


def _abandoned(before: float) -> Iterator[Path]:
    root = _data() / "uploads"
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if folder.is_dir() and max(map(_touched, (folder, *folder.iterdir()))) < before:
            yield folder


def register() -> int:
    """材料已经改名到位、还没有登记就停下的：字节与名字相符的补上登记。不符的不动，由自查说出来。"""
    known = set(ExhibitBlob.objects.values_list("sha256", flat=True))
    count = 0
    for name in stored_digests():
        if name in known:
            continue
        try:
            with open_exhibit(name) as stream:
                size, sha256, sm3 = digest_stream(stream)
        except (LookupError, OSError):
            continue
        if sha256 == name:
            _, new = ExhibitBlob.objects.get_or_create(
                sha256=sha256, defaults={"sm3": sm3, "size": size, "media_type": UNKNOWN_TYPE}
            )
            count += new
    return count


def _gone(path: Path) -> int:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
    return 1


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        # 正好有人改了名、删了：不是没人要的。
        return float("inf")


def _data() -> Path:
    return Path(settings.MINGZHI_DATA)
