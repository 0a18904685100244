"""公示信息的规范内容和摘要：同一内容只有一种字节写法，谁都可以重新计算（RFC 8785，SHA-256）。"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.acts.disclosure import DisclosureForm, DisclosureSubject, Summary
from mingzhi.disclosure.models import Publication
from mingzhi.ledger.canonical import canonical
from mingzhi.ledger.digests import sha256_hex

FORMAT = "mingzhi.publication/1"

# 公示稿的栏 → 公示信息的栏；次序是公示办法第五条第二款的次序，其后是麒麟的执法类别和履行情况。
FIELDS: dict[str, str] = {
    "title": "title",
    "document_no": "document_no",
    "party_name": "party_name",
    "party_code": "party_code",
    "matter": "matter",
    "category": "category",
    "main_facts": "main_facts",
    "basis": "basis",
    "result": "result",
    "agency": "decider",
    "decided_on": "decided_on",
    "performance": "performance",
}
LABELS: dict[str, str] = {column: str(Summary.model_fields[name].title) for name, column in FIELDS.items()}


def moment(value: datetime | None) -> str:
    """时刻的写法：北京时间，到秒。"""
    return value.astimezone(SHANGHAI).isoformat(timespec="seconds") if value else ""


def content(item: Publication) -> dict[str, Any]:
    """公示信息的规范内容。都是文字：没有填的是空字。"""
    about: dict[str, Any] = {
        "format": FORMAT,
        "address": item.slug,
        "agency": {"code": item.agency, "name": item.agency_name},
        "status": item.status,
        "subject": item.subject,
        "published_at": moment(item.published_at),
    }
    if not item.live:
        return about | {
            "document_no": item.document_no,
            "withdrawn_at": moment(item.withdrawn_at),
            "reason": item.reason,
            "basis": item.withdrawn_basis,
            "superseded_by": item.superseded_by,
        }
    return about | {
        "form": item.form,
        "corrected_at": moment(item.updated_at) if item.corrections else "",
        "corrections": len(item.corrections),
        "fields": {column: _text(getattr(item, column)) for column in LABELS},
    }


def _text(value: object) -> str:
    return "" if value is None else str(value)


def canonical_bytes(item: Publication) -> bytes:
    """规范内容的字节：下载的文件就是它。"""
    return canonical(content(item))


def digest(item: Publication) -> str:
    """规范内容的 SHA-256。"""
    return sha256_hex(canonical_bytes(item))


def record(item: Publication) -> bytes:
    """公示记录：内容、摘要、何时公示、依据哪一条、在日志树里的位置，给机器读。"""
    said = {
        "format": "mingzhi.publication-record/1",
        "content": content(item),
        "sha256": item.digest,
        "due": {
            "on": _text(item.due_on),
            "limit": item.due_limit,
            "cite": item.due_cite,
            "met": item.on_time,
        },
        "withdrawal_due": {
            "on": _text(item.withdraw_due_on),
            "limit": item.withdraw_limit,
            "cite": item.withdraw_cite,
            "met": item.withdrawn_in_time,
        },
        "corrections": item.corrections,
        "channels": item.channels if item.live else item.withdrawn_channels,
        "log": {"leaf_index": item.leaf_index, "leaf": item.leaf},
    }
    return json.dumps(said, ensure_ascii=False, indent=2).encode() + b"\n"


def subject_of(item: Publication) -> DisclosureSubject:
    return DisclosureSubject(item.subject)


def form_of(item: Publication) -> DisclosureForm:
    return DisclosureForm(item.form)
