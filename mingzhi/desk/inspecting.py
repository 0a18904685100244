"""现场检查进行中：开始、结束、逐件要做的、拍的照片和录像。存在草稿里，写入检查笔录、存入音像时才成为行为。

要做什么取自规则包：音像记录应当重点记录的内容（记录办法第十二条各项）是 recording 规则的 marks。
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from mingzhi.casework.act import SHANGHAI, Act
from mingzhi.casework.actor import Actor, Officer
from mingzhi.casework.acts.evidence import MediaKind, RecordingIngested
from mingzhi.casework.acts.inspection import InspectionPlanned
from mingzhi.casework.casefile import CaseFile
from mingzhi.desk import uploads
from mingzhi.desk.uploads import Kept
from mingzhi.law.pack import Rules
from mingzhi.record.drafts import draft_for, save_draft
from mingzhi.record.models import Dossier

# 草稿的名字：不是一种行为，只是手机上的进行状态。
KIND = "inspecting"


@dataclass(frozen=True)
class Shot:
    """拍的一件：什么种类、何时、为哪一件事拍的、写成第几号。"""

    kept: Kept
    media: MediaKind
    at: str
    step: str = ""
    act: int | None = None

    def stored(self) -> dict[str, Any]:
        return {
            "token": self.kept.token,
            "media": self.media.value,
            "at": self.at,
            "step": self.step,
            "act": self.act,
        }


@dataclass(frozen=True)
class Step:
    """要做的一件。done 是什么时候做的；link 是在别的页面做的。"""

    key: str
    name: str
    hint: str
    done: str = ""
    kind: str = ""
    records: bool = False


@dataclass(frozen=True)
class Inspecting:
    """一次进行中的检查。"""

    dossier: Dossier
    acts: tuple[Act, ...]
    rules: Rules
    actor: Actor
    now: datetime
    started: str = ""
    ended: str = ""
    done: Mapping[str, str] = field(default_factory=dict)
    shots: tuple[Shot, ...] = ()

    @cached_property
    def file(self) -> CaseFile:
        return CaseFile(self.acts)

    @property
    def today(self) -> datetime:
        return self.now.astimezone(SHANGHAI)

    @property
    def plan(self) -> InspectionPlanned | None:
        return self.file.body("inspection.planned", InspectionPlanned)

    @property
    def mates(self) -> tuple[Officer, ...]:
        """一起检查的人，不含自己。"""
        people = self.plan.officers if self.plan else self.file.handlers
        return tuple(each for each in people if each.number != self.actor.number)

    @property
    def held(self) -> Act | None:
        """这次检查已经写入的笔录：安排以后的最近一项。"""
        planned, held = self.file.last("inspection.planned"), self.file.last("inspection.held")
        return held if held and (planned is None or held.number > planned.number) else None

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """要做的，按现场的次序；现在做到哪一件由 current 说。"""
        notified = self.file.last("inspection.notified")
        shown = Step("shown", "出示执法证件", "两人以上，主动出示", self.done.get("shown", ""))
        told = Step(
            "notified",
            "送达现场检查告知通知书",
            "告知权利义务，请对方签收",
            f"第 {notified.number} 号" if notified else "",
            "inspection.notified",
        )
        record = Step(
            "record",
            "当场读笔录，签名",
            "拒签的，写明情况",
            f"第 {self.held.number} 号" if self.held else "",
            "inspection.held",
        )
        return (shown, told, *self._marks(), record)

    def _marks(self) -> tuple[Step, ...]:
        found: dict[str, Step] = {}
        for kind in ("inspection.held", "sealing.imposed"):
            for rule in self.rules.recordings(kind):
                for mark in rule.recording.marks if rule.recording else ():
                    title = RecordingIngested.model_fields[mark].title or mark
                    name = "录下" + title.removeprefix("拍到")
                    found.setdefault(mark, Step(mark, name, rule.cite, self.done.get(mark, ""), "", True))
        return tuple(found.values())

    @property
    def current(self) -> str:
        """现在要做的一件。"""
        return next((step.key for step in self.steps if not step.done), "")

    @property
    def count(self) -> int:
        return sum(bool(step.done) for step in self.steps)

    def stored(self) -> dict[str, Any]:
        return {
            "started": self.started,
            "ended": self.ended,
            "done": dict(self.done),
            "shots": [each.stored() for each in self.shots],
        }


def load(dossier: Dossier, acts: tuple[Act, ...], rules: Rules, actor: Actor, now: datetime) -> Inspecting:
    """进行到哪里了。"""
    draft = draft_for(actor.number, dossier, KIND)
    said: Mapping[str, Any] = draft.values if draft else {}
    shots = []
    for each in said.get("shots") or ():
        kept = uploads.redeem([each["token"]], actor)
        if kept:
            media = MediaKind(each["media"])
            shots.append(Shot(kept[0], media, each["at"], each.get("step", ""), each.get("act")))
    return Inspecting(
        dossier,
        acts,
        rules,
        actor,
        now,
        str(said.get("started") or ""),
        str(said.get("ended") or ""),
        dict(said.get("done") or {}),
        tuple(shots),
    )


def save(state: Inspecting) -> None:
    save_draft(state.actor.number, state.dossier, KIND, state.stored(), now=state.now)


def media_of(media_type: str) -> MediaKind:
    """照片、录音、录像，照文件的类型。"""
    head = media_type.partition("/")[0]
    return {"video": MediaKind.VIDEO, "audio": MediaKind.SOUND}.get(head, MediaKind.PHOTO)
