"""并案、分案、移送管辖、指定管辖；线索和案件移送其他部门；回执和结果；接收移来的材料。

行政处罚法第二十二条至第二十五条、第五十七条第一款；条例第二十二条第一款（各部门的案件移送机制）；
《医疗保障行政处罚程序暂行规定》第九条至第十二条（没有读到原文，待核）。
移出去的，本局凭回执结案；并入另案的，写明由哪一案继续办理。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    Body,
    Day,
    Stage,
    choice,
    day,
    flag,
    kind,
    line,
    prose,
    refers,
    rows,
)
from mingzhi.casework.actor import Choice, Frozen, Role
from mingzhi.casework.acts.lead import HANDLING

LEADERS = (Role.PRINCIPAL, Role.DEPUTY)


class Handed(Frozen):
    """移交的一件材料或者物品。"""

    name: str = line("名称")
    quantity: str = line("数量")
    note: str = line("说明", "原件、复制件；取自第几号")


@kind(
    "case.merged",
    "并入另案",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    tells="并入{into_no}{into_title}，由该案继续办理",
)
class CaseMerged(Body):
    """并案：本案并入另一案，材料一并移交，本案结案，由那一案继续办理。"""

    into_no: str = line("并入的案号", "继续办理的那一案", widget="dossier")
    into_title: str = line("并入的案件名称")
    reason: str = prose("并案的理由", "同一当事人、同一违法行为，或者有牵连的")
    materials: tuple[Handed, ...] = rows("移交的材料")
    opinion: str = prose("机关负责人意见")


@kind(
    "case.split",
    "分案",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    tells="分出另案办理：{about}",
)
class CaseSplit(Body):
    """分案：部分当事人、部分违法行为分出去另案办理，本案继续。"""

    about: str = prose("分出什么", "哪个当事人、哪一项违法行为")
    into_no: str = line("另案的案号", "还没有立案的，写线索登记的说明", widget="dossier")
    reason: str = prose("分案的理由")
    materials: tuple[Handed, ...] = rows("复制给另案的材料")
    opinion: str = prose("机关负责人意见")


class ReceivedWhy(Choice):
    """因为什么接收。"""

    MERGED = "merged", "另案并入"
    SPLIT = "split", "由另案分出"
    TRANSFERRED = "transferred", "其他机关移送"
    ASSIGNED = "assigned", "上级指定管辖"
    RETURNED = "returned", "移出的案件退回"


@kind(
    "materials.taken_over",
    "接收移来的案件材料",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    tells="{why}：接收{source_name}移来的材料 {materials} 件",
)
class MaterialsTakenOver(Body):
    """接收并入、分出、移送、退回的材料：从哪里来、几件、何时、谁接收。"""

    why: ReceivedWhy | None = choice("因为什么接收")
    source_no: str = line("移来的案号", "本局的案件写案号，外单位的写移送文书的文号", widget="dossier")
    source_name: str = line("移来的案件或者单位名称")
    materials: tuple[Handed, ...] = rows("接收的材料")
    received_on: Day = day("接收日期")
    receiver: str = line("接收人")
    receipted: bool = flag("已出具回执")


class TransferWhy(Choice):
    """为什么移送。"""

    JURISDICTION = "jurisdiction", "不属于本局管辖"
    FIRST = "first", "由最先立案的机关管辖"
    AGREED = "agreed", "经协商由对方管辖"
    DESIGNATED = "designated", "上级指定由对方管辖"


@kind(
    "case.transferred",
    "移送管辖",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    numbered="handover",
    tells="案件移送{receiver}管辖：{why}",
)
class CaseTransferred(Body):
    """移送管辖：本局没有管辖权，或者依法、依指定由别的机关管辖的，案件连同材料移送。"""

    why: TransferWhy | None = choice("为什么移送")
    receiver: str = line("移送给哪个机关")
    facts: str = prose("案件的基本情况")
    basis: str = prose("移送的依据")
    settled: int | None = refers("依据哪一次管辖的确定", "jurisdiction.settled")
    materials: tuple[Handed, ...] = rows("移送的材料")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "jurisdiction.disputed",
    "管辖争议",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    tells="与{other}对管辖发生争议，开始协商",
)
class JurisdictionDisputed(Body):
    """两个以上机关对管辖有争议，先协商（行政处罚法第二十五条第二款）。"""

    other: str = line("对方机关")
    arose_on: Day = day("争议发生之日")
    positions: str = prose("双方的理由")


@kind(
    "jurisdiction.referred",
    "报请指定管辖",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="referral",
    tells="报请{superior}指定管辖",
)
class JurisdictionReferred(Body):
    """协商不成的，报请共同的上一级机关指定管辖。"""

    of: int | None = refers("哪一次争议", "jurisdiction.disputed")
    superior: str = line("共同的上一级机关")
    course: str = prose("协商的经过和分歧")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


class SettledHow(Choice):
    """怎样确定的。"""

    AGREED = "agreed", "协商一致"
    DESIGNATED = "designated", "上级指定"


@kind(
    "jurisdiction.settled",
    "管辖确定",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    tells="{how}，由{handled_by}管辖",
)
class JurisdictionSettled(Body):
    """协商一致，或者收到上级的指定管辖文书。"""

    of: int | None = refers("哪一次争议", "jurisdiction.disputed")
    how: SettledHow | None = choice("怎样确定的")
    handled_by: str = line("由哪个机关管辖")
    ours: bool = flag("由本局管辖")
    settled_on: Day = day("确定之日")
    document: str = line("文书名称和文号", "上级指定的填写")


class Department(Choice):
    """移送给哪一类部门。"""

    HEALTH = "health", "卫生健康部门"
    MARKET = "market", "市场监督管理部门"
    DRUG = "drug", "药品监督管理部门"
    POLICE = "police", "公安机关（不是移送涉嫌犯罪案件）"
    DISCIPLINE = "discipline", "纪检监察机关"
    HANDLING = "handling", "医疗保障经办机构"
    OTHER = "other", "其他部门"


@kind(
    "lead.handed_over",
    "移送其他部门",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="handover",
    tells="向{receiver}移送线索：{matter}",
)
class LeadHandedOver(Body):
    """发现应当由其他部门处理的：移送函、材料、回执、处理结果。涉嫌犯罪的另走移送公安机关的程序。"""

    department: Department | None = choice("移送给哪一类部门")
    receiver: str = line("部门名称")
    matter: str = prose("移送的事项", "写事实和证据，不写举报人")
    basis: str = prose("移送的依据")
    materials: tuple[Handed, ...] = rows("移送的材料")
    whole: bool = flag("全案移送，本局不再办理")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


class Answer(Choice):
    """收到什么。"""

    RECEIPT = "receipt", "回执"
    RESULT = "result", "处理结果"
    RETURNED = "returned", "不接收，退回"


@kind(
    "handover.answered",
    "收到移送的回执（结果）",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    tells="收到{answer}：{content}",
)
class HandoverAnswered(Body):
    """对方签收的回执、处理的结果，或者不接收退回的理由。"""

    of: int | None = refers("哪一次移送", "case.transferred,lead.handed_over,case.merged")
    answer: Answer | None = choice("收到什么")
    received_on: Day = day("收到日期")
    signed_by: str = line("签收（出具）人或者单位")
    document: str = line("文书名称和文号")
    content: str = prose("内容")
