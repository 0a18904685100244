"""设备与对时：登记簿里现在有哪些设备和场所，钟快多少；一段音像声称的时间按对时校正以后是几时。"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mingzhi.casework.act import Act
from mingzhi.casework.acts.equipment import (
    ClockChecked,
    DeviceRegistered,
    EquipmentRetired,
    RoomRegistered,
)
from mingzhi.casework.casefile import CaseFile


@dataclass(frozen=True)
class Drift:
    """一次对时：设备的钟比标准时间快多少（慢的是负的）。"""

    act: int
    at: datetime
    seconds: int

    @property
    def words(self) -> str:
        """如：快 2 分 5 秒。"""
        if not self.seconds:
            return "准"
        minutes, seconds = divmod(abs(self.seconds), 60)
        hours, minutes = divmod(minutes, 60)
        parts = ((hours, "小时"), (minutes, "分"), (seconds, "秒"))
        said = " ".join(f"{count} {unit}" for count, unit in parts if count)
        return f"{'快' if self.seconds > 0 else '慢'} {said}"


@dataclass(frozen=True)
class Equipment:
    """登记簿里的一台设备、一处场所，和它的各次对时（先后为序）。"""

    act: Act
    body: DeviceRegistered | RoomRegistered
    drifts: tuple[Drift, ...]
    retired: EquipmentRetired | None

    @property
    def name(self) -> str:
        if isinstance(self.body, RoomRegistered):
            return self.body.name
        return f"{self.body.category.label if self.body.category else '设备'} {self.body.number}".strip()

    @property
    def is_room(self) -> bool:
        return isinstance(self.body, RoomRegistered)

    @property
    def latest(self) -> Drift | None:
        """最近一次对时。"""
        return self.drifts[-1] if self.drifts else None

    def drift_at(self, moment: datetime) -> Drift | None:
        """离 moment 最近的一次对时：钟的快慢随日子变，近的更可信。"""
        return min(self.drifts, key=lambda each: abs(each.at - moment), default=None)


def equipment(acts: Sequence[Act]) -> tuple[Equipment, ...]:
    """登记簿里的各台设备、各处场所，照登记的先后。"""
    file = CaseFile(acts)
    drifts: dict[int, list[Drift]] = {}
    for act, body in file.bodies("clock.checked", ClockChecked):
        if body.of is not None and body.standard and body.shown:
            seconds = round((body.shown - body.standard).total_seconds())
            drifts.setdefault(body.of, []).append(Drift(act.number, body.standard, seconds))
    retired = {body.of: body for _, body in file.bodies("equipment.retired", EquipmentRetired)}
    return tuple(
        Equipment(
            act,
            act.body,
            tuple(sorted(drifts.get(act.number, ()), key=lambda each: each.at)),
            retired.get(act.number),
        )
        for act in file.acts
        if isinstance(act.body, DeviceRegistered | RoomRegistered)
    )


def named_in(text: str, found: Iterable[Equipment]) -> Equipment | None:
    """音像里写的“设备”说的是登记簿里的哪一台：写着它的编号。编号长的先认，DSJ-3 不会认成 DSJ-30。"""
    known = [each for each in found if isinstance(each.body, DeviceRegistered) and each.body.number]
    for each in sorted(known, key=lambda each: -len(getattr(each.body, "number", ""))):
        if _whole(getattr(each.body, "number", ""), text):
            return each
    return None


def _whole(number: str, text: str) -> bool:
    """text 里整个地写着 number：后面不再接字母、数字。"""
    start = text.find(number)
    while start >= 0:
        after = text[start + len(number) : start + len(number) + 1]
        before = text[start - 1 : start] if start else ""
        if not _part(after) and not (_part(before) and _part(number[0])):
            return True
        start = text.find(number, start + 1)
    return False


def _part(char: str) -> bool:
    return char.isascii() and char.isalnum()


def corrected(moment: datetime | None, drift: Drift | None) -> datetime | None:
    """按对时校正的时间；没有对过时、钟是准的，没有要校正的。"""
    if moment is None or drift is None or not drift.seconds:
        return None
    return moment - timedelta(seconds=drift.seconds)
