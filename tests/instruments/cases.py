"""示例案：重庆示例大药房有限公司串换药品案，从举报到归档的全部行为，供文书测试取材。

照案例的时间轴写成，另加普通程序里可能有的几种文书（公告、分期、加处罚款）。
"""

from __future__ import annotations

from functools import cache

from mingzhi.casework.act import Act
from mingzhi.law.pack import Pack, load_pack

from .case_after import after
from .case_course import course
from .case_decision import archive, decision, decision_body
from .case_investigation import filing, investigation
from .case_people import AGENCY, PARTY, PERSON, Book
from .case_register import register
from .case_review import review
from .case_spot import spot
from .case_telling import telling

__all__ = ["AGENCY", "PARTY", "PERSON", "decision_body", "last", "pack", "pharmacy"]


@cache
def pharmacy() -> tuple[Act, ...]:
    """案例 1 的全部行为，另加普通程序里可能有的几种文书。"""
    book = Book()
    filing(book)
    investigation(book)
    telling(book)
    review(book)
    decision(book)
    archive(book)
    spot(book)
    register(book)
    course(book)
    after(book)
    return tuple(book.acts)


@cache
def pack() -> Pack:
    """重庆的规则包：文书里的期限、文号、审核内容由它给出。"""
    return load_pack(AGENCY.place)


def last(kind: str, acts: tuple[Act, ...] | None = None) -> Act:
    """示例案里最近一项某种行为。"""
    return next(act for act in reversed(acts or pharmacy()) if act.kind == kind)
