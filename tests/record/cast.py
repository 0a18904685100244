"""记录的测试用的机关、人员和几项行为，都是示例。"""

from __future__ import annotations

from datetime import datetime, timedelta

from mingzhi.casework.act import SHANGHAI, Exhibit
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.agency import Agency
from mingzhi.record.append import Appended, append
from mingzhi.record.dossiers import open_dossier
from mingzhi.record.models import Dossier

AGENCY = Agency(code="sample-a", name="示例区医疗保障局", abbr="示", place="chongqing")
OTHER_AGENCY = Agency(code="sample-b", name="示例县医疗保障局", abbr="例", place="yunnan-qujing-qilin")
NOW = datetime(2025, 9, 24, 10, 30, tzinfo=SHANGHAI)
DAY = timedelta(days=1)


def person(number: str, name: str, *roles: Role, agency: Agency = AGENCY) -> Actor:
    return Actor(
        number=number,
        name=name,
        department="基金监督科",
        certificate=f"示例证{number}",
        agency=agency.code,
        agency_name=agency.name,
        roles=roles,
    )


HANDLER = person("示例-01", "示例甲", Role.HANDLER)
COLLEAGUE = person("示例-02", "示例乙", Role.HANDLER)
ARCHIVIST = person("示例-09", "示例壬", Role.ARCHIVIST)
STRANGER = person("示例-91", "示例子", Role.HANDLER, agency=OTHER_AGENCY)

LEAD: dict[str, object] = {
    "source": "named_report",
    "received_on": "2025-09-24",
    "informant": {"name": "示例举报人", "phone": "000-0000"},
    "party": {"kind": "organization", "standing": "medical", "name": "示例仁和门诊部", "code": "示例代码"},
    "content": "反映该门诊部把保健品串换成药品结算。",
    "handling": "转基金监督科核查",
}
VERIFIED: dict[str, object] = {
    "process": "调取结算明细，与进销存台账逐条比对。",
    "findings": "三个月内有四十二笔结算没有相应的进货记录。",
    "conclusion": "file",
}


def opened(agency: Agency = AGENCY, now: datetime = NOW) -> Dossier:
    return open_dossier(agency, now=now, sample=True)


def written(
    dossier: Dossier,
    kind: str = "lead.registered",
    body: dict[str, object] | None = None,
    *,
    by: Actor = HANDLER,
    now: datetime = NOW,
    happened: datetime | None = None,
    exhibits: tuple[Exhibit, ...] = (),
    expects: int | None = None,
) -> Appended:
    """写入一项：不写内容的，按种类给一份示例。"""
    body = {"lead.registered": LEAD, "lead.verified": VERIFIED}.get(kind, {}) if body is None else body
    return append(
        dossier, kind, body, by=by, happened=happened or now, now=now, exhibits=exhibits, expects=expects
    )
