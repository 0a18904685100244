"""看一份材料的程序：单独的进程，先给自己上限，再打开别人给的文件。标准输入是文件，标准输出是一行 JSON。

加上 mark 和一条字（PNG，base64）的，是在照片上印字：标准输出是印好的一张 JPEG，读不出来的什么也不写。

文件可能是坏的、极大的，或者存心做来害人的：内存、处理器时间、能写的字节、能打开的文件都有上限，
认得的格式才打开，格式里写的别的地址（播放列表、外部引用）一概不去。它不引用本项目的任何别的模块。
"""

from __future__ import annotations

import base64
import io
import json
import os
import resource
import sys
import time
from array import array
from typing import IO, Any

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 120
# 结果写在标准输出（一个文件）里：一行 JSON 和一张小图，用不了这么多。
WRITTEN = 4 * 1024 * 1024
OPEN_FILES = 32
# 印字：缩到这么大以内，结果用不了这么多字节。
MARK = "mark"
LONGEST = 3000
MARKED = 32 * 1024 * 1024
# 波形算到这么多处理器时间为止：几小时的录音不必算完。
WAVE_SECONDS = 60
PIXELS = 120_000_000
THUMBNAIL = (640, 640)
PEAKS = 240
RATE = 8000
TEXT = 200

DEMUXERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,wav,w64,mp3,aac,ogg,flac,mpegts,mpeg,mpegvideo,asf,flv,amr,caf"
)
PICTURES = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"BM", b"GIF8")

EMPTY = "读不出来：文件是空的。"
UNKNOWN = "读不出来：不是认得的录音、录像、照片的格式，或者文件损坏。"
BROKEN = "读不出来：文件不完整，或者已经损坏。"
HUGE = "读不出来：画面大得不合常理，没有打开。"
MEMORY_OUT = "读不出来：打开它要的内存超过上限。"


class Unreadable(Exception):
    """读不出来；信息是给人看的。"""


def limit(written: int = WRITTEN) -> None:
    """给自己上限。只降不升。"""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def look(file: IO[bytes]) -> dict[str, Any]:
    """看一份材料。"""
    head = file.read(16)
    file.seek(0)
    if not head:
        raise Unreadable(EMPTY)
    if head.startswith(SIGNATURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return picture(file)
    return recording(file)


# ── 照片 ───────────────────────────────────────────────────────────────


def picture(file: IO[bytes]) -> dict[str, Any]:
    """照片：大小、拍摄时间、设备、位置（EXIF），缩略图。"""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(file, formats=PICTURES) as image:
            width, height = image.size
            if width * height > PIXELS:
                raise Unreadable(HUGE)
            found: dict[str, Any] = {
                "kind": "picture",
                "format": image.format or "",
                "width": width,
                "height": height,
                **exif(image),
            }
            # JPEG 可以只解出小的，大照片也不占内存。
            image.draft("RGB", THUMBNAIL)
            small = ImageOps.exif_transpose(image)
            small.thumbnail(THUMBNAIL)
            found["thumbnail"] = jpeg(small)
            return found
    except Image.DecompressionBombError as error:
        raise Unreadable(HUGE) from error
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError) as error:
        raise Unreadable(BROKEN) from error


def exif(image: Any) -> dict[str, Any]:
    """拍摄时间、设备、位置；没有、写坏了的不写。"""
    said: dict[str, Any] = {}
    try:
        tags = image.getexif()
        inner = tags.get_ifd(0x8769)
        gps = tags.get_ifd(0x8825)
    except Exception:  # EXIF 写坏了的照片照样能看
        return said
    taken = inner.get(36867) or tags.get(306)
    device = " ".join(filter(None, (text(tags.get(271)), text(tags.get(272)))))
    if taken:
        said["created"] = text(taken)
    if device:
        said["device"] = device
    place = position(gps)
    if place is not None:
        said["gps"] = place
    return said


def position(gps: Any) -> list[float] | None:
    """经纬度，度，保留五位小数。"""
    try:
        latitude = degrees(gps[2]) * (-1 if gps.get(1) == "S" else 1)
        longitude = degrees(gps[4]) * (-1 if gps.get(3) == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError, AttributeError):
        return None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return [round(latitude, 5), round(longitude, 5)]


def degrees(parts: Any) -> float:
    whole, minutes, seconds = (float(each) for each in parts)
    return whole + minutes / 60 + seconds / 3600


def text(value: Any) -> str:
    """别人写的字：去掉看不见的，不长。"""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return "".join(char for char in str(value or "") if char.isprintable()).strip()[:TEXT]


def jpeg(image: Any) -> str:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=80)
    return base64.b64encode(out.getvalue()).decode()


# ── 在照片上印字 ─────────────────────────────────────────────────────────


def mark(file: IO[bytes], strip: bytes) -> bytes:
    """照片缩小，斜着印满一条字，下边再印一行；EXIF 不带过去。"""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(file, formats=PICTURES) as image:
            if image.size[0] * image.size[1] > PIXELS:
                raise Unreadable(HUGE)
            image.draft("RGB", (LONGEST, LONGEST))
            page = ImageOps.exif_transpose(image).convert("RGB")
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unreadable(BROKEN) from error
    page.thumbnail((LONGEST, LONGEST))
    with Image.open(io.BytesIO(strip), formats=("PNG",)) as drawn:
        line = drawn.convert("RGBA")
    _tile(page, line)
    page = _footed(page, line)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=85)
    return out.getvalue()


def _tile(page: Any, line: Any) -> None:
    """斜着印满：字长约是短边的四分之三，隔着印，裁去一角也还在。"""
    from PIL import Image

    width = max(80, min(page.size) * 3 // 4)
    height = max(8, line.height * width // line.width)
    slanted = line.resize((width, height), Image.Resampling.BILINEAR).rotate(30, expand=True)
    slanted.putalpha(slanted.getchannel("A").point([value * 150 // 255 for value in range(256)]))
    across, down = slanted.width * 9 // 10, slanted.height * 5 // 4
    for row, y in enumerate(range(-slanted.height // 3, page.height, max(1, down))):
        for x in range(-(row % 2) * across // 2, page.width, max(1, across)):
            page.paste(slanted, (x, y), slanted)


def _footed(page: Any, line: Any) -> Any:
    """下边另接一条白底，字清清楚楚，不盖住照片。"""
    from PIL import Image

    width = min(page.width, max(page.width // 2, min(page.width, 320)))
    height = max(8, line.height * width // line.width)
    whole = Image.new("RGB", (page.width, page.height + height), "white")
    whole.paste(page, (0, 0))
    small = line.resize((width, height), Image.Resampling.BILINEAR)
    whole.paste(small, (0, page.height), small)
    return whole


# ── 录音、录像 ─────────────────────────────────────────────────────────


def recording(file: IO[bytes]) -> dict[str, Any]:
    """录音、录像：时长、编码、设备所称的时间，一帧画面，声音的波形。"""
    import av
    from av.error import FFmpegError

    options = {"format_whitelist": DEMUXERS, "protocol_whitelist": "none"}
    try:
        with av.open(file, "r", options=options, metadata_errors="replace") as container:
            return _streams(container)
    except Unreadable:
        raise
    except (FFmpegError, OSError, ValueError, EOFError, IndexError, TypeError, OverflowError) as error:
        raise Unreadable(UNKNOWN) from error


def _streams(container: Any) -> dict[str, Any]:
    import av

    videos = [each for each in container.streams.video if not _cover(each)]
    sounds = list(container.streams.audio)
    if not videos and not sounds:
        raise Unreadable(UNKNOWN)
    found: dict[str, Any] = {
        "kind": "video" if videos else "sound",
        "format": container.format.name,
        "seconds": container.duration / av.time_base if container.duration else None,
    }
    metadata = dict(container.metadata)
    for name, keys in (
        ("created", ("creation_time", "date", "com.apple.quicktime.creationdate")),
        ("device", ("com.apple.quicktime.model", "model", "make", "com.android.model")),
    ):
        said = next((text(metadata[key]) for key in keys if metadata.get(key)), "")
        if said:
            found[name] = said
    if videos:
        found["video"] = _video(videos[0])
        found["thumbnail"] = _frame(container, videos[0], found["seconds"])
    if sounds:
        context = sounds[0].codec_context
        found["audio"] = {
            "codec": context.name,
            "rate": context.sample_rate,
            "channels": getattr(context, "channels", None) or context.layout.nb_channels,
        }
        found["peaks"], found["partial"], heard = _peaks(container, sounds[0], found["seconds"])
        # 有的录音没有写时长（裸流）：听到多少算多少。
        if found["seconds"] is None and not found["partial"]:
            found["seconds"] = heard
    return found


def _cover(stream: Any) -> bool:
    """录音里附的封面图，不是画面。"""
    return bool(getattr(stream, "disposition", 0) and "attached_pic" in str(stream.disposition))


def _video(stream: Any) -> dict[str, Any]:
    context = stream.codec_context
    if context.width * context.height > PIXELS:
        raise Unreadable(HUGE)
    rate = stream.average_rate
    return {
        "codec": context.name,
        "width": context.width,
        "height": context.height,
        "rate": round(float(rate), 2) if rate else None,
    }


def _frame(container: Any, stream: Any, seconds: float | None) -> str | None:
    """十分之一处的一帧：开头常常是黑的。取不到就没有缩略图，不算读不出来。"""
    from av.error import FFmpegError

    stream.thread_type = "NONE"
    try:
        if seconds:
            container.seek(int(seconds * 100_000), backward=True)
        frame = next(container.decode(stream), None)
        if frame is None:
            return None
        scale = min(THUMBNAIL[0] / frame.width, THUMBNAIL[1] / frame.height, 1)
        size = (max(2, int(frame.width * scale)), max(2, int(frame.height * scale)))
        return jpeg(frame.reformat(width=size[0], height=size[1], format="rgb24").to_image())
    except (FFmpegError, ValueError, OSError):
        return None


def _peaks(container: Any, stream: Any, seconds: float | None) -> tuple[list[int], bool, float]:
    """波形：等分成若干段，每段最大的振幅（0 到 100）；没有算完的说明。另给出听到多少秒。"""
    import av
    from av.error import FFmpegError

    stream.thread_type = "NONE"
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    length = max(1, int((seconds or 3600) * RATE))
    highs, done, partial = [0] * PEAKS, 0, False
    try:
        container.seek(0)
        for frame in container.decode(stream):
            for part in resampler.resample(frame):
                samples = array("h", bytes(part.planes[0])[: part.samples * 2])
                if samples:
                    high = max(max(samples), -min(samples))
                    first, last = done * PEAKS // length, (done + len(samples) - 1) * PEAKS // length
                    for slot in range(first, min(last, PEAKS - 1) + 1):
                        highs[slot] = max(highs[slot], high)
                    done += len(samples)
            if time.process_time() > WAVE_SECONDS:
                partial = True
                break
    except (FFmpegError, ValueError, OSError):
        partial = True
    return [min(100, high * 100 // 32768) for high in highs], partial, done / RATE


def main() -> int:
    if sys.argv[1:2] == [MARK]:
        limit(MARKED)
        try:
            made = mark(os.fdopen(0, "rb", closefd=False), base64.b64decode(sys.argv[2]))
        except (Unreadable, MemoryError):
            return 1
        sys.stdout.buffer.write(made)
        return 0
    limit()
    try:
        found = look(os.fdopen(0, "rb", closefd=False))
    except Unreadable as fault:
        found = {"fault": str(fault)}
    except MemoryError:
        found = {"fault": MEMORY_OUT}
    sys.stdout.write(json.dumps(found))
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
