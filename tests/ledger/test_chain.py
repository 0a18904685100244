from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzhi.ledger.canonical import canonical
from mingzhi.ledger.chain import GENESIS, Envelope, Seal, body_digest, leaf, moment, seal
from mingzhi.ledger.digests import Sha256, Sm3, sha256_hex, sm3_hex
from tests.ledger.dossiers import OFFICER, exhibit_ref

ENVELOPE = Envelope(
    dossier="示例〔2026〕1号",
    number=1,
    kind="case.filed",
    happened="2026-03-02T09:00:00+08:00",
    recorded="2026-03-02T09:05:00.123456+08:00",
    actor=OFFICER,
    body_digest=body_digest({"a": "1"}),
    exhibits=(exhibit_ref(b"scan", {"name": "扫描件", "salt": "05" * 32}),),
    previous=GENESIS,
)


def test_the_seal_is_both_digests_of_the_canonical_envelope() -> None:
    written = canonical(
        {**asdict(ENVELOPE), "exhibits": [dict(exhibit) for exhibit in ENVELOPE.exhibits]},
    )
    assert seal(ENVELOPE) == Seal(sha256_hex(written), sm3_hex(written))


def test_the_format_of_the_seal_never_changes() -> None:
    # A pinned value: if this test fails, every package ever exported stops verifying.
    assert seal(ENVELOPE).sha256 == "1380469b14f1024fdcabde4b5879a54bbe5d72d4a41c134d7d6cdabfe823a4a8"


@pytest.mark.parametrize(
    "change",
    [
        {"dossier": "示例〔2026〕2号"},
        {"number": 2},
        {"kind": "case.closed"},
        {"happened": "2026-03-02T01:00:00+00:00"},
        {"recorded": "2026-03-02T09:05:00.123457+08:00"},
        {"actor": {}},
        {"body_digest": body_digest({"a": "2"})},
        {"exhibits": ()},
        {"previous": Sha256("1" * 64)},
    ],
)
def test_every_field_of_the_envelope_is_sealed(change: dict[str, Any]) -> None:
    assert seal(replace(ENVELOPE, **change)) != seal(ENVELOPE)


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0},
        {"number": True},
        {"number": "1"},
        {"dossier": ""},
        {"dossier": "两\n行"},
        {"happened": "2026-03-02 09:00:00+08:00"},
        {"happened": "2026-03-02T09:00:00"},
        {"recorded": "2026-02-30T09:00:00+08:00"},
        {"recorded": "2026-W10-1T09:00:00+08:00"},
        {"previous": "0" * 63},
        {"body_digest": "A" * 64},
        {"exhibits": [exhibit_ref(b"scan", {"name": "扫描件", "salt": "05" * 32})]},
        {"exhibits": ({"sha256": "0" * 64},)},
        {"exhibits": ({**exhibit_ref(b"scan", {"name": "扫描件", "salt": "05" * 32}), "size": -1},)},
        {"actor": "示例甲"},
    ],
)
def test_an_envelope_that_breaks_the_format_cannot_be_made(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        replace(ENVELOPE, **change)


def test_an_envelope_reads_back_the_same() -> None:
    assert Envelope.from_json(ENVELOPE.as_json()) == ENVELOPE


def test_an_envelope_with_a_name_too_many_or_too_few_is_refused() -> None:
    written: dict[str, Any] = {**ENVELOPE.as_json()}
    lacking = {name: written[name] for name in list(written)[1:]}
    damages: list[object] = [{**written, "extra": 1}, lacking, None, []]
    for damaged in damages:
        with pytest.raises(ValueError):
            Envelope.from_json(damaged)


def test_two_faces_of_one_instant_compare_as_one_instant() -> None:
    assert moment("2026-03-02T09:00:00+08:00") == moment("2026-03-02T01:00:00Z")


SEAL = seal(ENVELOPE)


def test_the_format_of_the_leaf_never_changes() -> None:
    assert leaf(SEAL, b"s" * 16).hex() == "b11bd2af4df6d2e3986fb93e3d54c66a0023d89dd8e48d53952eb72aa74c36fe"


@given(st.binary(min_size=16, max_size=64), st.binary(min_size=16, max_size=64))
def test_two_salts_give_two_leaves(one: bytes, other: bytes) -> None:
    assert (leaf(SEAL, one) == leaf(SEAL, other)) == (one == other)


def test_the_leaf_commits_to_both_digests() -> None:
    salt = b"s" * 16
    leaves = {
        leaf(SEAL, salt),
        leaf(Seal(SEAL.sha256, Sm3("0" * 64)), salt),
        leaf(Seal(Sha256("0" * 64), SEAL.sm3), salt),
    }
    assert len(leaves) == 3


@pytest.mark.parametrize("salt", [b"", b"s" * 15, b"s" * 65])
def test_a_salt_too_short_to_hide_anything_is_refused(salt: bytes) -> None:
    with pytest.raises(ValueError):
        leaf(SEAL, salt)
