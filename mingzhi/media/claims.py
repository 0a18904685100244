"""核对：音像写的起止、种类，与文件里看到的对不对得上。对不上只提示（产品默认）：设备的钟、分段存储都会有出入。"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.acts.evidence import MediaKind, RecordingIngested
from mingzhi.casework.equipment import Drift, corrected
from mingzhi.law.pack import Rules
from mingzhi.media.models import Probe

WANTED = {
    MediaKind.PHOTO: "picture",
    MediaKind.SOUND: "sound",
    MediaKind.VIDEO: "video",
    MediaKind.SURVEILLANCE: "video",
}
SEEN = {"picture": "照片", "sound": "只有声音", "video": "录像"}
_FORMS = ("%Y:%m:%d %H:%M:%S", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class Tolerance:
    """出入多少以内不提示，取自规则包（产品默认）；没有填的那一样不比。"""

    seconds: float | None = None
    share: float = 0.0
    clock: timedelta | None = None

    @classmethod
    def of(cls, rules: Rules) -> Tolerance:
        seconds, percent, clock = map(
            rules.parameter, ("media.length.seconds", "media.length.percent", "media.clock.minutes")
        )
        return cls(
            None if seconds is None else float(seconds),
            float(percent or 0) / 100,
            None if clock is None else timedelta(minutes=float(clock)),
        )


def device_time(probe: Probe) -> datetime | None:
    """设备所称的时间（北京时间）；没有写、写得不成样子的为 None。照片没有时区，当作北京时间。"""
    said = str(probe.details.get("created") or "").strip()
    for form in _FORMS:
        try:
            return datetime.strptime(said, form).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    try:
        found = datetime.fromisoformat(said.replace("Z", "+00:00"))
    except ValueError:
        return None
    # 没有设过时间的设备写的是它出厂的年份，照样给人看，由人判断。
    return (found if found.tzinfo else found.replace(tzinfo=SHANGHAI)).astimezone(SHANGHAI)


def length(seconds: float) -> str:
    """时长：1 小时 2 分 3 秒。"""
    whole = round(seconds)
    parts = ((whole // 3600, "小时"), (whole % 3600 // 60, "分"), (whole % 60, "秒"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "不到 1 秒"


def differences(
    body: RecordingIngested, probes: Iterable[Probe], most: Tolerance, drift: Drift | None = None
) -> Sequence[str]:
    """对不上的地方，一处一句；都对得上是空的。"""
    seen = [each for each in probes if each.status == Probe.Status.DONE]
    if not seen:
        return ()
    return (*_kinds(body, seen), *_length(body, seen, most), *_times(body, seen, most, drift))


def _kinds(body: RecordingIngested, seen: Sequence[Probe]) -> Iterable[str]:
    wanted = WANTED.get(body.media)
    if wanted and all(each.kind != wanted for each in seen):
        yield f"种类写的是{body.media.label}，文件里看到的是{SEEN.get(seen[0].kind, '别的')}"


def _length(body: RecordingIngested, seen: Sequence[Probe], most: Tolerance) -> Iterable[str]:
    lasting = [each.duration for each in seen if each.kind != "picture" and each.duration is not None]
    if not lasting or body.started is None or body.ended is None or most.seconds is None:
        return
    claimed, found = (body.ended - body.started).total_seconds(), sum(lasting)
    if abs(claimed - found) > max(most.seconds, claimed * most.share):
        which = "短" if found < claimed else "长"
        yield (
            f"起止写的是 {length(claimed)}，文件里只有 {length(found)}，{which}了 {length(abs(claimed - found))}"
            if found < claimed
            else f"起止写的是 {length(claimed)}，文件里有 {length(found)}，{which}了 {length(abs(claimed - found))}"
        )


def _times(
    body: RecordingIngested, seen: Sequence[Probe], most: Tolerance, drift: Drift | None
) -> Iterable[str]:
    if body.started is None or most.clock is None:
        return
    ended = body.ended or body.started
    said = [(each, at) for each in seen if (at := device_time(each)) is not None]
    for _, at in said:
        right = corrected(at, drift) or at
        if not body.started - most.clock <= right <= ended + most.clock:
            more = "（已按对时校正）" if right != at else ""
            yield f"设备所称的时间是 {right:%Y-%m-%d %H:%M:%S}{more}，不在写的起止之间"
            return
