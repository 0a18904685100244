"""一份完好的导出包和它的许多受损的兄弟：每个只受一种损害，以损害命名；校验须指出是第几项。

Each damage returns the files and what must be found: (act number or None, code). "Skilled" ones recompute
whatever anyone can recompute: manifests, seals, links.
"""

from collections.abc import Callable

import pytest

from mingzhi.ledger.chain import GENESIS
from mingzhi.ledger.checkpoint import Checkpoint, Verifier, parse_checkpoint, sign_note, split_note
from mingzhi.ledger.digests import sha256_hex
from mingzhi.ledger.package import ACTS, CHECKPOINT, EXHIBITS, PROOFS, STATEMENT
from mingzhi.ledger.reader import MemoryReader
from mingzhi.ledger.verify import verify_package
from tests.ledger.dossiers import (
    KEY,
    LOG,
    STRANGER_KEY,
    VERIFIER,
    intact,
    load,
    rebagged,
    resealed,
    with_json,
)

Files = dict[str, bytes]
Expected = tuple[int | None, str]
Damage = Callable[[Files], tuple[Files, Expected]]


def body_altered(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[4]["body"]["amount"] = "1.00"
    return rebagged(with_json(files, ACTS, acts)), (5, "act.body_altered")


def body_and_its_digest_altered(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[4]["body"]["amount"] = "1.00"
    saved = acts[4]["seal"]
    resealed(acts, 4)
    acts[4]["seal"] = saved
    return rebagged(with_json(files, ACTS, acts)), (5, "act.envelope_altered")


def act_altered_and_sealed_anew(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[4]["body"]["amount"] = "1.00"
    later = acts[5:]
    resealed(acts[:5], 4)
    assert later == acts[5:]
    return rebagged(with_json(files, ACTS, acts)), (5, "chain.broken")


def act_altered_and_every_later_act_sealed_anew(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[4]["body"]["amount"] = "1.00"
    resealed(acts, 4)
    return rebagged(with_json(files, ACTS, acts)), (5, "proof.broken")


def actor_altered(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[3]["envelope"]["actor"]["name"] = "示例乙"
    return rebagged(with_json(files, ACTS, acts)), (4, "act.envelope_altered")


def amount_made_a_float(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[4]["body"]["amount"] = 2561.0
    return rebagged(with_json(files, ACTS, acts)), (5, "act.body_altered")


def sm3_of_the_seal_altered(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[2]["seal"]["sm3"] = "0" * 64
    return rebagged(with_json(files, ACTS, acts)), (3, "act.envelope_altered")


def middle_act_removed(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    del acts[3]
    return rebagged(with_json(files, ACTS, acts)), (4, "act.removed")


def middle_act_removed_and_the_rest_renumbered(files: Files) -> tuple[Files, Expected]:
    acts, proofs = load(files, ACTS), load(files, PROOFS)
    del acts[3], proofs[3]
    for number, (act, proof) in enumerate(zip(acts, proofs, strict=True), start=1):
        act["envelope"]["number"] = proof["number"] = number
    resealed(acts, 3)
    return rebagged(with_json(with_json(files, ACTS, acts), PROOFS, proofs)), (4, "proof.broken")


def last_act_removed(files: Files) -> tuple[Files, Expected]:
    acts, proofs = load(files, ACTS), load(files, PROOFS)
    return rebagged(with_json(with_json(files, ACTS, acts[:-1]), PROOFS, proofs[:-1])), (7, "act.removed")


def last_act_removed_but_its_proof_forgotten(files: Files) -> tuple[Files, Expected]:
    files = {path: content for path, content in files.items() if path != STATEMENT}
    return rebagged(with_json(files, ACTS, load(files, ACTS)[:-1])), (7, "proof.stray")


def first_act_removed(files: Files) -> tuple[Files, Expected]:
    return rebagged(with_json(files, ACTS, load(files, ACTS)[1:])), (1, "act.removed")


def two_acts_reordered(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[2], acts[3] = acts[3], acts[2]
    return rebagged(with_json(files, ACTS, acts)), (3, "act.reordered")


def two_acts_reordered_and_sealed_anew(files: Files) -> tuple[Files, Expected]:
    acts, proofs = load(files, ACTS), load(files, PROOFS)
    acts[2], acts[3], proofs[2], proofs[3] = acts[3], acts[2], proofs[3], proofs[2]
    for number in (3, 4):
        acts[number - 1]["envelope"]["number"] = proofs[number - 1]["number"] = number
    resealed(acts, 2)
    return rebagged(with_json(with_json(files, ACTS, acts), PROOFS, proofs)), (4, "proof.order")


def act_inserted(files: Files) -> tuple[Files, Expected]:
    acts, proofs = load(files, ACTS), load(files, PROOFS)
    made_up, proof = load(files, ACTS)[3], load(files, PROOFS)[3]
    made_up["body"] = {"place": "另一处"}
    acts.insert(3, made_up)
    proofs.insert(3, proof)
    for number, (act, proof) in enumerate(zip(acts, proofs, strict=True), start=1):
        act["envelope"]["number"] = proof["number"] = number
    resealed(acts, 3)
    return rebagged(with_json(with_json(files, ACTS, acts), PROOFS, proofs)), (4, "proof.broken")


def act_repeated(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts.insert(3, acts[3])
    return rebagged(with_json(files, ACTS, acts)), (4, "act.duplicated")


def act_of_another_dossier_put_in(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[3]["envelope"]["dossier"] = "示例〔2026〕2号"
    return rebagged(with_json(files, ACTS, acts)), (4, "act.foreign")


def recording_backdated(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[4]["envelope"]["happened"] = acts[4]["envelope"]["recorded"] = "2026-03-01T09:00:00+08:00"
    resealed(acts, 4)
    return rebagged(with_json(files, ACTS, acts)), (5, "time.backdated")


def happened_after_it_was_recorded(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    # One second later on the same instant line, though the clock face of the other zone reads earlier.
    acts[2]["envelope"]["happened"] = "2026-03-02T04:00:01+00:00"
    assert acts[2]["envelope"]["recorded"] == "2026-03-02T12:00:00+08:00"
    resealed(acts, 2)
    return rebagged(with_json(files, ACTS, acts)), (3, "time.happened_after_recorded")


def moment_without_offset(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[2]["envelope"]["recorded"] = "2026-03-02T12:00:00"
    return rebagged(with_json(files, ACTS, acts)), (3, "act.malformed")


def _exhibit(files: Files, number: int) -> str:
    return EXHIBITS + str(load(files, ACTS)[number - 1]["envelope"]["exhibits"][0]["sha256"])


def exhibit_altered(files: Files) -> tuple[Files, Expected]:
    return rebagged({**files, _exhibit(files, 4): b"another video"}), (4, "exhibit.altered")


def exhibit_missing(files: Files) -> tuple[Files, Expected]:
    path = _exhibit(files, 4)
    return rebagged({name: content for name, content in files.items() if name != path}), (
        4,
        "exhibit.missing",
    )


def exhibit_replaced_and_envelope_with_it(files: Files) -> tuple[Files, Expected]:
    acts, path = load(files, ACTS), _exhibit(files, 4)
    files = {name: content for name, content in files.items() if name != path}
    files[EXHIBITS + sha256_hex(b"another video")] = b"another video"
    acts[3]["envelope"]["exhibits"][0]["sha256"] = sha256_hex(b"another video")
    return rebagged(with_json(files, ACTS, acts)), (4, "act.envelope_altered")


def exhibit_slipped_in(files: Files) -> tuple[Files, Expected]:
    extra = EXHIBITS + sha256_hex(b"extra")
    return rebagged({**files, extra: b"extra"}), (None, "exhibit.unreferenced")


def body_erased(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[4]["body"] = None
    return rebagged(with_json(files, ACTS, acts)), (5, "body.missing")


def body_erased_and_called_disposed_of(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[4]["body"] = None
    acts[4]["disposal"] = {"act": 6, "body": True, "exhibits": []}
    return rebagged(with_json(files, ACTS, acts)), (5, "disposal.unsupported")


def disposing_act_rewritten(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[4]["body"] = None
    acts[4]["disposal"] = {"act": 6, "body": True, "exhibits": []}
    acts[5]["body"]["disposed"].append({"act": 5, "body": True, "exhibits": []})
    return rebagged(with_json(files, ACTS, acts)), (6, "act.body_altered")


def proof_broken(files: Files) -> tuple[Files, Expected]:
    proofs = load(files, PROOFS)
    proofs[2]["proof"][0] = "0" * 64
    return rebagged(with_json(files, PROOFS, proofs)), (3, "proof.broken")


def proof_missing(files: Files) -> tuple[Files, Expected]:
    proofs = load(files, PROOFS)
    del proofs[2]
    return rebagged(with_json(files, PROOFS, proofs)), (3, "proof.missing")


def salt_altered(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[2]["salt"] = "0" * 64
    return rebagged(with_json(files, ACTS, acts)), (3, "proof.broken")


def checkpoint_signed_by_a_stranger(files: Files) -> tuple[Files, Expected]:
    text = split_note(files[CHECKPOINT].decode())[0]
    note = sign_note(parse_checkpoint(text), LOG, STRANGER_KEY)
    return rebagged({**files, CHECKPOINT: note.encode()}), (None, "checkpoint.bad")


def checkpoint_altered_under_its_signature(files: Files) -> tuple[Files, Expected]:
    note = files[CHECKPOINT].replace(b"\n24\n", b"\n25\n")
    assert note != files[CHECKPOINT]
    return rebagged({**files, CHECKPOINT: note}), (None, "checkpoint.bad")


def checkpoint_of_another_tree(files: Files) -> tuple[Files, Expected]:
    note = sign_note(Checkpoint(LOG, 24, b"\x05" * 32), LOG, KEY)
    return rebagged({**files, CHECKPOINT: note.encode()}), (1, "proof.broken")


def document_altered(files: Files) -> tuple[Files, Expected]:
    damaged = rebagged({**files, "data/documents/决定书.pdf": b"%PDF another decision"})
    return damaged, (None, "statement.manifest")


def bureau_renamed(files: Files) -> tuple[Files, Expected]:
    info = files["bag-info.txt"].replace("示例区".encode(), "另一区".encode())
    return rebagged({**files, "bag-info.txt": info}), (None, "statement.info")


def file_changed_clumsily(files: Files) -> tuple[Files, Expected]:
    return {**files, "data/documents/决定书.pdf": b"%PDF another decision"}, (None, "manifest.digest")


def file_added_clumsily(files: Files) -> tuple[Files, Expected]:
    return {**files, "data/documents/补.pdf": b"%PDF"}, (None, "manifest.unlisted_file")


def file_lost(files: Files) -> tuple[Files, Expected]:
    kept = {path: content for path, content in files.items() if not path.endswith(".pdf")}
    return kept, (None, "manifest.missing_file")


def manifest_spaced_differently(files: Files) -> tuple[Files, Expected]:
    lines = files["manifest-sha256.txt"].split(b"\n")
    damaged = b"\n".join([lines[1], lines[0], *lines[2:]])
    return {**files, "manifest-sha256.txt": damaged}, (None, "manifest.form")


def acts_not_json(files: Files) -> tuple[Files, Expected]:
    return rebagged({**files, ACTS: files[ACTS][:-20]}), (None, "file.malformed")


def acts_emptied(files: Files) -> tuple[Files, Expected]:
    return rebagged({**files, ACTS: b"[]"}), (None, "act.none")


DAMAGES: list[Damage] = [
    value
    for name, value in list(globals().items())
    if callable(value) and getattr(value, "__module__", None) == __name__ and not name.startswith("_")
]


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
