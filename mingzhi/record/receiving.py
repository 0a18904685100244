"""收表单里的文件：边收边写、边算两种摘要，直接写在材料旁边的临时文件里，存入时连到位，不再抄第二份。

没有脚本、整份上传的走这里；有脚本的分块上传见工作台的 uploads。小文件仍在内存里收。
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import weakref
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from mingzhi.casework.act import Exhibit
from mingzhi.ledger.digests import CHUNK, has_openssl_sm3
from mingzhi.record.exhibits import UNKNOWN_TYPE, adopt, take
from mingzhi.record.stores.folder import TEMPORARY

# 等着算摘要的至多这么多块：网快、算得慢的时候，内存不会越积越多。
WAITING = 8


class Digesting:
    """一种摘要，在自己的线程里照次序算：OpenSSL 算的时候放开解释器的锁，收和写不用等它。"""

    def __init__(self, name: str) -> None:
        self._digest = hashlib.new(name)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"digest-{name}")
        self._queued: deque[Future[None]] = deque()

    def add(self, chunks: list[bytes]) -> None:
        if len(self._queued) >= WAITING:
            self._queued.popleft().result()
        self._queued.append(self._thread.submit(self._update, chunks))

    def _update(self, chunks: list[bytes]) -> None:
        for each in chunks:
            self._digest.update(each)

    def close(self) -> str:
        """算完，返回摘要。"""
        for each in self._queued:
            each.result()
        self._thread.shutdown()
        return self._digest.hexdigest()


class Incoming:
    """正在收的一份。收完 :meth:`finish`，要的 :meth:`keep`，最后 :meth:`close`。"""

    def __init__(self) -> None:
        local = Path(settings.MINGZHI_EXHIBITS)
        local.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=local, prefix=TEMPORARY)
        self._out = os.fdopen(handle, "wb", buffering=0)
        self.path, self.size = Path(name), 0
        # 浏览器半途断了，没有人来关：对象没有人要的时候，临时的名字也没有了。
        self._forget = weakref.finalize(self, self.path.unlink, missing_ok=True)
        self.sha256 = self.sm3 = ""
        # 本机的密码库没有 SM3 的，存入时再读一遍算（慢，只有小文件算得了）。
        names = ("sha256", "sm3") if has_openssl_sm3() else ()
        self._digests = [Digesting(each) for each in names]
        self._batch: list[bytes] = []
        self._batched = 0

    def write(self, chunk: bytes) -> None:
        self._batch.append(chunk)
        self._batched += len(chunk)
        if self._batched >= CHUNK:
            self._flush()

    def _flush(self) -> None:
        batch, self._batch, self._batched = self._batch, [], 0
        for each in self._digests:
            each.add(batch)
        left: list[memoryview | bytes] = list(batch)
        while left:
            done = os.writev(self._out.fileno(), left[:512])
            self.size += done
            # 写得不全的（磁盘快满了）接着写剩下的。
            while left and done >= len(left[0]):
                done -= len(left.pop(0))
            if done:
                left[0] = memoryview(left[0])[done:]

    def finish(self) -> None:
        """收完了：落盘，摘要算完。"""
        try:
            if self._batch:
                self._flush()
            os.fsync(self._out.fileno())
        finally:
            self._ended()

    def _ended(self) -> None:
        if not self._out.closed:
            self._out.close()
            found = [each.close() for each in self._digests]
            self.sha256, self.sm3 = found if found else ("", "")

    def keep(self, name: str, media_type: str) -> Exhibit:
        """存入，返回指纹。"""
        if not self.sha256:
            return adopt(self.path, name, media_type)
        return take(self.path, self.size, self.sha256, self.sm3, name, media_type)

    def close(self) -> None:
        """不要了，或者已经存好了：去掉临时的名字。做几次都一样。"""
        self._ended()
        self._forget()


if TYPE_CHECKING:
    _File = UploadedFile[bytes]
else:
    # 运行时这个类不带参数。
    _File = UploadedFile


class ReceivedFile(_File):
    """收好的一个文件：要读的照样读得到，要存的 :meth:`keep`，请求完了临时的名字就没有了。"""

    def __init__(self, incoming: Incoming, name: str, **told: Any) -> None:
        self.incoming = incoming
        file: IO[bytes] = incoming.path.open("rb")
        super().__init__(file, name, size=incoming.size, **told)

    def keep(self, name: str, media_type: str = UNKNOWN_TYPE) -> Exhibit:
        """作为材料存入。"""
        return self.incoming.keep(name, media_type)

    def close(self) -> None:
        super().close()
        self.incoming.close()


class ReceivingHandler(FileUploadHandler):
    """表单里的一个文件怎样收。半途断了，Django 关掉 file：临时的名字就没有了。"""

    file: Incoming

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if not hasattr(self, "file"):
            self.file = Incoming()
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> ReceivedFile:
        incoming = self.file if hasattr(self, "file") else Incoming()
        incoming.finish()
        self.__dict__.pop("file", None)
        return ReceivedFile(
            incoming,
            self.file_name or "",
            content_type=self.content_type,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()
