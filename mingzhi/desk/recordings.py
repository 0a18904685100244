"""音像怎样给人看：每一份材料看到了什么，声称的、设备所称的、校正的时间，标记、文字记录、派生件。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from mingzhi.casework.act import Act, Exhibit, Matter
from mingzhi.casework.acts.evidence import RecordingIngested
from mingzhi.casework.acts.exhibits import DerivativeMade
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.equipment import Drift, Equipment, corrected, equipment, named_in
from mingzhi.casework.transcripts import seconds
from mingzhi.law.pack import Rules
from mingzhi.ledger.digests import is_digest
from mingzhi.media.claims import Tolerance, device_time, differences, length
from mingzhi.media.models import Probe
from mingzhi.media.tasks import ask
from mingzhi.record.dossiers import find_register
from mingzhi.record.selectors import acts as acts_of


@dataclass(frozen=True)
class Shown:
    """一份材料：能播放的给出播放页，看过的给出看到的。"""

    exhibit: Exhibit
    url: str
    play: str = ""
    thumbnail: str = ""
    probe: Probe | None = None

    @property
    def lasts(self) -> str:
        """时长的说法；不知道的为空。"""
        known = self.probe is not None and self.probe.duration is not None and self.probe.kind != "picture"
        return length(self.probe.duration or 0) if known and self.probe else ""

    @property
    def state(self) -> str:
        """还没有看、读不出来的，说一句；看过的为空。"""
        if self.probe is None:
            return ""
        return "正在查看这份文件" if self.probe.busy else self.probe.says


def shown(dossier: UUID, act: Act) -> list[Shown]:
    """一项的各份材料；还没有看过的，顺便排上。"""
    probes = ask(act.exhibits)
    found = []
    for each in act.exhibits:
        # 已经依法处置的没有字节可放。
        if not is_digest(each.sha256) or each.disposed:
            found.append(Shown(each, ""))
            continue
        args = [dossier, act.number, each.sha256]
        probe = probes.get(each.sha256)
        small = probe is not None and bool(probe.details.get("format")) and probe.kind in ("video", "picture")
        found.append(
            Shown(
                each,
                reverse("desk:exhibit", args=args),
                reverse("desk:player", args=args) if probe is not None else "",
                reverse("desk:thumbnail", args=args) if small else "",
                probe,
            )
        )
    return found


def register(agency: str) -> tuple[Equipment, ...]:
    """本机关的设备登记簿；还没有的是空的。"""
    book = find_register(agency, Matter.EQUIPMENT)
    return equipment(acts_of(book)) if book is not None else ()


@dataclass(frozen=True)
class Times:
    """一份音像的时间，几样并排：写的、设备所称的、按对时校正的。"""

    device: Equipment | None
    drift: Drift | None
    claimed: tuple[datetime | None, datetime | None]
    device_says: datetime | None
    corrected: datetime | None
    warnings: Sequence[str]


def times(
    body: RecordingIngested, probes: Sequence[Probe], known: Sequence[Equipment], most: Tolerance
) -> Times:
    """比一比各样时间。"""
    device = named_in(body.device, known)
    drift = device.drift_at(body.started) if device is not None and body.started else None
    said = next((at for each in probes if (at := device_time(each)) is not None), None)
    return Times(
        device,
        drift,
        (body.started, body.ended),
        said,
        corrected(said, drift),
        tuple(differences(body, probes, most, drift)),
    )


def times_of(act: Act, files: Sequence[Shown], known: Sequence[Equipment], rules: Rules) -> Times | None:
    """一项音像的时间；不是音像的为 None。出入多少才提示，照规则包。"""
    if not isinstance(act.body, RecordingIngested):
        return None
    probes = [each.probe for each in files if each.probe is not None]
    return times(act.body, probes, known, Tolerance.of(rules))


@dataclass(frozen=True)
class Mark:
    """一处标记，能跳到的给出秒。"""

    at: int | None
    code: str
    name: str
    note: str


def marks(body: object) -> list[Mark]:
    """各处标记，照时间。"""
    if not isinstance(body, RecordingIngested):
        return []
    found = [
        Mark(seconds(each.at), each.at, each.mark.label if each.mark else "标记", each.note)
        for each in body.marks
    ]
    return sorted(found, key=lambda each: (each.at is None, each.at or 0))


def derivatives(file: CaseFile, number: int, sha256: str = "") -> list[tuple[Act, DerivativeMade]]:
    """从第 number 号的原件做出来的；给了摘要的，只要取自那一份的（没有写是哪一份的也算）。"""
    return [
        (act, body)
        for act, body in file.bodies("derivative.made", DerivativeMade)
        if body.of == number and (not sha256 or not body.original or body.original.strip().lower() == sha256)
    ]


def facts(probe: Probe | None) -> list[tuple[str, str]]:
    """文件里看到的，一栏一句。位置只给进得来本卷的人看，所以只在这里，不进登记、公示。"""
    if probe is None or probe.status != Probe.Status.DONE:
        return []
    seen: dict[str, Any] = probe.details
    rows = [("时长", length(probe.duration)) if probe.duration is not None else None]
    video, audio = seen.get("video") or {}, seen.get("audio") or {}
    if video:
        rate = f"，每秒 {video['rate']:g} 帧" if video.get("rate") else ""
        rows.append(("画面", f"{video['codec']}，{video['width']}×{video['height']}{rate}"))
    if seen.get("width"):
        rows.append(("画面", f"{seen['format']}，{seen['width']}×{seen['height']}"))
    if audio:
        rows.append(("声音", f"{audio['codec']}，{audio['rate']} Hz，{audio['channels']} 声道"))
    if seen.get("created"):
        at = device_time(probe)
        rows.append(("设备所称的时间", f"{at:%Y-%m-%d %H:%M:%S}" if at else str(seen["created"])))
    if seen.get("device"):
        rows.append(("设备所称的型号", str(seen["device"])))
    if seen.get("gps"):
        latitude, longitude = seen["gps"]
        rows.append(("设备所称的位置", f"纬度 {latitude:.5f}，经度 {longitude:.5f}"))
    return [row for row in rows if row is not None]


def wave(probe: Probe | None) -> list[dict[str, float]]:
    """波形的各条：画在 1000×100 的框里。"""
    peaks = probe.details.get("peaks") if probe is not None and probe.status == Probe.Status.DONE else None
    if not peaks:
        return []
    width = 1000 / len(peaks)
    return [
        {
            "x": round(slot * width, 2),
            "y": round(50 - max(1, high) / 2, 1),
            "width": round(width * 0.8, 2),
            "height": round(max(1, high), 1),
        }
        for slot, high in enumerate(peaks)
    ]
