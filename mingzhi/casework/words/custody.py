"""词·保管：管音像的人是不是录制的人、办案的人（记录办法第二十一条）。"""

from __future__ import annotations

from collections.abc import Iterator

from mingzhi.casework.act import Act
from mingzhi.casework.actor import Officer
from mingzhi.casework.acts.custody import CustodyTransferred
from mingzhi.casework.acts.evidence import RecordingIngested
from mingzhi.casework.acts.exhibits import DerivativeMade
from mingzhi.casework.custody import administered
from mingzhi.casework.view import View, word
from mingzhi.casework.words.people import handling_people, officers_of


def _keepers(view: View) -> Iterator[Officer]:
    """办这一项的人；移交的，还有接手的人。"""
    assert view.candidate is not None
    yield view.candidate.actor
    body = view.candidate.body
    if isinstance(body, CustodyTransferred) and body.officer is not None:
        yield body.officer


def _recorded(view: View, recording: Act, officer: Officer) -> bool:
    """这个人制作了这份音像，或者参加了它所记录的执法。"""
    body = recording.body
    if isinstance(body, DerivativeMade):
        made = body.maker is not None and body.maker.number == officer.number
        original = view.file.act(body.of)
        return made or (original is not None and _recorded(view, original, officer))
    if not isinstance(body, RecordingIngested):
        return False
    target = view.file.act(body.of)
    taking_part = target is not None and officer.number in {each.number for each in officers_of(target)}
    return officer.name == body.maker.strip() or taking_part


def _taken(view: View) -> tuple[Act, ...] | None:
    """动的是哪几份音像；是保管而没有写明哪一份的，不知道。"""
    assert view.candidate is not None
    found = tuple(administered(view.file, view.candidate))
    return None if not found and view.candidate.kind.startswith("custody.") else found


@word(
    "act.keeper_recorded",
    "管（接手）这份音像的人，就是制作人，或者参加了所记录的执法行为；没有写明哪一份的不知道，处置里没有音像的不是",
)
def _(view: View) -> bool | None:
    taken = _taken(view) if view.candidate is not None else ()
    if taken is None:
        return None
    return any(_recorded(view, each, officer) for each in taken for officer in _keepers(view))


@word("act.keeper_handled", "管（接手）这份音像的人办过本案；没有写明哪一份的不知道，处置里没有音像的不是")
def _(view: View) -> bool | None:
    taken = _taken(view) if view.candidate is not None else ()
    if taken is None:
        return None
    return bool(taken) and any(officer.number in handling_people(view) for officer in _keepers(view))
