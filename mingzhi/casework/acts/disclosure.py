"""公示：拟稿、审批、公开、更正、撤回、不予公开。

公示办法第五条（摘要八要素）、第七条（不得公开）、第九条（期限）、第十条（更正、撤销）；麒麟方案二（一）3。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    FILES,
    Body,
    Day,
    Stage,
    choice,
    day,
    flag,
    kind,
    line,
    person,
    prose,
    refers,
    rows,
)
from mingzhi.casework.actor import Choice, Frozen, Officer, Role
from mingzhi.casework.acts.lead import HANDLING

APPROVING = (Role.DEPUTY, Role.PRINCIPAL)


class DisclosureSubject(Choice):
    """公示什么。"""

    DECISION = "decision", "行政处罚决定"
    INSPECTION = "inspection", "行政检查结果"
    COERCION = "coercion", "行政强制决定"
    PERFORMANCE = "performance", "决定履行情况"
    LICENCE = "licence", "行政许可决定"


class DisclosureForm(Choice):
    """公示形式（CQ-D-5¶2-a）。"""

    SUMMARY = "summary", "摘要"
    FULL = "full", "决定书全文"


class Summary(Body):
    """公示摘要：重庆八要素（CQ-D-5¶2-b）加麒麟的执法类别、执法结论（QL-2.1.3-a）。"""

    subject: DisclosureSubject = choice("公示内容", default=DisclosureSubject.DECISION)
    of: int | None = refers(
        "取自第几号", "decision.made,penalty.imposed_on_spot,inspection.held,sealing.imposed,licence.decided"
    )
    form: DisclosureForm = choice("公示形式", default=DisclosureForm.SUMMARY)
    title: str = line("标题")
    document_no: str = line("决定书文号")
    party_name: str = line("行政相对人名称")
    party_code: str = line("统一社会信用代码", "公民不填")
    matter: str = line("行政执法事项名称")
    main_facts: str = prose("主要事实")
    basis: str = prose("依据")
    result: str = prose("结果")
    agency: str = line("作出决定的机关")
    decided_on: Day = day("作出决定的日期")
    category: str = line("执法类别")
    performance: str = line("履行情况")


@kind(
    "disclosure.drafted",
    "公示拟稿",
    Stage.DECISION,
    DETERMINATION,
    (*HANDLING, Role.PUBLISHER),
    moves=False,
    tells="拟定{subject}公示稿",
    matters=FILES,
)
class DisclosureDrafted(Summary):
    """从案卷取材，个人信息作处理后的公示稿。"""

    masked_note: str = prose("处理说明", "隐去了什么，依据哪一条")


@kind(
    "disclosure.approved",
    "公示审批",
    Stage.DECISION,
    DETERMINATION,
    APPROVING,
    moves=False,
    tells="批准公示{subject}",
    matters=FILES,
)
class DisclosureApproved(Body):
    """公开前审查：保密审查、公开属性（CQ-D-2-c）。"""

    of: int | None = refers("审批哪一份公示稿", "disclosure.drafted")
    subject: DisclosureSubject = choice("公示内容", default=DisclosureSubject.DECISION)
    no_state_secret: bool = flag("不涉及国家秘密")
    no_danger: bool = flag("公开不会危及国家安全、公共安全、经济安全和社会稳定")
    no_obstruction: bool = flag("公开不会妨碍正常执法活动")
    privacy_handled: bool = flag("商业秘密、个人隐私已作处理")
    opinion: str = prose("分管负责人意见")


class Channel(Frozen):
    """公示的一个渠道（CQ-D-8，QL-2.1.0-b）。"""

    name: str = line("渠道", "门户、公告栏、办事大厅公示栏、政务新媒体等")
    receipt: str = line("回执或者张贴证明")


@kind(
    "disclosure.published",
    "公示",
    Stage.DECISION,
    DETERMINATION,
    (Role.PUBLISHER,),
    moves=False,
    tells="公示{subject}",
    matters=FILES,
)
class DisclosurePublished(Body):
    """向社会公开。门户上的地址长期不变。"""

    of: int | None = refers("公示哪一份公示稿", "disclosure.drafted")
    subject: DisclosureSubject = choice("公示内容", default=DisclosureSubject.DECISION)
    channels: tuple[Channel, ...] = rows("其他渠道")


@kind(
    "disclosure.corrected",
    "公示更正",
    Stage.DECISION,
    DETERMINATION,
    (*HANDLING, *APPROVING),
    moves=False,
    tells="更正公示信息：{reason}",
    matters=FILES,
)
class DisclosureCorrected(Summary):
    """更正：由作出信息所涉行为的内设部门申请，分管负责人审批（CQ-D-10¶1）。"""

    corrects: int | None = refers("更正哪一次公示", "disclosure.published")
    reason: str = prose("更正的理由")
    approved_by: Officer | None = person("审批的分管负责人", role="deputy")


@kind(
    "disclosure.withdrawn",
    "撤回公示",
    Stage.DECISION,
    DETERMINATION,
    (Role.PUBLISHER, *APPROVING),
    moves=False,
    tells="撤回公示：{reason}",
    matters=FILES,
)
class DisclosureWithdrawn(Body):
    """撤回并公开说明理由；原地址只留说明（行政处罚法第四十八条第二款，CQ-D-10¶3，QL-2.1.3-c）。"""

    of: int | None = refers("撤回哪一次公示", "disclosure.published")
    subject: DisclosureSubject = choice("公示内容", default=DisclosureSubject.DECISION)
    reason: str = prose("公开说明的理由")
    basis: str = prose("依据")
    superseded_by: str = line("新的决定", "已重新作出的填写文号")
    channels: tuple[Channel, ...] = rows("其他渠道的撤回")


@kind(
    "disclosure.withheld",
    "不予公开",
    Stage.DECISION,
    DETERMINATION,
    APPROVING,
    moves=False,
    tells="决定不予公开{subject}：{ground}",
    matters=FILES,
)
class DisclosureWithheld(Body):
    """不得公示的情形和理由（CQ-D-7-a）。"""

    subject: DisclosureSubject = choice("公示内容", default=DisclosureSubject.DECISION)
    ground: str = prose(
        "不予公开的情形", "国家秘密；危及国家安全、公共安全、经济安全、社会稳定；妨碍正常执法活动"
    )
    of: int | None = refers(
        "哪一项", "decision.made,penalty.imposed_on_spot,inspection.held,sealing.imposed,licence.decided"
    )


@kind(
    "disclosure.challenged",
    "申请更正公示信息",
    Stage.DECISION,
    FACT,
    (*HANDLING, Role.PUBLISHER),
    moves=False,
    tells="收到更正公示信息的申请",
    matters=FILES,
)
class DisclosureChallenged(Body):
    """自然人、法人或者其他组织有证据证明不准确，要求更正（CQ-D-10¶2-a）。"""

    applicant: str = line("申请人")
    received_on: Day = day("收到日期")
    content: str = prose("要求更正的内容和证据")
    answered: bool = flag("已答复申请人")
