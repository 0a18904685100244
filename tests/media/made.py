"""测试用的真的音像：两秒带声音的录像、录音、带 EXIF 的照片，由 PyAV、Pillow 当场做。"""

from __future__ import annotations

import io
import math
from array import array
from fractions import Fraction

import av
from PIL import Image

RATE = 8000


def video(
    seconds: int = 2, *, created: str = "2025-09-24T01:31:00Z", size: tuple[int, int] = (64, 48)
) -> bytes:
    """一段录像：H.264 或者 MPEG-4 画面，AAC 声音，写着制作时间。"""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        container.metadata["creation_time"] = created
        picture = container.add_stream("mpeg4", rate=10)
        picture.width, picture.height, picture.pix_fmt = *size, "yuv420p"
        sound = container.add_stream("aac", rate=RATE, layout="mono")
        for number in range(seconds * 10):
            image = Image.new("RGB", size, (number * 12 % 255, 60, 120))
            container.mux(picture.encode(av.VideoFrame.from_image(image)))  # type: ignore[no-untyped-call]
        container.mux(picture.encode(None))
        for frame in tone(seconds):
            container.mux(sound.encode(frame))
        container.mux(sound.encode(None))
    return out.getvalue()


def wave(seconds: int = 2, *, quiet_half: bool = False) -> bytes:
    """一段录音（WAV）。quiet_half：后一半没有声音。"""
    out = io.BytesIO()
    with av.open(out, "w", format="wav") as container:
        sound = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for frame in tone(seconds, quiet_half=quiet_half):
            container.mux(sound.encode(frame))
        container.mux(sound.encode(None))
    return out.getvalue()


def tone(seconds: int, *, quiet_half: bool = False) -> list[av.AudioFrame]:
    frames, total, step = [], seconds * RATE, 400
    for start in range(0, total, step):
        loud = 0 if quiet_half and start >= total // 2 else 20000
        samples = array("h", (int(loud * math.sin(n * 0.35)) for n in range(start, start + step)))
        frame = av.AudioFrame(format="s16", layout="mono", samples=step)
        frame.planes[0].update(samples.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        frames.append(frame)
    return frames


def photo(
    *, taken: str = "2025:09:24 09:40:00", gps: bool = True, size: tuple[int, int] = (120, 80)
) -> bytes:
    """一张照片（JPEG），写着拍摄时间、设备、位置。"""
    tags = Image.Exif()
    tags[271], tags[272] = "SHILI", "CAM-1"
    tags.get_ifd(0x8769)[36867] = taken
    if gps:
        place = tags.get_ifd(0x8825)
        place[1], place[2] = "N", (29.0, 33.0, 36.0)
        place[3], place[4] = "E", (106.0, 30.0, 0.0)
    out = io.BytesIO()
    Image.new("RGB", size, (90, 120, 60)).save(out, "JPEG", exif=tags)
    return out.getvalue()


def webm(seconds: int = 4, *, size: tuple[int, int] = (160, 120)) -> bytes:
    """浏览器放得了的一段录像：VP8 画面，Opus 声音。"""
    out = io.BytesIO()
    with av.open(out, "w", format="webm") as container:
        picture = container.add_stream("libvpx", rate=10)
        picture.width, picture.height, picture.pix_fmt = *size, "yuv420p"
        sound = container.add_stream("libopus", rate=48000, layout="mono")
        for number in range(seconds * 10):
            image = Image.new("RGB", size, (number * 6 % 255, 60, 120))
            container.mux(picture.encode(av.VideoFrame.from_image(image)))  # type: ignore[no-untyped-call]
        container.mux(picture.encode(None))
        resampler = av.AudioResampler(format="s16", layout="mono", rate=48000, frame_size=960)
        for frame in tone(seconds):
            for part in resampler.resample(frame):
                container.mux(sound.encode(part))
        container.mux(sound.encode(None))
    return out.getvalue()
