"""办案中常用的几个动作：撤回、退回、会签、重新启动、催办。每一个都是一项行为，原来的记录不改，两项并存。

撤回和退回只及于内部程序（没有对外生效的）：被撤回、退回的不再算数，门禁、期限、下一步都回到它以前；
已经对外生效的决定，发现有错误的，由机关负责人主动改正（行政处罚法第七十五条第二款），不能撤回了事。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    CASES,
    DETERMINATION,
    EVERYWHERE,
    FACT,
    FILES,
    Body,
    Day,
    Stage,
    choice,
    day,
    kind,
    line,
    person,
    prose,
    refers,
)
from mingzhi.casework.actor import Choice, Officer, Role
from mingzhi.casework.acts.common import EVERYONE
from mingzhi.casework.acts.lead import HANDLING

# 内部程序：没有对外生效，可以撤回，也可以退回重做。
INTERNAL = (
    "approval.requested",
    "opinion.given",
    "inspection.planned",
    "filing.proposed",
    "investigation.concluded",
    "arguments.answered",
    "report.drafted",
    "review.submitted",
    "review.assigned",
    "review.supplement_requested",
    "review.extended",
    "review.opined",
    "review.signed",
    "review.answered",
    "discussion.convened",
    "discussion.finalized",
    "disclosure.drafted",
    "disclosure.approved",
    "closure.proposed",
    "cosign.asked",
    "cosign.given",
    "seal.requested",
    "seal.approved",
)
# 接着它办的：办了其中一项，就不能再撤回（对它签了意见的也是）。
TAKEN_UP: dict[str, tuple[str, ...]] = {
    "inspection.planned": ("inspection.notified", "inspection.held"),
    "filing.proposed": ("case.filed", "case.declined"),
    "investigation.concluded": ("notice.issued", "report.drafted", "review.submitted", "decision.made"),
    "arguments.answered": ("report.drafted", "review.submitted", "decision.made"),
    "report.drafted": ("review.submitted", "discussion.convened", "decision.made"),
    "review.submitted": (
        "review.assigned",
        "review.supplement_requested",
        "review.extended",
        "review.opined",
        "review.signed",
    ),
    "review.assigned": ("review.opined", "review.supplement_requested", "review.signed"),
    "review.supplement_requested": ("review.supplemented",),
    "review.opined": ("review.signed",),
    "review.signed": ("review.answered", "discussion.convened", "decision.made"),
    "review.answered": ("review.submitted", "discussion.convened"),
    "discussion.convened": ("discussion.held",),
    "discussion.finalized": ("decision.made",),
    "closure.proposed": ("case.closed",),
    "disclosure.drafted": ("disclosure.approved", "disclosure.withheld"),
    "disclosure.approved": ("disclosure.published",),
    "cosign.asked": ("cosign.given",),
    "seal.requested": ("seal.approved",),
    "seal.approved": ("seal.used",),
}

SEND_BACK = (Role.UNIT_HEAD, Role.DEPUTY, Role.PRINCIPAL, Role.REVIEW_HEAD)
LEADERS = (Role.PRINCIPAL, Role.DEPUTY)


@kind(
    "act.withdrawn",
    "撤回",
    Stage.INVESTIGATION,
    DETERMINATION,
    EVERYONE,
    moves=False,
    tells="撤回第 {of} 号：{reason}",
    matters=EVERYWHERE,
)
class ActWithdrawn(Body):
    """撤回自己提交的一项：还没有人接着办的时候。撤回以后它不再算数，记录照留。"""

    of: int | None = refers("撤回哪一项", ",".join(INTERNAL), "您自己提交、还没有人接着办的")
    reason: str = prose("理由")


@kind(
    "case.sent_back",
    "退回",
    Stage.INVESTIGATION,
    DETERMINATION,
    SEND_BACK,
    moves=False,
    tells="退回第 {of} 号重做：{redo}",
    matters=FILES,
)
class CaseSentBack(Body):
    """退回先前的一步重做：那一步和它以后的内部程序不再算数；已经做过的调查、告知、送达和签发的审核意见照旧。"""

    of: int | None = refers("退回到哪一步", ",".join(INTERNAL), "这一步和以后的内部程序都要重做")
    reason: str = prose("理由")
    redo: str = prose("要重做的事")


class CosignVerdict(Choice):
    """会签的意见。"""

    AGREE = "agree", "同意"
    DISAGREE = "disagree", "不同意"


@kind(
    "cosign.asked",
    "请求会签",
    Stage.INVESTIGATION,
    DETERMINATION,
    (*HANDLING, *LEADERS, Role.REVIEW_HEAD),
    moves=False,
    tells="就第 {of} 号请{officer}会签",
    matters=EVERYWHERE,
)
class CosignAsked(Body):
    """加签：请别的科室、别的负责人就一项呈请会签；会签以前，不作批准。"""

    of: int | None = refers(
        "就哪一项会签",
        "approval.requested,filing.proposed,report.drafted,closure.proposed,disclosure.drafted,seal.requested",
    )
    officer: Officer | None = person("请谁会签")
    reason: str = prose("请他就什么会签")


@kind(
    "cosign.given",
    "会签",
    Stage.INVESTIGATION,
    DETERMINATION,
    EVERYONE,
    moves=False,
    tells="会签第 {of} 号：{verdict}",
    matters=EVERYWHERE,
)
class CosignGiven(Body):
    """会签意见：由被请的人签。不同意的，批准的人看着它作决定。"""

    of: int | None = refers("对哪一次请求", "cosign.asked")
    # 同意不同意由人选，没有缺省。
    verdict: CosignVerdict | None = choice("意见")
    text: str = prose("意见内容")


class ReopenGround(Choice):
    """为什么重新启动。"""

    EVIDENCE = "evidence", "发现新的证据"
    WRONG = "wrong", "原来的处理有错误，应当改正"
    ORDERED = "ordered", "上级机关、复议机关、人民法院要求"
    OTHER = "other", "其他"


@kind(
    "case.reopened",
    "重新启动",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    tells="重新启动：{ground}，{reason}",
    matters=CASES,
)
class CaseReopened(Body):
    """已经结案、不予立案的案件重新启动：理由、依据、批准。已经归档的，以后的材料另立补充卷。"""

    of: int | None = refers("重新启动哪一次结案（不予立案）", "case.closed,case.declined")
    ground: ReopenGround | None = choice("原因")
    reason: str = prose("理由")
    document: str = line("依据的文书", "上级、复议、法院要求的，写文书名称和文号")
    opinion: str = prose("机关负责人意见")


@kind(
    "case.urged",
    "催办",
    Stage.INVESTIGATION,
    FACT,
    EVERYONE,
    moves=False,
    tells="催办{officer}：{matter}",
    matters=EVERYWHERE,
)
class CaseUrged(Body):
    """催办：催谁、催什么、望何时办。不改变法定期限。"""

    officer: Officer | None = person("催谁")
    matter: str = line("催办的事")
    before: Day = day("望何时前办")
