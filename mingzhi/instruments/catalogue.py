"""文书目录：有哪些文书，标题、文号字样、版面、份数，由哪种执法行为产生。

名录取自记录办法第九条至第十七条和法制审核办法的两个附件（CQ-R-9 至 CQ-R-17，CQ-A1，CQ-A2），次序大体是办案的次序。
文号的样子以规则包的 numbering 规则为准，这里的字样只在没有规则时用于留空位。
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Form:
    """一种文书。"""

    word: str
    title: str
    kinds: tuple[str, ...]
    """产生它的执法行为；写在前面的优先。"""
    page: Literal["normal", "tight"] = "normal"
    copies: tuple[str, ...] = ()
    """每一份给谁；不写的只有一份，不印份数。"""
    prefix: str = ""
    """文号字样，{abbr} 机关代字。空的没有文号。"""

    @property
    def template(self) -> str:
        return f"instruments/{self.word}.html"

    @property
    def copies_count(self) -> str:
        """一式几份。"""
        return f"一式{'〇一两三四五六'[len(self.copies)]}份"

    @property
    def copies_line(self) -> str:
        """份数：一式两份：一份……，一份……。只有一份的不印。"""
        if len(self.copies) < 2:
            return ""
        return f"{self.copies_count}：{'，'.join(f'一份{holder}' for holder in self.copies)}"


def _form(
    word: str,
    title: str,
    *kinds: str,
    page: Literal["normal", "tight"] = "normal",
    copies: tuple[str, ...] = (),
    prefix: str = "",
) -> Form:
    return Form(word, title, kinds, page, copies, prefix)


SERVED = ("送达当事人", "承办机构入卷")

FORMS: dict[str, Form] = {
    form.word: form
    for form in (
        _form("lead_register", "投诉举报登记表", "lead.registered", page="tight"),
        _form(
            "filing_approval",
            "立案审批表",
            "case.filed",
            "filing.proposed",
            page="tight",
            prefix="{abbr}医保立",
        ),
        _form(
            "inspection_notice",
            "现场检查告知通知书",
            "inspection.notified",
            copies=SERVED,
            prefix="{abbr}医保检告",
        ),
        _form("inspection_approval", "行政检查审批表", "inspection.planned", page="tight"),
        _form("inspection_result", "检查结果告知书", "inspection.result_told", copies=SERVED),
        _form("inspection_record", "现场检查笔录", "inspection.held"),
        _form("inquiry_record", "询问笔录", "inquiry.held"),
        _form(
            "materials_notice",
            "限期提供材料通知书",
            "materials.demanded",
            copies=SERVED,
            prefix="{abbr}医保限提",
        ),
        _form(
            "sealing_decision",
            "实施行政强制措施决定书",
            "sealing.imposed",
            copies=SERVED,
            prefix="{abbr}医保强",
        ),
        _form(
            "sealing_items", "财物清单", "sealing.imposed", page="tight", copies=SERVED, prefix="{abbr}医保强"
        ),
        _form("sealing_scene_record", "现场笔录（行政强制）", "sealing.imposed"),
        _form(
            "sealing_extension",
            "延长行政强制措施期限决定书",
            "sealing.extended",
            copies=SERVED,
            prefix="{abbr}医保强延",
        ),
        _form(
            "sealing_lifting",
            "解除行政强制措施决定书",
            "sealing.lifted",
            copies=SERVED,
            prefix="{abbr}医保强解",
        ),
        _form(
            "preservation_notice",
            "先行登记保存证据通知书",
            "preservation.made",
            copies=SERVED,
            prefix="{abbr}医保登存",
        ),
        _form(
            "preservation_items",
            "先行登记保存证据清单",
            "preservation.made",
            page="tight",
            copies=SERVED,
            prefix="{abbr}医保登存",
        ),
        _form(
            "preservation_disposal",
            "先行登记保存证据处理决定书",
            "preservation.disposed",
            copies=SERVED,
            prefix="{abbr}医保登处",
        ),
        _form(
            "correction_order", "责令改正通知书", "correction.ordered", copies=SERVED, prefix="{abbr}医保改"
        ),
        _form(
            "commission",
            "审计（鉴定、评审）委托书",
            "expert.commissioned",
            copies=("送达受委托方", "承办机构入卷"),
            prefix="{abbr}医保委",
        ),
        _form("address_confirmation", "送达地址确认书", "address.confirmed", page="tight"),
        _form(
            "prior_notice",
            "行政处罚事先（听证）告知书",
            "notice.issued",
            copies=SERVED,
            prefix="{abbr}医保罚告",
        ),
        _form("statement_record", "陈述申辩笔录", "statement.recorded"),
        _form("hearing_notice", "听证通知书", "hearing.arranged", copies=SERVED, prefix="{abbr}医保听通"),
        _form("hearing_record", "听证笔录", "hearing.held"),
        _form("case_report", "案件处理呈报书", "report.drafted", page="tight", prefix="医保呈字"),
        _form(
            "review_opinion",
            "法制审核意见表",
            "review.signed",
            "review.opined",
            page="tight",
            copies=("法制审核机构留存", "承办机构入卷归档"),
            prefix="医保法审字",
        ),
        _form("discussion_record", "集体讨论记录", "discussion.held"),
        _form(
            "penalty_approval",
            "行政处罚（处理）审批表",
            "decision.made",
            "report.drafted",
            page="tight",
        ),
        _form(
            "penalty_decision",
            "行政处罚决定书",
            "decision.made",
            "report.drafted",
            copies=SERVED,
            prefix="{abbr}医保罚",
        ),
        _form(
            "spot_decision",
            "当场行政处罚决定书",
            "penalty.imposed_on_spot",
            copies=SERVED,
            prefix="{abbr}医保当罚",
        ),
        _form("service_receipt", "送达回证", "document.served", page="tight"),
        _form("service_announcement", "送达公告", "service.announced"),
        _form(
            "surcharge_decision",
            "加处罚款决定书",
            "surcharge.imposed",
            copies=SERVED,
            prefix="{abbr}医保加罚",
        ),
        _form(
            "instalment_notice",
            "延期（分期）缴纳罚款通知书",
            "instalments.approved",
            copies=SERVED,
            prefix="{abbr}医保缓",
        ),
        _form("demand_notice", "履行催告书", "demand.issued", copies=SERVED, prefix="{abbr}医保催"),
        _form(
            "enforcement_application",
            "强制执行申请书",
            "enforcement.applied",
            copies=("送人民法院", "承办机构入卷"),
            prefix="{abbr}医保强执",
        ),
        _form(
            "execution_notice",
            "中止（恢复、终结）执行通知书",
            "execution.suspended",
            "execution.resumed",
            "execution.terminated",
            copies=SERVED,
            prefix="{abbr}医保执",
        ),
        _form("amendment_notice", "补正通知书", "decision.amended", copies=SERVED, prefix="{abbr}医保补正"),
        _form(
            "revision_decision",
            "撤销（变更）决定书",
            "decision.revised",
            copies=SERVED,
            prefix="{abbr}医保纠",
        ),
        _form(
            "repayment_notice", "退还款项通知书", "repayment.approved", copies=SERVED, prefix="{abbr}医保退"
        ),
        _form("closure_approval", "结案审批表", "case.closed", "closure.proposed", page="tight"),
        _form(
            "disclosure_summary",
            "行政执法信息公示（摘要）",
            "disclosure.drafted",
            "disclosure.corrected",
            "disclosure.published",
            page="tight",
        ),
        _form("application_receipt", "收件凭证", "application.received", prefix="{abbr}医保收"),
        _form(
            "correction_notice",
            "补正告知书",
            "application.correction_told",
            copies=SERVED,
            prefix="{abbr}医保补",
        ),
        _form(
            "acceptance_notice", "受理通知书", "application.accepted", copies=SERVED, prefix="{abbr}医保受"
        ),
        _form(
            "decline_notice", "不予受理通知书", "application.declined", copies=SERVED, prefix="{abbr}医保受"
        ),
        _form("licence_decision", "行政许可决定书", "licence.decided", copies=SERVED, prefix="{abbr}医保许"),
        _form("reward_approval", "举报奖励审批表", "reward.approved", page="tight", prefix="{abbr}医保奖"),
        _form("delegation_letter", "行政执法委托书", "delegation.listed", copies=("委托机关", "受委托组织")),
        _form("post_placard", "岗位信息公示牌", "placard.listed", page="tight"),
        _form("annual_report", "行政执法数据年度报告", "annual.drafted", "annual.published"),
        _form(
            "matter_approval",
            "有关事项审批表",
            "period.extended",
            "investigation.suspended",
            "investigation.resumed",
            "investigation.terminated",
            "case.merged",
            "case.split",
            page="tight",
        ),
        _form(
            "handover_letter",
            "案件（线索）移送函",
            "case.transferred",
            "lead.handed_over",
            copies=("送达接收机关", "承办机构入卷"),
            prefix="{abbr}医保移",
        ),
        _form("designation_request", "关于指定管辖的请示", "jurisdiction.referred", prefix="{abbr}医保请"),
        _form("crime_report", "涉嫌犯罪案件情况的调查报告", "crime.reported"),
        _form(
            "crime_letter",
            "涉嫌犯罪案件移送书",
            "crime.transferred",
            copies=("送公安机关", "承办机构入卷"),
            prefix="{abbr}医保移公",
        ),
        _form(
            "crime_items",
            "涉案物品清单",
            "crime.transferred",
            page="tight",
            copies=("送公安机关", "承办机构入卷"),
        ),
        _form(
            "sealed_transfer_notice",
            "封存物品移送告知书",
            "crime.handed_over",
            copies=SERVED,
            prefix="{abbr}医保移告",
        ),
        _form(
            "agreement_letter",
            "协议处理函",
            "agreement.requested",
            "agreement.lifted",
            copies=("送经办机构", "承办机构入卷"),
            prefix="{abbr}医保协",
        ),
        _form(
            "testing_notice",
            "检验（鉴定）期间告知书",
            "testing.notified",
            copies=SERVED,
            prefix="{abbr}医保检期",
        ),
        _form("filing_declined", "不予立案告知书", "case.declined", copies=SERVED),
        _form("file_cover", "卷宗封面", "file.assembled", page="tight"),
        _form("file_index", "卷内文件目录", "file.assembled", page="tight"),
        _form("file_note", "备考表", "file.assembled", page="tight"),
    )
}


def form_of(word: str) -> Form:
    """按词查一种文书。查不到抛 KeyError，信息里写明。"""
    try:
        return FORMS[word]
    except KeyError:
        raise KeyError(f"没有这种文书：{word}") from None


def forms_of(kind: str) -> tuple[Form, ...]:
    """一种执法行为可以产生的文书，按目录的次序。规则包的 instrument 规则决定实际产生哪些。"""
    return tuple(form for form in FORMS.values() if kind in form.kinds)
