"""移送涉嫌犯罪案件：专案组、报告、三日内审批、二十四小时内移送、五件材料、公安机关答复、复议和监督、移交物品。

《行政执法机关移送涉嫌犯罪案件的规定》；行政处罚法第二十七条、第五十七条第一款第（四）项、第八十二条；
行政强制法第二十一条。是不是犯罪由司法机关认定，系统只提示、只计日。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    Body,
    Day,
    Moment,
    Money,
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
    yuan,
)
from mingzhi.casework.actor import Choice, Officer, Role
from mingzhi.casework.acts.coercion import SealedItem
from mingzhi.casework.acts.jurisdiction import Handed
from mingzhi.casework.acts.lead import HANDLING

LEADERS = (Role.PRINCIPAL, Role.DEPUTY)


@kind(
    "crime.group_formed",
    "指定专案组",
    Stage.INVESTIGATION,
    DETERMINATION,
    (Role.UNIT_HEAD, *LEADERS),
    moves=False,
    tells="涉嫌犯罪，指定{officers}组成专案组核实",
)
class CrimeGroupFormed(Body):
    """立即指定两名以上执法人员组成专案组，专门负责核实（移送规定第五条第一款）。"""

    officers: tuple[Officer, ...] = people("专案组人员", "不少于两人", role="handler")
    suspected: str = line("涉嫌的罪名", "如：诈骗罪")
    reason: str = prose("为什么认为涉嫌犯罪", "金额、情节、后果")


@kind(
    "crime.reported",
    "提出移送报告",
    Stage.INVESTIGATION,
    DETERMINATION,
    HANDLING,
    moves=False,
    tells="提出移送涉嫌犯罪案件的书面报告：{suspected}，涉案 {amount} 元",
)
class CrimeReported(Body):
    """专案组核实情况后提出的书面报告，报正职负责人或者主持工作的负责人审批。"""

    suspected: str = line("涉嫌的罪名")
    amount: Money = yuan("涉案金额")
    facts: str = prose("核实的事实")
    evidence: str = prose("证据")
    basis: str = prose("刑法和追诉标准的依据")
    opinion: str = prose("专案组意见", "建议移送，或者建议不移送")


class TransferRuling(Choice):
    """负责人对移送报告的决定。"""

    APPROVED = "approved", "批准移送"
    REFUSED = "refused", "不批准移送"


@kind(
    "crime.decided",
    "决定是否移送公安机关",
    Stage.INVESTIGATION,
    DETERMINATION,
    (Role.PRINCIPAL,),
    moves=False,
    tells="审批移送报告，{ruling}：{reason}",
)
class CrimeDecided(Body):
    """正职负责人或者主持工作的负责人批准移送，或者不批准并写明理由（移送规定第五条第二款）。"""

    of: int | None = refers("对哪一份报告", "crime.reported")
    # 批准不批准由人选：没有缺省，免得没有看就不批准了。
    ruling: TransferRuling | None = choice("决定")
    reason: str = prose("理由", "不批准移送的必须写明，记录在案")
    unreviewed: str = prose(
        "没有等到审核意见的理由", "只在审批期限的最后一日、已经送审而意见还没有出来时写；记录在案"
    )


@kind(
    "crime.transferred",
    "移送公安机关",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    numbered="crime",
    tells="涉嫌犯罪案件移送{police}，{received_by}签收",
)
class CrimeTransferred(Body):
    """向同级公安机关移送，附五件材料，由公安机关在回执上签字（移送规定第六条、第七条）。"""

    of: int | None = refers("哪一项移送的决定", "crime.decided")
    police: str = line("公安机关")
    handed_at: Moment = moment("移送时间")
    officers: tuple[Officer, ...] = people("移送人", role="handler")
    suspected: str = line("涉嫌的罪名")
    facts: str = prose("案件的基本情况")
    has_letter: bool = flag("涉嫌犯罪案件移送书")
    has_report: bool = flag("涉嫌犯罪案件情况的调查报告")
    has_items: bool = flag("涉案物品清单")
    has_expert: bool = flag("检验报告或者鉴定结论", "没有做过检验、鉴定的不勾，在其他材料里说明")
    others: str = prose("其他有关涉嫌犯罪的材料")
    items: tuple[SealedItem, ...] = rows("涉案物品清单")
    fine_given: Money = yuan("移送前已经给予的罚款", "依法折抵罚金；没有的写 0")
    procuratorate: str = line("抄送的人民检察院")
    received_by: str = line("签收的人")
    receipted: bool = flag("公安机关已在回执上签字")
    document_no: str = line("文号", "写入时编号", assigned=True)


class PoliceAnswer(Choice):
    """公安机关的答复。"""

    FILED = "filed", "决定立案"
    DECLINED = "declined", "不予立案"
    FORWARDED = "forwarded", "转送有管辖权的机关"
    RETURNED = "returned", "不追究刑事责任，移送行政处理"


@kind(
    "police.replied",
    "公安机关答复",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    tells="公安机关{answer}：{reason}",
)
class PoliceReplied(Body):
    """公安机关的书面通知：立案、不予立案的理由、转送，或者移回行政处理。"""

    of: int | None = refers("哪一次移送", "crime.transferred")
    answer: PoliceAnswer | None = choice("答复")
    document: str = line("文书名称和文号")
    received_on: Day = day("收到通知之日")
    reason: str = prose("内容和理由")
    reconsidered: bool = flag("是对提请复议的答复")


class ContestWay(Choice):
    """不同意不予立案的。"""

    POLICE = "police", "提请公安机关复议"
    PROCURATORATE = "procuratorate", "建议人民检察院立案监督"


@kind(
    "crime.contested",
    "提请复议或者建议立案监督",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    tells="{way}：{reason}",
)
class CrimeContested(Body):
    """认为应当立案的，三日内提请公安机关复议，或者建议人民检察院立案监督（移送规定第九条）。"""

    of: int | None = refers("对哪一次答复", "police.replied")
    way: ContestWay | None = choice("走哪一条")
    to: str = line("向哪个机关")
    reason: str = prose("理由")


@kind(
    "crime.accepted",
    "接受不予立案的结果",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    tells="不提请复议，由本局依法处理：{reason}",
)
class CrimeAccepted(Body):
    """不提请复议、不建议监督的，写明理由；由本局依法作出处理（移送规定第十条）。"""

    of: int | None = refers("对哪一次答复", "police.replied")
    reason: str = prose("理由")


@kind(
    "crime.handed_over",
    "移交涉案物品和材料",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    numbered="crime_items",
    tells="向公安机关移交物品 {items} 件、材料 {materials} 件，{received_by}签收",
)
class CrimeHandedOver(Body):
    """公安机关立案后移交涉案物品和有关材料；封存的物品一并移交并书面告知当事人（行政强制法第二十一条）。"""

    of: int | None = refers("公安机关的哪一次答复", "police.replied")
    sealing: int | None = refers("其中有哪一次封存的物品", "sealing.imposed", "没有封存物品的不填")
    items: tuple[SealedItem, ...] = rows("物品")
    materials: tuple[Handed, ...] = rows("材料")
    handed_on: Day = day("移交日期")
    officers: tuple[Officer, ...] = people("移交人", role="handler")
    received_by: str = line("接收单位和人员")
    procedure_done: bool = flag("已办结交接手续")
    document_no: str = line("文号", "写入时编号", assigned=True)
