"""材料的摘要：存一份 1 GB 的录像（边读边写，SHA-256 与 SM3 各一遍），与光算摘要相比。大小可以少：BENCH_BYTES=100000000"""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, BinaryIO, cast

from bench.timing import Result, spoken

BYTES = int(os.environ.get("BENCH_BYTES", str(1 << 30)))
CHUNK = 1 << 20


def recording(folder: Path, size: int) -> Path:
    """一份压不小的文件，像录像那样。"""
    path = folder / "recording.mp4"
    # 一兆一兆各不相同，又不用等随机数。
    block = bytearray(os.urandom(CHUNK))
    with path.open("wb") as out:
        for number in range(-(-size // CHUNK)):
            block[:8] = number.to_bytes(8, "big")
            out.write(block[: min(CHUNK, size - number * CHUNK)])
    return path


def pure(size: int, *names: str) -> float:
    """光算摘要要几秒：字节已经在内存里。"""
    block, total = os.urandom(CHUNK), 0.0
    digests = [hashlib.new(name) for name in names]
    began = process_time()
    for _ in range(-(-size // CHUNK)):
        for digest in digests:
            digest.update(block)
    total += process_time() - began
    return total


def cpu_of(command: list[str]) -> float:
    """一个命令用的处理器时间。"""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run() -> Iterator[Result]:
    from mingzhi.ledger.digests import digest_stream

    with tempfile.TemporaryDirectory(prefix="mingzhi-bench-") as folder:
        path = recording(Path(folder), BYTES)
        tool = min(cpu_of(["sha256sum", str(path)]) for _ in range(2))
        only = pure(BYTES, "sha256")
        both = pure(BYTES, "sha256", "sm3")
        reading = min(_timed(path, digest_stream) for _ in range(2))
        storing, whole, processor = _stored(Path(folder), path)
    yield Result(
        f"{BYTES / (1 << 30):.2f} GB，光算摘要",
        f"SHA-256 {spoken(only)}，加上 SM3 {spoken(both)}；sha256sum {spoken(tool)}",
    )
    yield Result(
        "读出来核对（两种摘要），是光算摘要速度的", f"{both / reading:.0%}", "90% 以上", both / reading >= 0.9
    )
    share = both / storing
    yield Result(
        "分块上传的最后一步（核对、存入、登记），是光算摘要速度的", f"{share:.0%}", "90% 以上", share >= 0.9
    )
    yield Result(
        "随表单整份上传的（收、写、算、落盘、存入、登记），是光算摘要速度的（墙上时间）",
        f"{whole:.0%}",
        "90% 以上",
        whole >= 0.9,
    )
    yield Result("同上，只算处理器时间（解析表单也在内）", f"{processor:.0%}")
    yield Result("分块上传的最后一步，用时是 sha256sum 的", f"{storing / tool:.1f} 倍")


def _timed(path: Path, digest: object) -> float:
    from mingzhi.ledger.digests import digest_stream

    began = process_time()
    with path.open("rb") as stream:
        digest_stream(stream)
    return process_time() - began


def _stored(folder: Path, path: Path) -> tuple[float, float, float]:
    """存进材料库，连同登记：分块上传的最后一步用时；整份上传是光算摘要速度的几成，照墙上时间、照处理器时间。"""
    os.environ.update(MINGZHI_DATA=str(folder), DJANGO_SETTINGS_MODULE="mingzhi.settings")
    os.environ.pop("MINGZHI_DATABASE_URL", None)
    import django
    from django.conf import settings

    django.setup()
    from django.core.management import call_command

    from mingzhi.record.exhibits import adopt, store

    call_command("migrate", verbosity=0, interactive=False)
    settings.MINGZHI_EXHIBITS = folder / "exhibits"
    # 第一次连数据库、装载各处的工夫不算。
    store(BytesIO(b"1"), "1")
    began = process_time()
    adopt(path, path.name, "video/mp4")
    adopted = process_time() - began
    rounds = []
    for number in range(2):
        (folder / "exhibits").rename(folder / f"before{number}")
        # 光算与上传轮流量：机器一会儿忙一会儿闲，比值还公平。
        alone = _both(lambda: pure(BYTES, "sha256", "sm3"))
        rounds.append([a / b for a, b in zip(alone, _both(lambda: _uploaded(path)), strict=True)])
    shutil.rmtree(folder / "before0")
    return adopted, max(each[0] for each in rounds), max(each[1] for each in rounds)


def _both(work: Callable[[], object]) -> tuple[float, float]:
    """墙上时间、处理器时间。"""
    wall, processor = perf_counter(), process_time()
    work()
    return perf_counter() - wall, process_time() - processor


def _uploaded(path: Path) -> None:
    """一份随表单来的文件，照网站那样收下、存入。"""
    from django.http.multipartparser import MultiPartParser

    from mingzhi.record.receiving import ReceivedFile, ReceivingHandler

    with path.open("rb") as file:
        sent = _Form(file, path.stat().st_size)
        meta = {"CONTENT_TYPE": "multipart/form-data; boundary=X", "CONTENT_LENGTH": str(sent.length)}
        _, files = MultiPartParser(meta, cast(Any, sent), [ReceivingHandler()]).parse()
    received = files["files"]
    assert isinstance(received, ReceivedFile)
    received.keep(path.name, "video/mp4")
    received.close()


class _Form:
    """浏览器发来的表单：头、文件、尾。"""

    def __init__(self, file: BinaryIO, size: int) -> None:
        head = (
            b'--X\r\nContent-Disposition: form-data; name="files"; filename="recording.mp4"\r\n'
            b"Content-Type: video/mp4\r\n\r\n"
        )
        tail = b"\r\n--X--\r\n"
        self.parts: list[BinaryIO] = [BytesIO(head), file, BytesIO(tail)]
        self.length = len(head) + size + len(tail)

    def read(self, size: int = -1, /) -> bytes:
        while self.parts:
            if chunk := self.parts[0].read(size):
                return chunk
            self.parts.pop(0)
        return b""
