"""法制审核：呈报书（附件 1）、送审、分派、补充材料、延长、意见（附件 2）、回应。

法制审核办法第六条（材料）、第七条（内容）、第八条（十个工作日）、第九条（四种意见）、第十条（一式两份）、第十一条（处理后再报）。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    FILES,
    Body,
    Stage,
    choice,
    flag,
    kind,
    line,
    person,
    prose,
    rows,
    whole,
)
from mingzhi.casework.actor import Choice, Frozen, Officer, Role
from mingzhi.casework.acts.conclusion import Amounts
from mingzhi.casework.acts.lead import HANDLING

REVIEWING = (Role.REVIEWER, Role.REVIEW_HEAD)


@kind(
    "report.drafted",
    "案件处理呈报",
    Stage.REVIEW,
    DETERMINATION,
    HANDLING,
    numbered="report",
    tells="呈报处理意见：责令退回 {refund} 元，罚款 {fine} 元",
    matters=FILES,
)
class ReportDrafted(Amounts):
    """案件处理呈报书（附件 1）：基本事实、调查取证、适用依据、裁量权适用，当事人的申辩意见，承办人意见。"""

    facts: str = prose("基本事实")
    evidence: str = prose("调查取证")
    basis: str = prose("适用依据")
    discretion: str = prose("行政裁量权适用")
    party_arguments: str = prose("当事人的申辩意见", "及采纳情况")
    proposal: str = prose("拟作出的决定")
    opinion: str = prose("承办人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


class BundleItem(Frozen):
    """送审材料中的一件，以摘要固定。"""

    title: str = line("材料名称")
    instrument: str = line("文书")
    act: int | None = whole("取自第几号")
    sha256: str = line("SHA-256 摘要")


class ReviewSubject(Choice):
    """送审的是哪一种决定，值是那种行为的词。一案可以先后审几种，各审各的。"""

    DECISION = "decision.made", "行政处罚（处理）决定"
    ENFORCEMENT = "enforcement.applied", "申请法院强制执行"
    TRANSFER = "crime.decided", "移送涉嫌犯罪案件"


@kind(
    "review.submitted",
    "送法制审核",
    Stage.REVIEW,
    DETERMINATION,
    (Role.UNIT_HEAD, Role.HANDLER),
    tells="送法制审核，材料 {materials} 件",
    matters=FILES,
)
class ReviewSubmitted(Body):
    """送审：材料以摘要固定；承办机构对真实、准确、完整及事实、证据、法律适用、程序的合法性负责（CQ-L-4¶2-b、CQ-L-6-intro）。"""

    subject: ReviewSubject = choice("送审的是什么", default=ReviewSubject.DECISION)
    report: int | None = whole("呈报书", "取自第几号")
    materials: tuple[BundleItem, ...] = rows("送审材料")
    has_report: bool = flag("案件处理呈报书（附件 1）")
    has_evidence: bool = flag("相关证据材料")
    has_filing: bool = flag("立案（受理）审核表")
    has_approval_form: bool = flag("拟定的行政处罚（处理）审批表")
    has_decision_text: bool = flag("拟定的决定书文本")
    declared: bool = flag(
        "承办机构声明对送审材料的真实性、准确性、完整性，以及事实、证据、法律适用、程序的合法性负责"
    )
    review_department: str = line("法制审核机构")
    note: str = prose("说明")


@kind(
    "review.assigned",
    "分派审核",
    Stage.REVIEW,
    DETERMINATION,
    (Role.REVIEW_HEAD, Role.PRINCIPAL),
    moves=False,
    tells="由{reviewer}审核",
    matters=FILES,
)
class ReviewAssigned(Body):
    """确定审核人：不得是办案人员，所在科室不得承担执法（CQ-L-3¶1、CQ-L-3¶3-b）。"""

    reviewer: Officer | None = person("审核人", role="reviewer")
    reviewer_department_enforces: bool = flag("审核人所在科室承担执法工作")


@kind(
    "review.supplement_requested",
    "要求补充材料",
    Stage.REVIEW,
    DETERMINATION,
    REVIEWING,
    moves=False,
    tells="要求补充材料：{materials}",
    matters=FILES,
)
class SupplementRequested(Body):
    """审核机构认为需要提交的其他材料（CQ-L-6.4）。"""

    materials: str = prose("需要补充的材料")
    reason: str = prose("理由")


@kind(
    "review.supplemented",
    "补充材料",
    Stage.REVIEW,
    FACT,
    HANDLING,
    moves=False,
    tells="补充送审材料",
    matters=FILES,
)
class Supplemented(Body):
    """承办机构补充材料。"""

    materials: tuple[BundleItem, ...] = rows("补充的材料")
    note: str = prose("说明")


@kind(
    "review.extended",
    "延长审核",
    Stage.REVIEW,
    DETERMINATION,
    (Role.REVIEW_HEAD,),
    moves=False,
    tells="延长审核 {days} 个工作日",
    matters=FILES,
)
class ReviewExtended(Body):
    """重大复杂或者特殊情况，经审核机构负责人同意适当延长（CQ-L-8¶2-c）。"""

    days: int | None = whole("延长", "单位：工作日")
    reason: str = prose("理由")


class LineResult(Choice):
    """一行审核内容的结论。前十行 符合/不符合/说明，第十一、十二行 未发现/发现，第十三行写文字。"""

    MEETS = "meets", "符合"
    FAILS = "fails", "不符合"
    NOTE = "note", "说明"
    NOT_FOUND = "not_found", "未发现"
    FOUND = "found", "发现"
    NOT_APPLICABLE = "not_applicable", "不适用"


class ReviewLine(Frozen):
    """附件 2 的一行。"""

    line: str = line("审核内容")
    result: LineResult = choice("结论")
    opinion: str = prose("具体意见")


class ReviewOpinion(Choice):
    """审核意见的种类。重庆四种（第九条），麒麟两种（同意、存在问题）。"""

    AGREE = "agree", "同意"
    INVESTIGATE = "investigate", "继续调查或者不予作出决定"
    CHANGE = "change", "变更"
    CORRECT = "correct", "纠正"
    PROBLEM = "problem", "存在问题"


class ReviewPoint(Frozen):
    """审核指出的一个问题。"""

    text: str = prose("问题")


@kind(
    "review.opined",
    "提出审核意见",
    Stage.REVIEW,
    DETERMINATION,
    REVIEWING,
    moves=False,
    tells="拟审核意见：{opinion}",
    matters=FILES,
)
class ReviewOpined(Body):
    """审核人提出意见：附件 2 十三行和审核意见；经审核机构负责人签名后生效。"""

    opinion: ReviewOpinion = choice("审核意见")
    lines: tuple[ReviewLine, ...] = rows("审核内容")
    points: tuple[ReviewPoint, ...] = rows("指出的问题")
    text: str = prose("审核意见正文")
    seminar: str = prose("座谈会、专家论证会情况", "没有的不填")


@kind(
    "review.signed",
    "签发审核意见",
    Stage.REVIEW,
    DETERMINATION,
    (Role.REVIEW_HEAD,),
    numbered="review",
    tells="签发法制审核意见：{opinion}，材料退回承办机构",
    matters=FILES,
)
class ReviewSigned(Body):
    """法制部门负责人签名；意见表一式两份，材料退回承办机构（CQ-L-8¶2-b、CQ-L-10、CQ-A2-18）。"""

    of: int | None = whole("签发第几号意见")
    opinion: ReviewOpinion = choice("审核意见")
    returned: bool = flag("送审材料已退回承办机构")
    document_no: str = line("文号", "写入时编号", assigned=True)


class Response(Frozen):
    """对一个问题的回应。"""

    point: str = prose("审核指出的问题")
    response: str = prose("处理情况")


@kind(
    "review.answered",
    "回应审核意见",
    Stage.REVIEW,
    DETERMINATION,
    HANDLING,
    moves=False,
    tells="逐条回应审核意见 {responses} 条",
    matters=FILES,
)
class ReviewAnswered(Body):
    """对审核意见逐条处理和回应，再次报送前完成（CQ-L-11¶1）。"""

    responses: tuple[Response, ...] = rows("逐条回应")
    disagrees: bool = flag("与审核机构意见不一致")
    disagreement: str = prose("不一致的意见和理由")
