"""见证：只在见过的那棵树的后续上签字；给两处看两个样子的日志，得不到两份签字。"""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzhi.ledger import merkle
from mingzhi.ledger.checkpoint import BadNote, Checkpoint, Verifier, sign_note, verify_note
from mingzhi.ledger.witness import (
    Answer,
    Request,
    Seen,
    WitnessKey,
    consider,
    cosignatures,
    split_view,
    with_cosignatures,
)

LOG, NEIGHBOUR = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
ORIGIN, WITNESS = "mingzhi-here", "mingzhi-there"
KNOWN = [Verifier.of(ORIGIN, LOG)]
TIME = 1_790_000_000


def entries(count: int, view: bytes = b"") -> list[bytes]:
    return [view + n.to_bytes(4, "big") for n in range(count)]


def note(size: int, view: bytes = b"", key: Ed25519PrivateKey = LOG, origin: str = ORIGIN) -> str:
    return sign_note(Checkpoint(origin, size, merkle.root(entries(size, view))), origin, key)


def asked(old: int, size: int, view: bytes = b"") -> Request:
    proof = merkle.consistency_proof(entries(size, view), old) if 0 < old <= size else []
    return Request(old, tuple(proof), note(size, view))


def answer(request: Request, seen: Seen = Seen()) -> Answer:  # noqa: B008
    return consider(request, KNOWN, seen, WITNESS, NEIGHBOUR, TIME)


def seen(size: int, view: bytes = b"") -> Seen:
    return Seen(size, merkle.root(entries(size, view)))


def test_the_first_checkpoint_is_cosigned_and_remembered() -> None:
    given_back = answer(asked(0, 5))
    assert (given_back.status, given_back.seen) == (200, seen(5))
    cosigned = with_cosignatures(note(5), given_back.body)
    assert verify_note(cosigned, KNOWN).size == 5
    [found] = cosignatures(cosigned, [WitnessKey.of(WITNESS, NEIGHBOUR)])
    assert (found.name, found.time) == (WITNESS, TIME)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 60), st.integers(0, 60))
def test_a_proven_continuation_is_cosigned(old: int, more: int) -> None:
    assert answer(asked(old, old + more), seen(old)).status == 200


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 60), st.integers(0, 60))
def test_another_view_of_the_same_log_is_never_cosigned(old: int, more: int) -> None:
    refused = answer(asked(old, old + more, view=b"other"), seen(old))
    assert refused.status in (409, 422) and refused.seen is None


def test_an_old_size_that_the_witness_did_not_see_is_answered_with_the_one_it_did() -> None:
    assert answer(asked(3, 9), seen(7)) == Answer(409, "7\n")


def test_a_smaller_tree_an_unknown_log_and_a_foreign_signature_are_refused() -> None:
    assert answer(Request(9, (), note(5)), seen(9)).status == 400
    assert answer(Request(0, (), note(5, origin="mingzhi-unknown"))).status == 404
    assert answer(Request(0, (), note(5, key=NEIGHBOUR))).status == 403


def test_a_wrong_proof_is_refused() -> None:
    good = asked(3, 9)
    broken = Request(good.old, (*good.proof[:-1], bytes(32)), good.note)
    assert answer(broken, seen(3)).status == 422


def test_a_request_reads_back_as_it_was_written() -> None:
    request = asked(3, 9)
    assert request.text.startswith("old 3\n")
    assert Request.parse(request.text) == request


@pytest.mark.parametrize(
    "text",
    ["", "old\n\nx", "old -1\n\nx", "old 01\n\nx", "old 1\n***\n\nx", "old 1\n" + "AA==\n" * 64 + "\nx"],
)
def test_a_malformed_request_is_a_bad_note(text: str) -> None:
    with pytest.raises(BadNote):
        Request.parse(text)


def test_a_forged_cosignature_is_found() -> None:
    line = answer(asked(0, 5)).body
    other = note(6)
    with pytest.raises(BadNote, match=WITNESS):
        cosignatures(with_cosignatures(other, line), [WitnessKey.of(WITNESS, NEIGHBOUR)])
    with pytest.raises(BadNote):
        with_cosignatures(note(5), "hello\n")


def test_two_checkpoints_of_one_size_with_different_roots_are_a_split_view() -> None:
    assert split_view(note(5), note(5, view=b"other"), KNOWN)
    assert not split_view(note(5), note(5), KNOWN)
    assert not split_view(note(5), note(6), KNOWN)


def test_a_witness_key_reads_back_and_another_type_is_refused() -> None:
    key = WitnessKey.of(WITNESS, NEIGHBOUR)
    assert WitnessKey.parse(key.vkey) == key
    with pytest.raises(ValueError):
        WitnessKey.parse(Verifier.of(WITNESS, NEIGHBOUR).vkey)
