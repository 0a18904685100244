"""收表单里的文件：边收边写边算，摘要与另算的相同，存入时连到位、不抄第二份；不要的、断了的不留下。"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from django.core.files.uploadhandler import UploadFileException
from django.http.multipartparser import MultiPartParser
from pytest_django import Settings

from mingzhi.ledger.digests import CHUNK, digest_chunks
from mingzhi.record import receiving
from mingzhi.record.exhibits import open_exhibit
from mingzhi.record.receiving import Incoming, ReceivedFile, ReceivingHandler


@pytest.fixture
def store(db: None, settings: Settings, tmp_path: Path) -> Path:
    settings.MINGZHI_DATA = tmp_path
    settings.MINGZHI_EXHIBITS = tmp_path / "exhibits"
    return tmp_path / "exhibits"


def temporary(store: Path) -> list[Path]:
    return sorted(store.glob("incoming-*")) if store.exists() else []


class Sent:
    """浏览器发来的表单：一份或者几份文件。broken 是发到一半断了。"""

    def __init__(self, *files: bytes, broken: bool = False) -> None:
        parts = [
            b'--X\r\nContent-Disposition: form-data; name="files"; filename="%d.mp4"\r\n'
            b"Content-Type: video/mp4\r\n\r\n%b\r\n" % (number, data)
            for number, data in enumerate(files)
        ]
        self.body = b"".join((*parts, b"--X--\r\n"))
        self.length = len(self.body)
        self.left = memoryview(self.body)[: len(self.body) // 2 if broken else None]
        self.broken = broken

    def read(self, size: int = -1) -> bytes:
        if self.broken and not self.left:
            raise UploadFileException("断了")
        chunk, self.left = bytes(self.left[:size]), self.left[size:]
        return chunk

    def parsed(self) -> list[ReceivedFile]:
        meta = {"CONTENT_TYPE": "multipart/form-data; boundary=X", "CONTENT_LENGTH": str(self.length)}
        _, files = MultiPartParser(meta, cast(Any, self), [ReceivingHandler()]).parse()
        return files.getlist("files")


def some(size: int, seed: int = 0) -> bytes:
    block = hashlib.sha256(b"%d" % seed).digest()
    return (block * (size // 32 + 1))[:size]


@pytest.fixture(params=[1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def data(request: pytest.FixtureRequest) -> Iterator[bytes]:
    yield some(request.param)


def test_what_was_received_is_what_was_sent_and_its_digests_are_right(store: Path, data: bytes) -> None:
    (file,) = Sent(data).parsed()
    exhibit = file.keep("检查.mp4", "video/mp4")
    assert (exhibit.size, exhibit.sha256, exhibit.sm3) == digest_chunks([data])
    file.close()
    assert not temporary(store)
    with open_exhibit(exhibit.sha256) as kept:
        assert kept.read() == data


def test_the_file_is_linked_into_place_and_not_written_twice(store: Path) -> None:
    (file,) = Sent(some(CHUNK + 5)).parsed()
    inode = os.stat(temporary(store)[0]).st_ino
    exhibit = file.keep("a.mp4", "video/mp4")
    assert os.stat(store / exhibit.sha256[:2] / exhibit.sha256[2:4] / exhibit.sha256).st_ino == inode


def test_several_files_in_one_form_are_kept_apart(store: Path) -> None:
    sent = [some(CHUNK * 2, 1), some(10, 2), some(CHUNK + 3, 3), b""]
    files = Sent(*sent).parsed()
    assert [file.read() for file in files] == sent
    assert [file.incoming.sha256 for file in files] == [hashlib.sha256(each).hexdigest() for each in sent]
    for file in files:
        file.close()
    assert not temporary(store)


def test_a_file_nobody_keeps_is_gone_when_the_request_closes(store: Path) -> None:
    (file,) = Sent(some(CHUNK)).parsed()
    assert temporary(store)
    file.close()
    file.close()
    assert not temporary(store)


def test_a_form_that_breaks_off_leaves_nothing_behind(store: Path) -> None:
    broke = False
    try:
        Sent(some(CHUNK * 4), broken=True).parsed()
    except UploadFileException:
        broke = True
    gc.collect()
    assert broke and store.is_dir() and not temporary(store)


def test_a_disk_that_writes_short_loses_nothing(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.writev
    monkeypatch.setattr(os, "writev", lambda handle, parts: real(handle, [bytes(parts[0])[:1000]]))
    incoming = Incoming()
    incoming.write(some(5000))
    incoming.write(some(2500, 2))
    incoming.finish()
    assert incoming.path.read_bytes() == some(5000) + some(2500, 2)
    assert incoming.size == 7500
    assert incoming.sha256 == hashlib.sha256(some(5000) + some(2500, 2)).hexdigest()
    incoming.close()


def test_without_sm3_in_the_library_the_file_is_read_once_more(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "has_openssl_sm3", lambda: False)
    incoming = Incoming()
    incoming.write(b"abc")
    incoming.finish()
    exhibit = incoming.keep("a", "text/plain")
    assert exhibit.sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    incoming.close()
