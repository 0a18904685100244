"""损害：把一份完好的导出包弄坏的各种办法，每个函数一种，以损害命名。

Each returns the damaged files and what must be found: (act number or None, code). Those called `rebagged`
recompute the manifests too, as a skilled hand would; some recompute seals and links besides.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mingzhi.ledger.checkpoint import Checkpoint, parse_checkpoint, sign_note, split_note
from mingzhi.ledger.digests import sha256_hex
from mingzhi.ledger.package import ACTS, CHECKPOINT, DOSSIER, EXHIBITS, PROOFS, STATEMENT, manifest_text
from mingzhi.ledger.statement import parse_statement
from tests.ledger.dossiers import (
    KEY,
    LOG,
    STRANGER_KEY,
    load,
    rebagged,
    resealed,
    signed_by_us,
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


def proof_given_twice(files: Files) -> tuple[Files, Expected]:
    proofs = load(files, PROOFS)
    return rebagged(with_json(files, PROOFS, [*proofs, proofs[2]])), (3, "proof.duplicated")


def proof_for_another_place_in_the_log(files: Files) -> tuple[Files, Expected]:
    proofs = load(files, PROOFS)
    proofs[2]["leaf_index"] += 1
    return rebagged(with_json(files, PROOFS, proofs)), (3, "proof.index")


def proof_not_in_hex(files: Files) -> tuple[Files, Expected]:
    proofs = load(files, PROOFS)
    proofs[2]["proof"][0] = "XYZ"
    return rebagged(with_json(files, PROOFS, proofs)), (None, "proof.malformed")


def act_with_one_name_twice(files: Files) -> tuple[Files, Expected]:
    # One program would read the first value, another the last.
    text = files[ACTS].replace(b'"leaf_index": ', b'"leaf_index": 99, "leaf_index": ', 1)
    return rebagged({**files, ACTS: text}), (None, "file.malformed")


def size_of_an_exhibit_altered(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[3]["envelope"]["exhibits"][0]["size"] += 1
    resealed(acts, 3)
    return rebagged(with_json(files, ACTS, acts)), (4, "exhibit.altered")


def sm3_of_an_exhibit_altered(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[3]["envelope"]["exhibits"][0]["sm3"] = "0" * 64
    resealed(acts, 3)
    return rebagged(with_json(files, ACTS, acts)), (4, "exhibit.altered")


def body_called_disposed_of_but_kept(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[1]["body"] = {"name": "示例举报人"}
    return rebagged(with_json(files, ACTS, acts)), (2, "disposal.contradicted")


def disposal_of_an_exhibit_that_the_act_never_had(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[1]["disposal"]["exhibits"] = ["0" * 64]
    return rebagged(with_json(files, ACTS, acts)), (2, "disposal.contradicted")


def name_of_an_exhibit_altered(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[3]["names"][1]["name"] = "另一个文件名"
    return rebagged(with_json(files, ACTS, acts)), (4, "name.altered")


def names_of_two_exhibits_swapped(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[3]["names"].reverse()
    return rebagged(with_json(files, ACTS, acts)), (4, "name.altered")


def name_of_an_exhibit_removed(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[3]["names"][0] = None
    return rebagged(with_json(files, ACTS, acts)), (4, "name.missing")


def names_fewer_than_exhibits(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    acts[3]["names"].pop()
    return rebagged(with_json(files, ACTS, acts)), (4, "act.malformed")


def exhibit_called_disposed_of_but_its_name_kept(files: Files) -> tuple[Files, Expected]:
    acts = load(files, ACTS)
    (digest,) = [each["sha256"] for each in acts[0]["envelope"]["exhibits"]]
    acts[0]["disposal"] = {"act": 6, "body": False, "exhibits": [digest]}
    return rebagged(with_json(files, ACTS, acts)), (1, "disposal.contradicted")


def heading_of_the_dossier_altered(files: Files) -> tuple[Files, Expected]:
    heading = {**load(files, DOSSIER), "abbr": "例"}
    return rebagged(with_json(files, DOSSIER, heading)), (None, "statement.manifest")


def heading_of_the_dossier_without_its_bureau(files: Files) -> tuple[Files, Expected]:
    heading = load(files, DOSSIER)
    del heading["agency"]
    return rebagged(with_json(files, DOSSIER, heading)), (None, "dossier.malformed")


def heading_of_the_dossier_with_a_number_in_words(files: Files) -> tuple[Files, Expected]:
    heading = load(files, DOSSIER)
    heading["numbers"][0]["n"] = "一"
    return rebagged(with_json(files, DOSSIER, heading)), (None, "dossier.malformed")


def file_of_no_known_kind_added(files: Files) -> tuple[Files, Expected]:
    return rebagged({**files, "data/readme.txt": b"?"}), (None, "file.unexpected")


def file_with_a_path_out_of_the_package(files: Files) -> tuple[Files, Expected]:
    return {**files, "data/../../outside": b"?"}, (None, "file.unsafe")


def package_labelled_as_another_dossier(files: Files) -> tuple[Files, Expected]:
    info = files["bag-info.txt"].replace("1号".encode(), "2号".encode())
    return rebagged({**files, "bag-info.txt": info}), (None, "bag.identifier")


def verifier_swapped(files: Files) -> tuple[Files, Expected]:
    return rebagged({**files, "verify.py": b"print('ok')\n"}), (None, "tool.altered")


def verifier_swapped_and_its_stated_digest_with_it(files: Files) -> tuple[Files, Expected]:
    swapped = b"print('ok')\n"
    info = files["bag-info.txt"].replace(
        sha256_hex(files["verify.py"]).encode(), sha256_hex(swapped).encode()
    )
    return rebagged({**files, "verify.py": swapped, "bag-info.txt": info}), (None, "statement.info")


def verifier_removed(files: Files) -> tuple[Files, Expected]:
    return rebagged({path: content for path, content in files.items() if path != "verify.py"}), (
        None,
        "tool.missing",
    )


def program_slipped_in_beside_the_verifier(files: Files) -> tuple[Files, Expected]:
    return rebagged({**files, "hashlib.py": b"sha256 = None\n"}), (None, "file.unexpected")


def total_of_bytes_altered(files: Files) -> tuple[Files, Expected]:
    info = files["bag-info.txt"].replace(b"Payload-Oxum: ", b"Payload-Oxum: 1")
    tags = {**files, "bag-info.txt": info}
    listed = {path: sha256_hex(content) for path, content in tags.items() if "/" not in path}
    del listed["tagmanifest-sha256.txt"]
    return {**tags, "tagmanifest-sha256.txt": manifest_text(listed)}, (None, "bag.oxum")


def _with_statement(files: Files, **changes: Any) -> Files:
    """机关另外签过的一份声明，被移花接木到这里。"""
    statement = parse_statement(split_note(files[STATEMENT].decode())[0])
    return rebagged({**files, STATEMENT: signed_by_us(replace(statement, **changes).text).encode()})


def statement_of_an_earlier_export(files: Files) -> tuple[Files, Expected]:
    return _with_statement(files, acts=6), (7, "act.inserted")


def statement_with_another_last_act(files: Files) -> tuple[Files, Expected]:
    return _with_statement(files, last="0" * 64), (7, "statement.last")


def statement_of_another_dossier(files: Files) -> tuple[Files, Expected]:
    return _with_statement(files, dossier="示例〔2026〕2号"), (None, "statement.dossier")


DAMAGES: list[Damage] = [
    value
    for name, value in list(globals().items())
    if callable(value) and getattr(value, "__module__", None) == __name__ and not name.startswith("_")
]
