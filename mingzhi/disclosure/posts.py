"""政务新媒体用的文字：公示稿的各栏，一栏一行（麒麟方案二（一），QL-2.1.0-b）。只有公示稿里的字。"""

from __future__ import annotations

from mingzhi.casework.acts.disclosure import Summary
from mingzhi.disclosure.content import FIELDS


def text(summary: Summary) -> str:
    """一份公示稿的文字；空的栏不写。"""
    lines = [summary.title or summary.subject.label]
    for name in FIELDS:
        value = str(getattr(summary, name) or "").strip()
        if name != "title" and value:
            lines.append(f"{Summary.model_fields[name].title}：{value}")
    return "\n".join(lines) + "\n"
