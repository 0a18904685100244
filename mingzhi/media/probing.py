"""查看：在单独的、有上限的进程里打开一份材料，把看到的写成一行；读不出来也是结果，从不是程序出错。"""

from __future__ import annotations

import base64
import io
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from django.utils import timezone

from mingzhi.media import worker
from mingzhi.media.models import Probe
from mingzhi.record.exhibits import NotStored, open_exhibit
from mingzhi.record.models import Dossier

# 看一份最多等这么久；进程自己另有处理器时间的上限。
WAIT = 180
KINDS = ("video", "sound", "picture")
GONE = "读不出来：文件不见了。"
STOPPED = "读不出来：打开它的程序中途停了，文件可能损坏，或者要的内存、时间超过上限。"
TOO_LONG = "读不出来：看的时间太长，没有看完。"


def look_at(file: IO[bytes], *, wait: float = WAIT) -> dict[str, Any]:
    """看一份文件；读不出来的，结果里有 fault。"""
    with tempfile.TemporaryFile() as out, on_disk(file) as given:
        given.seek(0)
        try:
            ended = subprocess.run(
                [sys.executable, "-I", str(Path(worker.__file__))],
                stdin=given,
                stdout=out,
                stderr=subprocess.DEVNULL,
                cwd="/",
                # 数据库的口令、密钥的位置都不给它。
                env={"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
                timeout=wait,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"fault": TOO_LONG}
        out.seek(0)
        return _read(out.read(worker.WRITTEN), ended.returncode)


def _read(said: bytes, code: int) -> dict[str, Any]:
    """它说的也不全信：不是那个样子的，当作没有说。"""
    try:
        found = json.loads(said) if code == 0 else None
    except ValueError:
        found = None
    if not isinstance(found, dict) or ("fault" not in found and found.get("kind") not in KINDS):
        return {"fault": STOPPED}
    return found


class on_disk:
    """能交给别的进程的文件：本来就在磁盘上的直接用，别处来的先抄成临时文件。"""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.copied: IO[bytes] | None = None

    def __enter__(self) -> IO[bytes]:
        try:
            self.file.fileno()
            return self.file
        except (AttributeError, OSError, io.UnsupportedOperation):
            self.copied = tempfile.TemporaryFile()
            shutil.copyfileobj(self.file, self.copied, 1024 * 1024)
            self.copied.flush()
            return self.copied

    def __exit__(self, *_: object) -> None:
        if self.copied is not None:
            self.copied.close()


def probe(sha256: str) -> Probe:
    """看一份存着的材料，写下结果。"""
    try:
        with open_exhibit(sha256) as file:
            found = look_at(file)
    except NotStored:
        found = {"fault": GONE}
    return keep(sha256, found)


def forget(_: Dossier, digests: frozenset[str]) -> None:
    """材料依法处置了：缩略图、位置这些看到的也不留。别的卷还用着同样的字节的，用到时再看。"""
    Probe.objects.filter(sha256__in=digests).delete()


def keep(sha256: str, found: dict[str, Any]) -> Probe:
    """写下看到的。"""
    fault = str(found.get("fault") or "")
    thumbnail = found.pop("thumbnail", None)
    seconds = found.get("seconds")
    values = {
        "status": Probe.Status.FAULT if fault else Probe.Status.DONE,
        "says": fault,
        "kind": str(found.get("kind") or ""),
        "duration": float(seconds) if isinstance(seconds, int | float) and seconds >= 0 else None,
        "details": {} if fault else found,
        "thumbnail": base64.b64decode(thumbnail) if isinstance(thumbnail, str) else None,
        "beat": timezone.now(),
    }
    return Probe.objects.update_or_create(sha256=sha256, defaults=values)[0]
