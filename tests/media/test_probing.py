"""查看：真的录像、录音、照片看得出什么；坏的、大的、害人的文件得到一句中文，程序不受影响。"""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import django
import pytest

django.setup()

from PIL import Image  # noqa: E402

from mingzhi.media import worker  # noqa: E402
from mingzhi.media.probing import STOPPED, TOO_LONG, look_at  # noqa: E402
from tests.media.made import photo, video, wave  # noqa: E402


def seen(data: bytes) -> dict[str, Any]:
    return look_at(io.BytesIO(data))


def test_a_video_tells_its_length_codecs_and_the_time_the_device_claims() -> None:
    found = seen(video())
    assert found["kind"] == "video"
    assert found["seconds"] == pytest.approx(2, abs=0.3)
    assert found["video"]["codec"] == "mpeg4" and (found["video"]["width"], found["video"]["height"]) == (
        64,
        48,
    )
    assert found["audio"]["codec"] == "aac"
    assert str(found["created"]).startswith("2025-09-24T01:31:00")
    assert found["thumbnail"] and max(found["peaks"]) > 40


def test_the_waveform_shows_where_it_is_quiet() -> None:
    found = seen(wave(4, quiet_half=True))
    assert found["kind"] == "sound" and found["seconds"] == pytest.approx(4, abs=0.1)
    peaks = found["peaks"]
    assert min(peaks[5:110]) > 40 and max(peaks[130:]) < 5
    assert found["partial"] is False


def test_a_picture_tells_when_where_and_with_what_it_was_taken() -> None:
    found = seen(photo())
    assert found["kind"] == "picture" and found["created"] == "2025:09:24 09:40:00"
    assert found["device"] == "SHILI CAM-1"
    assert found["gps"] == [29.56, 106.5]


def test_a_picture_without_position_tells_none() -> None:
    assert "gps" not in seen(photo(gps=False))


def test_the_thumbnail_is_a_small_jpeg_without_the_position() -> None:
    import base64

    small = base64.b64decode(str(seen(photo(size=(3000, 2000)))["thumbnail"]))
    image = Image.open(io.BytesIO(small))
    assert image.format == "JPEG" and max(image.size) <= 640
    assert not image.getexif()


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
CONCAT = b"ffconcat version 1.0\nfile /etc/passwd\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空的"),
        (b"\0" * 5000, "读不出来"),
        (b"not media at all " * 100, "读不出来"),
        (PLAYLIST, "读不出来"),
        (CONCAT, "读不出来"),
        (photo()[:200], "读不出来"),
        (video()[:300], "读不出来"),
        (b"RIFF\xff\xff\xff\xffWAVEfmt " + b"\xff" * 64, "读不出来"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "读不出来"),
    ],
    ids=["empty", "zeros", "text", "playlist", "concat", "cut-photo", "cut-video", "bad-wave", "svg"],
)
def test_a_bad_file_gets_a_verdict_in_chinese(data: bytes, says: str) -> None:
    found = seen(data)
    assert says in str(found["fault"]) and "Traceback" not in str(found["fault"])


def bomb(side: int) -> bytes:
    """一张说自己有 side×side 的 PNG，字节很少。"""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def test_a_picture_that_claims_an_absurd_size_is_not_opened() -> None:
    assert "大得不合常理" in str(seen(bomb(60000))["fault"])


def test_every_cut_of_a_video_gets_an_answer() -> None:
    data = video()
    for share in (0.3, 0.6, 0.9):
        found = seen(data[: int(len(data) * share)])
        assert found.get("fault") or found.get("kind")


def test_the_worker_that_dies_is_a_verdict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "dies.py"
    script.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    monkeypatch.setattr(worker, "__file__", str(script))
    assert seen(b"x") == {"fault": STOPPED}


def test_the_worker_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "waits.py"
    script.write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setattr(worker, "__file__", str(script))
    assert look_at(io.BytesIO(b"x"), wait=0.5) == {"fault": TOO_LONG}


def test_the_worker_that_says_nonsense_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "lies.py"
    script.write_text("print('[1, 2')\n")
    monkeypatch.setattr(worker, "__file__", str(script))
    assert seen(b"x") == {"fault": STOPPED}


def test_the_worker_cannot_write_more_than_its_limit_nor_hold_more_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "greedy.py"
    source = Path(worker.__file__).read_text("utf-8")
    greedy = "limit()\n    held = bytearray(3 * 1024 ** 3)\n    try:"
    script.write_text(source.replace("limit()\n    try:", greedy), "utf-8")
    assert greedy in script.read_text("utf-8")
    monkeypatch.setattr(worker, "__file__", str(script))
    assert seen(photo()) == {"fault": STOPPED}
    script.write_text(
        source.replace("limit()\n    try:", "limit()\n    print('x' * 9_000_000)\n    try:"), "utf-8"
    )
    assert seen(photo()) == {"fault": STOPPED}


def test_the_worker_knows_nothing_of_ours() -> None:
    assert "mingzhi" not in Path(worker.__file__).read_text("utf-8")
