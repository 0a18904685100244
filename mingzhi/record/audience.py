"""知悉范围：一卷此刻对哪些人、哪些岗位打开。从行为算出，写进现状摘要，列表和每一页读同一份。

承办人看自己的案件；承办机构负责人看本科室的；法制审核人员送审以后看；机关负责人、分管负责人、监督人员看本机关全部；
音像管理员、公示员、档案管理员到了他们经手的一步才看（审核办法第三条第一款；记录办法第二十一条至第二十三条）。
"""

from __future__ import annotations

from collections.abc import Iterator

from mingzhi.casework.act import Matter
from mingzhi.casework.actor import Actor, Officer, Role
from mingzhi.casework.acts.coercion import SealingImposed
from mingzhi.casework.acts.hearing import HearingArranged
from mingzhi.casework.acts.inspection import InspectionPlanned
from mingzhi.casework.acts.verbs import CosignAsked
from mingzhi.casework.casefile import CaseFile

# 这些岗位看得到一卷的条件：卷中有了这些行为中的任一项。
OPENED_BY: dict[Role, tuple[str, ...]] = {
    Role.REVIEWER: ("review.submitted",),
    Role.PUBLISHER: (
        "decision.made",
        "penalty.imposed_on_spot",
        "inspection.held",
        "sealing.imposed",
        "disclosure.drafted",
        "licence.decided",
    ),
    Role.ADMINISTRATOR: ("outage.registered",),
    Role.CUSTODIAN: (
        "inspection.held",
        "inquiry.held",
        "sealing.imposed",
        "preservation.made",
        "hearing.held",
        "document.served",
        "recording.ingested",
    ),
    Role.ARCHIVIST: (
        "case.closed",
        "case.declined",
        "application.concluded",
        "file.assembled",
        "consultation.requested",
    ),
}
AGENCY = "agency"
ALWAYS = (Role.PRINCIPAL, Role.DEPUTY, Role.SUPERVISOR)


def handler(number: str) -> str:
    """知悉范围里的一个承办人（或者到场检查的人）。"""
    return f"handler={number}"


def lead(department: str) -> str:
    """还没有立案的线索，登记它的科室的承办人都可以核查。"""
    return f"lead={department}"


def unit(department: str) -> str:
    """科室的负责人。"""
    return f"unit={department}"


def host(number: str) -> str:
    """听证主持人。"""
    return f"host={number}"


def audience(file: CaseFile, matter: Matter = Matter.CASE) -> str:
    """知悉范围，写成 |handler=编号|unit=科室|reviewer|；一项一查。登记簿对本机关有岗位的人都打开。"""
    if matter.is_register:
        return f"|{AGENCY}|"
    return "|" + "".join(f"{token}|" for token in dict.fromkeys(_tokens(file)))


def _tokens(file: CaseFile) -> Iterator[str]:
    yield from (role.value for role in ALWAYS)
    if not file.acts:
        return
    first = file.acts[0].actor
    officers = list(_officers(file))
    yield from (handler(officer.number) for officer in officers)
    yield from (
        unit(department) for department in {first.department: 0, **{o.department: 0 for o in officers}}
    )
    if file.all("reward.proposed"):
        # 举报奖励写着举报人：同科室的承办人也不必知道，只有提出的人（条例第三十五条）。
        yield handler(first.number)
    elif not file.all("case.filed") and not file.all("application.accepted"):
        yield lead(first.department)
    for _, arranged in file.bodies("hearing.arranged", HearingArranged):
        if arranged.host is not None:
            yield host(arranged.host.number)
    for _, cosign in file.bodies("cosign.asked", CosignAsked):
        if cosign.officer is not None:
            yield asked(cosign.officer.number)
    yield from (role.value for role, kinds in OPENED_BY.items() if any(file.all(kind) for kind in kinds))


def asked(number: str) -> str:
    """被请会签的人。"""
    return f"asked={number}"


def _officers(file: CaseFile) -> Iterator[Officer]:
    yield from file.handlers
    for _, planned in file.bodies("inspection.planned", InspectionPlanned):
        yield from planned.officers
    for _, imposed in file.bodies("sealing.imposed", SealingImposed):
        yield from imposed.officers


def keys(actor: Actor) -> Iterator[tuple[Role, str]]:
    """actor 凭哪个岗位、对上知悉范围里的哪一项。"""
    for role in actor.roles:
        yield role, AGENCY
        yield role, asked(actor.number)
        if role is Role.HANDLER:
            yield role, handler(actor.number)
            yield role, lead(actor.department)
        elif role is Role.UNIT_HEAD:
            yield role, unit(actor.department)
        elif role is Role.HEARING_HOST:
            yield role, host(actor.number)
        elif role is Role.REVIEW_HEAD:
            yield role, Role.REVIEWER.value
        elif role in ALWAYS or role in OPENED_BY:
            yield role, role.value


def roles_in(actor: Actor, text: str) -> tuple[Role, ...]:
    """actor 在知悉范围为 text 的一卷里，凭哪些岗位进得来；空的进不来。"""
    return tuple(dict.fromkeys(role for role, key in keys(actor) if f"|{key}|" in text))
