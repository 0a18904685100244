"""听证：申请、安排通知、举行。

行政处罚法第六十四条：告知后五日内提出；举行七日前通知；由非本案调查人员主持；制作笔录交核对签字（CQ-R-14）。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    Body,
    Day,
    Moment,
    Stage,
    choice,
    day,
    flag,
    kind,
    line,
    moment,
    people,
    person,
    prose,
    rows,
)
from mingzhi.casework.actor import Officer, Role
from mingzhi.casework.acts.inspection import RecordingClaim
from mingzhi.casework.acts.lead import HANDLING
from mingzhi.casework.acts.telling import Argument


@kind("hearing.requested", "申请听证", Stage.HEARING, FACT, HANDLING, tells="当事人申请听证")
class HearingRequested(Body):
    """当事人要求听证。"""

    requested_on: Day = day("申请日期")
    manner: str = line("方式", "书面、口头、电子邮件等")
    person: str = line("申请人")
    reason: str = prose("理由")


@kind(
    "hearing.arranged",
    "听证通知",
    Stage.HEARING,
    DETERMINATION,
    (*HANDLING, Role.PRINCIPAL, Role.DEPUTY, Role.HEARING_HOST),
    numbered="hearing",
    tells="通知 {hearing_at} 举行听证，{host}主持",
)
class HearingArranged(Body):
    """听证通知书：时间、地点、主持人；举行七日前通知。"""

    hearing_at: Moment = moment("听证时间")
    place: str = line("听证地点")
    host: Officer | None = person("主持人", "非本案调查人员", role="hearing_host")
    recorder: str = line("记录员")
    open_to_public: bool = flag("公开举行")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "hearing.held",
    "举行听证",
    Stage.HEARING,
    FACT,
    (Role.HEARING_HOST, Role.REVIEWER, Role.REVIEW_HEAD, *HANDLING),
    tells="{host}主持听证",
)
class HearingHeld(Body):
    """听证笔录：参加人、过程、质证、申辩、签名。"""

    started: Moment = moment("开始时间")
    ended: Moment = moment("结束时间")
    place: str = line("地点")
    host: Officer | None = person("主持人", role="hearing_host")
    recorder: str = line("记录员")
    investigators: tuple[Officer, ...] = people("案件调查人员", role="handler")
    party_attends: str = line("当事人及代理人")
    others: str = line("其他参加人")
    process: str = prose("听证过程", "调查人员提出的事实、证据和建议；质证")
    arguments: tuple[Argument, ...] = rows("当事人的申辩意见")
    host_opinion: str = prose("主持人意见")
    signed: bool = flag("已交当事人核对签字")
    recording: RecordingClaim = choice("音像记录情况", default=RecordingClaim.NONE)
    recording_reason: str = prose("未音像记录的原因")


@kind(
    "hearing.forgone",
    "视为放弃听证",
    Stage.HEARING,
    FACT,
    (Role.HEARING_HOST, *HANDLING),
    tells="当事人无正当理由未出席，视为放弃听证",
)
class HearingForgone(Body):
    """无正当理由拒不出席或者中途退出，视为放弃听证权利。"""

    on: Day = day("日期")
    circumstances: str = prose("情况")
