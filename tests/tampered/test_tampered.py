"""一份完好的导出包和它的许多受损的兄弟：校验须指出是第几项执法行为、怎样受损。"""

import pytest

from mingzhi.ledger.chain import GENESIS
from mingzhi.ledger.checkpoint import Verifier
from mingzhi.ledger.package import ACTS, PROOFS, STATEMENT
from mingzhi.ledger.reader import MemoryReader
from mingzhi.ledger.verify import verify_package
from tests.ledger.dossiers import (
    LOG,
    STRANGER_KEY,
    VERIFIER,
    intact,
    load,
    rebagged,
    with_json,
)
from tests.tampered.damages import DAMAGES, Damage, act_altered_and_sealed_anew


def test_the_intact_package_verifies_and_says_what_was_disposed_of() -> None:
    verdict = verify_package(MemoryReader(intact()), verifiers=[VERIFIER])
    assert verdict.findings == ()
    assert verdict.undetermined == ("第 2 项执法行为的内容已由第 6 项依法处置，无从核对",)
    assert verdict.summary == "共 7 项执法行为，未发现改动；另有 1 项无法确定。"


def test_damages_were_collected() -> None:
    assert len(DAMAGES) >= 30


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_the_damage_is_found_and_the_act_is_named(damage: Damage) -> None:
    damaged, expected = damage(intact())
    verdict = verify_package(MemoryReader(damaged), verifiers=[VERIFIER])
    assert not verdict.ok
    assert expected in [(finding.act_number, finding.code) for finding in verdict.findings]


def test_an_altered_act_is_the_only_one_accused_when_the_log_vouches_for_its_neighbours() -> None:
    damaged, _ = act_altered_and_sealed_anew(intact())
    damaged = rebagged({path: content for path, content in damaged.items() if path != STATEMENT})
    verdict = verify_package(MemoryReader(damaged), verifiers=[VERIFIER])
    assert {finding.act_number for finding in verdict.findings} == {5}


def test_a_first_act_that_names_a_predecessor_is_found() -> None:
    files = intact()
    acts = load(files, ACTS)
    assert acts[0]["envelope"]["previous"] == GENESIS
    acts[0]["envelope"]["previous"] = "1" * 64
    verdict = verify_package(MemoryReader(rebagged(with_json(files, ACTS, acts))))
    assert (1, "chain.broken") in [(finding.act_number, finding.code) for finding in verdict.findings]


def test_a_whole_package_made_up_by_a_stranger_is_found_only_with_the_bureaus_key() -> None:
    # Everything in it is consistent, signatures included: only the key tells that the bureau did not sign.
    files, bureau = intact(), Verifier.of(LOG, STRANGER_KEY)
    without = verify_package(MemoryReader(files))
    assert without.ok
    assert any("未提供验证公钥" in doubt for doubt in without.undetermined)
    found = {finding.code for finding in verify_package(MemoryReader(files), verifiers=[bureau]).findings}
    assert found == {"checkpoint.bad", "statement.bad"}


def test_a_package_without_statement_says_that_its_end_may_be_missing() -> None:
    files = intact()
    acts, proofs = load(files, ACTS)[:-1], load(files, PROOFS)[:-1]
    cut = with_json(with_json(files, ACTS, acts), PROOFS, proofs)
    del cut[STATEMENT]
    verdict = verify_package(MemoryReader(rebagged(cut)), verifiers=[VERIFIER])
    assert verdict.ok
    assert any("截去" in doubt for doubt in verdict.undetermined)
