"""双公示的行政许可：已经公示、现在有效的许可决定，照许可的字段名（XK_）写成表（QL-1.2-a）。

字段名取自公开代码互证，数据标准没有取得文本，待核；值只取公示稿里公开的字和许可决定的证书、有效期，逐栏隐去个人信息。
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from mingzhi.casework.acts.application import LicenceDecided, LicenceResult
from mingzhi.casework.acts.disclosure import DisclosureSubject
from mingzhi.casework.acts.lead import PartyKind
from mingzhi.casework.casefile import CaseFile
from mingzhi.disclosure.masking import mask_for
from mingzhi.disclosure.models import Publication
from mingzhi.disclosure.opendata import harmless
from mingzhi.record.selectors import acts, pack_for

LABELS = {
    "XK_XDR_MC": "行政相对人名称",
    "XK_XDR_LB": "行政相对人类别",
    "XK_XDR_SHXYM": "统一社会信用代码",
    "XK_XKWS": "行政许可决定文书名称",
    "XK_WSH": "行政许可决定文书号",
    "XK_XKLB": "许可类别",
    "XK_XKZS": "许可证书名称",
    "XK_XKBH": "许可编号",
    "XK_NR": "许可内容",
    "XK_JDRQ": "许可决定日期",
    "XK_YXQZ": "有效期自",
    "XK_YXQZI": "有效期至",
    "XK_XKJG": "许可机关",
    "XK_ZT": "当前状态",
}
# 长期有效的写法、当前有效的写法，照样例。
FOREVER, VALID = "2099-12-31", "1"


def rows(agency: str | None) -> Iterator[dict[str, str]]:
    """公示着的准予许可，一件一行。"""
    found = Publication.objects.filter(subject=DisclosureSubject.LICENCE, status=Publication.Status.LIVE)
    if agency is not None:
        found = found.filter(agency=agency)
    for item in found.select_related("dossier"):
        row = _row(item)
        if row is not None:
            yield row


def _row(item: Publication) -> dict[str, str] | None:
    file = CaseFile(acts(item.dossier))
    decided = file.act(item.source)
    if decided is None or not isinstance(decided.body, LicenceDecided):
        return None
    body, party = decided.body, file.party
    if body.result is not LicenceResult.GRANTED:
        return None
    mask = mask_for(file, pack_for(item.dossier).on(item.published_at.date()))
    person = party is not None and party.kind is PartyKind.PERSON
    return mask.all(
        {
            "XK_XDR_MC": item.party_name,
            "XK_XDR_LB": "自然人" if person else "法人及非法人组织",
            "XK_XDR_SHXYM": item.party_code,
            "XK_XKWS": "准予行政许可决定书",
            "XK_WSH": item.document_no,
            "XK_XKLB": item.category,
            "XK_XKZS": body.certificate,
            "XK_XKBH": body.certificate_no,
            "XK_NR": item.result,
            "XK_JDRQ": str(item.decided_on or decided.day),
            "XK_YXQZ": str(body.valid_from or ""),
            "XK_YXQZI": str(body.valid_until or (FOREVER if body.valid_from else "")),
            "XK_XKJG": item.decider or item.agency_name,
            "XK_ZT": VALID,
        }
    )


def as_csv(agency: str | None) -> bytes:
    """CSV：第一行字段名，第二行中文栏名。"""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(LABELS)
    writer.writerow(LABELS.values())
    for row in rows(agency):
        writer.writerow([harmless(row[name]) for name in LABELS])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
