"""现场检查：安排、告知、检查；询问；限期提供材料。

执法人员不得少于两人并出示证件（行政处罚法第四十二条、第五十五条，条例第二十九条）；检查前制作告知通知书，
检查时制作笔录（CQ-R-10.2）；询问制作笔录（CQ-R-10.1）。
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
    prose,
    refers,
    rows,
    whole,
)
from mingzhi.casework.actor import Choice, Frozen, Officer, Role
from mingzhi.casework.acts.lead import HANDLING


class RecordingClaim(Choice):
    """当时的音像记录情况，照实填写。"""

    THROUGHOUT = "throughout", "全程录像"
    PARTLY = "partly", "部分录像"
    PHOTOS = "photos", "只有照片"
    SOUND = "sound", "只有录音"
    NONE = "none", "没有音像记录"


class InspectionOccasion(Choice):
    """为什么检查。日常检查和随机抽查计入年度频次；因线索的检查是否计入，没有读到文本。"""

    ROUTINE = "routine", "日常检查"
    RANDOM = "random", "随机抽查"
    SPECIAL = "special", "专项检查"
    CLUE = "clue", "投诉举报、数据监测等线索"
    ASSIGNED = "assigned", "上级交办、部门移送"


@kind(
    "inspection.planned",
    "安排现场检查",
    Stage.INVESTIGATION,
    DETERMINATION,
    (Role.UNIT_HEAD, Role.DEPUTY, Role.PRINCIPAL),
    tells="安排现场检查，日期 {planned_on}，派{officers}",
)
class InspectionPlanned(Body):
    """检查安排审批：事由、依据、检查人员、日期；检查企业的，另看今年已经检查几次（涉企行政检查的频次上限）。"""

    planned_on: Day = day("检查日期")
    place: str = line("检查地点")
    occasion: InspectionOccasion | None = choice("检查缘由")
    enterprise: bool = flag("被检查的是企业", "勾选的，按涉企行政检查办理")
    times_this_year: int | None = whole(
        "今年已经检查几次", "本机关今年对它的现场检查，不含这一次；取自本局的记录，核对后可以改"
    )
    matter: str = prose("检查事项")
    basis: str = prose("检查依据")
    officers: tuple[Officer, ...] = people("检查人员", "不少于两人，证件在检查当日有效", role="handler")
    risk_of_loss: bool = flag("关键证据有灭失等较大风险", "勾选后应当全程音像记录")
    opinion: str = prose("批准意见")


@kind(
    "inspection.notified",
    "现场检查告知",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    numbered="inspection_notice",
    tells="送达现场检查告知通知书，{notified_at}",
)
class InspectionNotified(Body):
    """现场检查告知通知书：检查前制作并记录在案；当场交付也可以（CQ-R-10.2）。"""

    notified_at: Moment = moment("告知时间")
    planned_at: Moment = moment("检查时间")
    place: str = line("检查地点")
    matter: str = prose("检查事项")
    basis: str = prose("检查依据")
    rights: str = prose("权利义务", "陈述、申辩、申请回避；配合检查")
    officers: tuple[Officer, ...] = people("检查人员", role="handler")
    receiver: str = line("签收人")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind("inspection.held", "现场检查", Stage.INVESTIGATION, FACT, HANDLING, tells="{officers}现场检查：{found}")
class InspectionHeld(Body):
    """现场检查笔录：时间、地点、人员、出示证件、告知、检查情况、被检查人意见。"""

    started: Moment = moment("开始时间")
    ended: Moment = moment("结束时间")
    place: str = line("检查地点")
    officers: tuple[Officer, ...] = people("检查人员", "照实填写到场的人", role="handler")
    certificates_shown: bool = flag("已出示执法证件并佩戴")
    told: str = prose("出示证件和告知", "何时出示证件，告知了哪些权利义务")
    present: str = line("现场负责人", "姓名、职务；核对身份证件")
    found: str = prose("检查情况", "写看到的事实，不写结论；写到物品的，写数量和特征")
    problem_found: bool = flag("发现问题")
    party_says: str = prose("被检查人意见")
    party_signed: bool = flag("被检查人已签名", "拒绝签名的，在见证人栏写明")
    witness: str = line("见证人", "被检查人不到场或者拒绝签名时填写")
    recording: RecordingClaim = choice("音像记录情况", default=RecordingClaim.NONE)
    recording_reason: str = prose("未全程音像记录的原因")


@kind(
    "inspection.result_told",
    "告知检查结果",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    tells="把检查结果告知{receiver}",
)
class InspectionResultTold(Body):
    """检查结果告知被检查人：没有发现问题的也告知，写明结论。"""

    of: int | None = refers("哪一次检查的结果", "inspection.held")
    told_on: Day = day("告知日期")
    result: str = prose("检查结果", "没有发现问题，或者发现了什么问题、怎样处理")
    manner: str = line("告知方式")
    receiver: str = line("签收人")


@kind("inquiry.held", "询问", Stage.INVESTIGATION, FACT, HANDLING, tells="{officers}询问{person}")
class InquiryHeld(Body):
    """询问（调查）笔录：被询问人、询问人、告知、问答、核对（CQ-R-10.1）。"""

    person: str = line("被询问人")
    person_kind: str = line("身份", "当事人、法定代表人、证人等")
    identity: str = line("身份证件", "种类和号码；只在案卷内使用")
    person_phone: str = line("联系电话")
    person_address: str = line("住址")
    started: Moment = moment("开始时间")
    ended: Moment = moment("结束时间")
    place: str = line("询问地点")
    in_case_room: bool = flag("在执法办案场所（询问室）进行")
    officers: tuple[Officer, ...] = people("询问人", role="handler")
    recorder: str = line("记录人")
    certificates_shown: bool = flag("已出示执法证件")
    told: str = prose("告知权利义务", "陈述、申辩、申请回避；如实回答的义务")
    exchange: tuple[Exchange, ...] = rows("问答")
    checked: str = line("核对情况", "如：已阅看，与我所说一致")
    signed: bool = flag("被询问人已逐页签名")
    recording: RecordingClaim = choice("音像记录情况", default=RecordingClaim.NONE)
    recording_reason: str = prose("未音像记录的原因")


class Exchange(Frozen):
    """一问一答。"""

    question: str = prose("问")
    answer: str = prose("答")


InquiryHeld.model_rebuild()


@kind(
    "materials.demanded",
    "限期提供材料",
    Stage.INVESTIGATION,
    DETERMINATION,
    HANDLING,
    moves=False,
    numbered="materials",
    tells="通知限 {before} 前提供材料",
)
class MaterialsDemanded(Body):
    """限期提供材料通知书（CQ-R-10.3）。"""

    recipient: str = line("被通知人")
    materials: tuple[Material, ...] = rows("应提供的材料")
    basis: str = prose("依据")
    before: Day = day("提供期限")
    document_no: str = line("文号", "写入时编号", assigned=True)


class Material(Frozen):
    """一种材料。"""

    name: str = line("材料名称")
    note: str = line("要求")


MaterialsDemanded.model_rebuild()


@kind(
    "materials.received",
    "收到材料",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    tells="收到限期提供的材料",
)
class MaterialsReceived(Body):
    """收到材料：交来什么、缺什么。"""

    of: int | None = refers("对应的通知", "materials.demanded")
    received_on: Day = day("收到日期")
    list_of: str = prose("收到的材料")
    missing: str = prose("未提供的材料及原因")
