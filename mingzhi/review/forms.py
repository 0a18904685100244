"""审核意见的表单：手写的，因为每一行左边是系统核对到的、右边是人的结论，派生的表单说不出来。"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from django.http import QueryDict

from mingzhi.casework.acts.review import LineResult, ReviewLine, ReviewOpinion
from mingzhi.review.case import Case


class LineTyped(TypedDict):
    """一行：审核内容、结论（词）、具体意见。"""

    line: str
    result: str
    opinion: str


class Point(TypedDict):
    text: str


class Typed(TypedDict):
    """填写：与 review.opined 的派生表单同名同样。"""

    opinion: str
    lines: list[LineTyped]
    points: list[Point]
    text: str
    seminar: str


def from_post(post: QueryDict, case: Case) -> Typed:
    """浏览器提交的。一行一个问题。"""
    return Typed(
        opinion=_known(post.get("opinion", ""), ReviewOpinion),
        lines=[
            LineTyped(
                line=rule.line,
                result=_known(post.get(f"lines.{index}.result", ""), LineResult),
                opinion=_text(post.get(f"lines.{index}.opinion", "")),
            )
            for index, rule in enumerate(case.lines)
        ],
        points=[Point(text=line) for line in _text(post.get("points", "")).split("\n") if line.strip()],
        text=_text(post.get("text", "")),
        seminar=_text(post.get("seminar", "")),
    )


def from_draft(values: Mapping[str, Any], case: Case) -> Typed:
    """存过的；没有存过的，各行空着，结论从不预填。"""
    said = values.get("typed") or {}
    rows = {row.get("line"): row for row in said.get("lines") or () if isinstance(row, Mapping)}
    return Typed(
        opinion=_known(str(said.get("opinion") or ""), ReviewOpinion),
        lines=[
            LineTyped(
                line=rule.line,
                result=_known(str(rows.get(rule.line, {}).get("result") or ""), LineResult),
                opinion=str(rows.get(rule.line, {}).get("opinion") or ""),
            )
            for rule in case.lines
        ],
        points=[Point(text=str(each.get("text") or "")) for each in said.get("points") or ()],
        text=str(said.get("text") or ""),
        seminar=str(said.get("seminar") or ""),
    )


def lines_of(typed: Typed) -> tuple[ReviewLine, ...]:
    """填了结论的行。"""
    return tuple(
        ReviewLine(line=row["line"], result=LineResult(row["result"]), opinion=row["opinion"])
        for row in typed["lines"]
        if row["result"]
    )


def _known(word: str, choices: type[LineResult] | type[ReviewOpinion]) -> str:
    return word if word in {each.value for each in choices} else ""


def _text(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()
