"""案卷里的文书和材料：文书的名称、送审材料（以摘要固定，CQ-L-6）、卷内文件目录（按 volume 规则的次序）。

摘要是一项行为的内容连同材料的摘要：行为不能改，所以同一项的摘要永远一样；送审以后另写的，摘要就不同。
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.acts.archive import FileEntry, Volume
from mingzhi.casework.acts.review import BundleItem
from mingzhi.casework.casefile import CaseFile
from mingzhi.law.pack import Rules

# 与 instruments 的文书目录同名同题（测试核对）；casework 不能引用它，目录和送审清单又要写题名。
TITLES: Mapping[str, str] = {
    "lead_register": "投诉举报登记表",
    "filing_approval": "立案审批表",
    "inspection_notice": "现场检查告知通知书",
    "inspection_approval": "行政检查审批表",
    "inspection_result": "检查结果告知书",
    "inspection_record": "现场检查笔录",
    "inquiry_record": "询问笔录",
    "materials_notice": "限期提供材料通知书",
    "sealing_decision": "实施行政强制措施决定书",
    "sealing_items": "财物清单",
    "sealing_scene_record": "现场笔录（行政强制）",
    "sealing_extension": "延长行政强制措施期限决定书",
    "sealing_lifting": "解除行政强制措施决定书",
    "preservation_notice": "先行登记保存证据通知书",
    "preservation_items": "先行登记保存证据清单",
    "preservation_disposal": "先行登记保存证据处理决定书",
    "correction_order": "责令改正通知书",
    "commission": "审计（鉴定、评审）委托书",
    "address_confirmation": "送达地址确认书",
    "prior_notice": "行政处罚事先（听证）告知书",
    "statement_record": "陈述申辩笔录",
    "hearing_notice": "听证通知书",
    "hearing_record": "听证笔录",
    "case_report": "案件处理呈报书",
    "review_opinion": "法制审核意见表",
    "discussion_record": "集体讨论记录",
    "penalty_approval": "行政处罚（处理）审批表",
    "penalty_decision": "行政处罚决定书",
    "spot_decision": "当场行政处罚决定书",
    "service_receipt": "送达回证",
    "service_announcement": "送达公告",
    "surcharge_decision": "加处罚款决定书",
    "instalment_notice": "延期（分期）缴纳罚款通知书",
    "demand_notice": "履行催告书",
    "enforcement_application": "强制执行申请书",
    "execution_notice": "中止（恢复、终结）执行通知书",
    "amendment_notice": "补正通知书",
    "revision_decision": "撤销（变更）决定书",
    "repayment_notice": "退还款项通知书",
    "closure_approval": "结案审批表",
    "disclosure_summary": "行政执法信息公示（摘要）",
    "matter_approval": "有关事项审批表",
    "handover_letter": "案件（线索）移送函",
    "designation_request": "关于指定管辖的请示",
    "crime_report": "涉嫌犯罪案件情况的调查报告",
    "crime_letter": "涉嫌犯罪案件移送书",
    "crime_items": "涉案物品清单",
    "sealed_transfer_notice": "封存物品移送告知书",
    "agreement_letter": "协议处理函",
    "testing_notice": "检验（鉴定）期间告知书",
    "filing_declined": "不予立案告知书",
    "file_cover": "卷宗封面",
    "file_index": "卷内文件目录",
    "file_note": "备考表",
    "application_receipt": "收件凭证",
    "correction_notice": "补正告知书",
    "acceptance_notice": "受理通知书",
    "decline_notice": "不予受理通知书",
    "licence_decision": "行政许可决定书",
    "reward_approval": "举报奖励审批表",
    "delegation_letter": "行政执法委托书",
    "post_placard": "岗位信息公示牌",
    "annual_report": "行政执法数据年度报告",
}

# 送审的证据材料：调查、告知、听证中形成的，依申请的是申请、审查中形成的。
EVIDENCE = (
    "inspection.held",
    "inquiry.held",
    "sealing.imposed",
    "preservation.made",
    "evidence.added",
    "recording.ingested",
    "materials.received",
    "expert.returned",
    "notice.issued",
    "statement.recorded",
    "hearing.held",
    "arguments.answered",
    "defect.explained",
    "demand.issued",
    "demand.answered",
    "remedy.concluded",
    "application.received",
    "application.corrected",
    "application.examined",
    "interested.heard",
)


def digest(act: Act) -> str:
    """一项行为的摘要：种类、序号、内容、材料。"""
    said = {
        "kind": act.kind,
        "number": act.number,
        "body": act.body.model_dump(mode="json"),
        "exhibits": [each.sha256 for each in act.exhibits],
    }
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def printing(rules: Rules, word: str) -> tuple[str, ...]:
    """哪些行为产生这种文书。"""
    return tuple(kind for kind in KINDS if any(word in _prints(rule) for rule in rules.instruments(kind)))


def printed(rules: Rules, kind: str) -> tuple[str, ...]:
    """一种行为产生哪些文书，不重复。"""
    found: dict[str, None] = {}
    for rule in rules.instruments(kind):
        for word in _prints(rule):
            found.setdefault(word)
    return tuple(found)


def _prints(rule: Any) -> tuple[str, ...]:
    return tuple(rule.instrument.prints) if rule.instrument is not None else ()


def name_of(act: Act) -> str:
    """一件材料的题名。"""
    name = KINDS[act.kind].name
    about = next((str(getattr(act.body, each, "") or "") for each in ("title", "person", "instrument")), "")
    return f"{name}（{about}）" if about else name


def bundle(rules: Rules, file: CaseFile, *, transfer: bool = False) -> tuple[BundleItem, ...]:
    """送审材料：呈报书、拟定的审批表和决定书、立案审核表、证据（CQ-L-6.1 至 CQ-L-6.4）；transfer 的是移送报告。"""
    items: list[BundleItem] = []

    def take(act: Act | None, word: str, title: str = "") -> None:
        if act is not None:
            items.append(
                BundleItem(title=title or TITLES[word], instrument=word, act=act.number, sha256=digest(act))
            )

    if transfer:
        take(file.last("crime.reported"), "", "移送涉嫌犯罪案件的书面报告")
    report = None if transfer else file.last("report.drafted")
    take(report, "case_report")
    take(report, "penalty_approval", "拟定的行政处罚（处理）审批表")
    take(report, "penalty_decision", "拟定的行政处罚决定书")
    take(file.last("case.filed") or file.last("filing.proposed"), "filing_approval")
    # 催告过的，接着审的是申请法院强制执行：要看决定书、送达决定书和催告书的回证。
    demands = {act.number for act in file.all("demand.issued")}
    owed = {act.number for act in file.all("decision.made") if demands}
    for act in file.acts:
        if act.kind in EVIDENCE:
            words = printed(rules, act.kind)
            word = words[0] if words else ""
            title = _material(act, word)
            items.append(BundleItem(title=title, instrument=word, act=act.number, sha256=digest(act)))
        elif act.number in owed:
            take(act, "penalty_decision")
        elif act.kind == "document.served" and getattr(act.body, "of", None) in owed | demands:
            take(act, "service_receipt", f"送达回证（{getattr(act.body, 'instrument', '')}）")
    return tuple(items)


def _material(act: Act, word: str) -> str:
    """送审材料的名称：证据用自己的名称，笔录用文书的题名（询问的写明问谁）。"""
    if title := str(getattr(act.body, "title", "")):
        return title
    person = str(getattr(act.body, "person", "")) if act.kind == "inquiry.held" else ""
    if word in TITLES:
        return TITLES[word] + (f"（{person}）" if person else "")
    return name_of(act)


def entries(
    rules: Rules, file: CaseFile, agency_name: str, pages: Mapping[tuple[int, str], int] | None = None
) -> tuple[FileEntry, ...]:
    """卷内文件目录：正卷在前，副卷在后，按规则的次序；每卷的页号各从 1 起。

    pages 是各件的页数（行为序号、文书）；不知道的先按扫描件回卷时的页数，再按一页计，由归档的人核对。
    """
    known = dict(_scanned(file)) | dict(pages or {})
    found: list[FileEntry] = []
    for volume in Volume:
        at = 1
        for act, word in _ordered(rules, file, volume):
            count = known.get((act.number, word), 1)
            found.append(
                FileEntry(
                    volume=volume,
                    title=TITLES.get(word, name_of(act)),
                    document_no=str(getattr(act.body, "document_no", "")),
                    responsible=agency_name if getattr(act.body, "document_no", "") else act.actor.name,
                    dated=act.day,
                    pages=str(at) if count == 1 else f"{at}-{at + count - 1}",
                    act=act.number,
                )
            )
            at += count
    return tuple(found)


def _ordered(rules: Rules, file: CaseFile, volume: Volume) -> Iterator[tuple[Act, str]]:
    wanted = sorted(
        (rule.volume for rule in rules.part("volume") if rule.volume and rule.volume.volume == volume.value),
        key=lambda each: each.order,
    )
    for each in wanted:
        for word in each.entries:
            if word in KINDS:
                yield from ((act, word) for act in file.all(word))
                continue
            kinds = [kind for kind in printing(rules, word) if file.all(kind)]
            if kinds:
                # 一种文书由前后两项行为产生（如呈请立案、批准立案）的，以后一项为准。
                latest = max(kinds, key=lambda kind: file.all(kind)[-1].number)
                yield from ((act, word) for act in file.all(latest))


def _scanned(file: CaseFile) -> Iterator[tuple[tuple[int, str], int]]:
    words = {title: word for word, title in TITLES.items()}
    for act in file.all("scan.returned"):
        of, count = getattr(act.body, "of", None), getattr(act.body, "pages", None)
        word = words.get(str(getattr(act.body, "instrument", "")), "")
        if of and count and word:
            yield (of, word), count
