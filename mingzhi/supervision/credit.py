"""信用数据：已经公示、没有撤回的处罚决定，照行政处罚“双公示”的栏目导出（QL-2.2.4-a；麒麟方案二（二）4）。

只取公示着的决定：不予公开、已经撤回的不报。栏名照双公示的 CF_ 字段；罚款的单位是万元。自然人的身份号码不写，姓名照公示的字。
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from mingzhi.casework.acts.decision import DecisionMade
from mingzhi.casework.acts.disclosure import DisclosureDrafted, DisclosurePublished
from mingzhi.casework.casefile import CaseFile
from mingzhi.law.periods import add_months
from mingzhi.people.models import Agency
from mingzhi.record.models import Projection
from mingzhi.record.selectors import acts, pack_for

COLUMNS = {
    "CF_XDR_MC": "行政相对人名称",
    "CF_XDR_LB": "行政相对人类别",
    "CF_XDR_SHXYM": "统一社会信用代码",
    "CF_FRDB": "法定代表人",
    "CF_WSH": "行政处罚决定书文号",
    "CF_WFXW": "违法行为类型",
    "CF_SY": "违法事实",
    "CF_YJ": "处罚依据",
    "CF_CFLB": "处罚类别",
    "CF_NR": "处罚内容",
    "CF_NR_FK": "罚款金额（万元）",
    "CF_JDRQ": "处罚决定日期",
    "CF_GSJZQ": "公示截止期",
    "CF_CFJG": "处罚机关",
    "CF_SJLY": "数据来源单位",
    "BZ": "备注",
}
WAN = Decimal(10000)


def rows(agency: Agency, since: date | None = None) -> Iterator[dict[str, str]]:
    """一行一项决定；since 以前决定的不要。"""
    found = Projection.objects.filter(agency=agency.code).select_related("dossier").order_by("pk")
    for row in found.iterator(chunk_size=200):
        file = CaseFile(acts(row.dossier))
        draft = published(file)
        made = file.last("decision.made")
        if draft is None or made is None or not isinstance(made.body, DecisionMade):
            continue
        if since is not None and made.day < since:
            continue
        months = pack_for(row.dossier).on(made.day).parameter("publication.term.months")
        yield _row(agency, file, draft, made.body, made.day, months)


def published(file: CaseFile) -> DisclosureDrafted | None:
    """公示着的决定的稿件；没有公示、已经撤回的是 None。"""
    withdrawn = {getattr(act.body, "of", None) for act in file.all("disclosure.withdrawn")}
    for act, body in file.bodies("disclosure.published", DisclosurePublished):
        draft = file.act(body.of)
        if act.number in withdrawn or draft is None or not isinstance(draft.body, DisclosureDrafted):
            continue
        target = file.act(draft.body.of)
        if target is not None and target.kind == "decision.made":
            return draft.body
    return None


def _row(
    agency: Agency,
    file: CaseFile,
    draft: DisclosureDrafted,
    made: DecisionMade,
    day: date,
    months: Decimal | None,
) -> dict[str, str]:
    party = file.party
    person = party is not None and party.kind.value == "person"
    return {
        "CF_XDR_MC": draft.party_name,
        "CF_XDR_LB": "自然人" if person else "法人及非法人组织",
        "CF_XDR_SHXYM": "" if person or party is None else party.code,
        "CF_FRDB": "" if person or party is None else party.legal_representative,
        "CF_WSH": draft.document_no or made.document_no,
        "CF_WFXW": file.cause,
        "CF_SY": draft.main_facts,
        "CF_YJ": draft.basis,
        "CF_CFLB": "罚款" if made.fine else made.category.label,
        "CF_NR": draft.result,
        "CF_NR_FK": f"{(made.fine or Decimal()) / WAN:f}",
        "CF_JDRQ": day.isoformat(),
        "CF_GSJZQ": add_months(day, int(months)).isoformat() if months is not None else "",
        "CF_CFJG": agency.name,
        "CF_SJLY": agency.name,
        "BZ": "",
    }


def as_csv(found: Iterator[dict[str, str]]) -> bytes:
    """CSV：第一行是字段，第二行是中文栏名；表格软件当公式算的字，前面加一撇。"""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerow(COLUMNS.values())
    for row in found:
        writer.writerow([_plain(row[column]) for column in COLUMNS])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
