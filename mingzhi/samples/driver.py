"""场景的另一种驱动：写进真的数据库，走的就是页面走的那一个入口。"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

from django.db import transaction

from mingzhi.archive.selectors import volumes
from mingzhi.casework.act import SHANGHAI, Act, Body, Exhibit, Kind, kind_of
from mingzhi.casework.actor import Actor
from mingzhi.casework.acts.annual import AnnualDrafted
from mingzhi.casework.acts.archive import FileAssembled
from mingzhi.casework.acts.review import ReviewSubmitted
from mingzhi.casework.agency import Agency
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.gates import Verdict
from mingzhi.casework.papers import bundle
from mingzhi.casework.scenario import Scenario, Step
from mingzhi.disclosure.annual import figures
from mingzhi.record.append import Refused, append
from mingzhi.record.dossiers import open_dossier, register_of
from mingzhi.record.exhibits import store
from mingzhi.record.models import Dossier
from mingzhi.record.selectors import acts, pack_for

# 示例的音像没有真的录像：存一个说明文件，好让摘要、存储、核验都走真的路。
STAND_IN = {"recording.ingested": "示例音像说明.txt", "scan.returned": "示例扫描件说明.txt"}


def dossier_of(scenario: Scenario, agency: Agency, *, now: datetime) -> Dossier:
    """场景写进哪一卷：看第一步的行为属于哪一种；登记簿就是机关的那一份。"""
    first = next(step.act for step in scenario.steps if step.act and not step.attempt)
    matter = kind_of(first).matters[0]
    if matter.is_register:
        return register_of(agency, matter, now=now, sample=True)
    return open_dossier(agency, now=now, sample=True, matter=matter)


class NotWritten(Exception):
    """试一试的一步没有被拒绝：退回，不写入。"""


class Recorded:
    """把场景的每一步写进一个案卷。officers 按编号换成人员库里那一天的人（没有的照场景写的）。"""

    def __init__(self, dossier: Dossier, officers: Mapping[str, Actor] | None = None) -> None:
        self.dossier = dossier
        self.officers = officers or {}

    def acts(self) -> tuple[Act, ...]:
        return acts(self.dossier)

    def attempt(
        self, step: Step, kind: Kind, body: Body, by: Actor, happened: datetime, recorded: datetime
    ) -> tuple[Act | None, Verdict]:
        actor = self.officers.get(by.number, by)
        if not step.attempt:
            body = self._counted(body, happened)
        try:
            with transaction.atomic():
                written = append(
                    self.dossier,
                    kind.word,
                    body,
                    by=actor,
                    happened=happened,
                    now=recorded,
                    exhibits=self._exhibits(kind),
                )
                if step.attempt:
                    raise NotWritten
        except Refused as refused:
            return None, refused.verdict
        except NotWritten:
            return None, Verdict()
        return written.act, written.verdict

    def _counted(self, body: Body, happened: datetime) -> Body:
        """目录、页号、送审材料的摘要、年度的数从真的案卷里数出来，场景不必自己写。"""
        day = happened.astimezone(SHANGHAI).date()
        if isinstance(body, FileAssembled):
            entries = tuple(entry.row() for entry in volumes(self.dossier, day).entries)
            return body.model_copy(update={"entries": entries})
        if isinstance(body, AnnualDrafted) and body.year:
            counted = figures(self.dossier.agency, body.year, pack_for(self.dossier).on(day))
            return body.model_copy(update={"figures": counted})
        if isinstance(body, ReviewSubmitted):
            materials = bundle(pack_for(self.dossier).on(day), CaseFile(self.acts()))
            return body.model_copy(update={"materials": materials})
        return body

    def _exhibits(self, kind: Kind) -> tuple[Exhibit, ...]:
        name = STAND_IN.get(kind.word)
        if name is None:
            return ()
        text = f"示例：这里应当是{kind.name}的文件。案卷 {self.dossier.pk}，第 {len(self.acts()) + 1} 号。"
        return (store(BytesIO(text.encode()), name, "text/plain"),)
