import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzhi.ledger.merkle import (
    EMPTY_ROOT,
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [b"leaf %d" % index for index in range(70)]
SIZES = range(1, len(LEAVES) + 1)


def slow_root(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1 word for word, to compare with."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + slow_root(leaves[:k]) + slow_root(leaves[k:])).digest()


def test_the_root_is_the_one_that_the_rfc_defines() -> None:
    assert root([]) == EMPTY_ROOT
    for size in SIZES:
        assert root(LEAVES[:size]) == slow_root(LEAVES[:size])


def test_a_tree_grown_leaf_by_leaf_and_stored_in_between_has_the_same_root() -> None:
    tree = Tree()
    for index, entry in enumerate(LEAVES):
        tree = Tree(tree.size, tree.peaks)
        assert tree.append(entry) == index
        assert tree.root == root(LEAVES[: index + 1])


@pytest.mark.parametrize(("size", "peaks"), [(1, []), (2, [b"x" * 32] * 2), (-1, []), (1, [b"short"])])
def test_a_stored_tree_that_cannot_be_is_refused(size: int, peaks: list[bytes]) -> None:
    with pytest.raises(ValueError):
        Tree(size, peaks)


def test_every_leaf_of_every_tree_is_proven() -> None:
    for size in SIZES:
        leaves = LEAVES[:size]
        top = root(leaves)
        for index in range(size):
            proof = inclusion_proof(leaves, index)
            assert verify_inclusion(leaf_hash(leaves[index]), index, size, proof, top)


def test_every_earlier_tree_is_proven_the_beginning_of_every_later_one() -> None:
    for size in SIZES:
        leaves = LEAVES[:size]
        for earlier in range(1, size + 1):
            proof = consistency_proof(leaves, earlier)
            assert verify_consistency(earlier, root(leaves[:earlier]), size, root(leaves), proof)


@given(st.data(), st.integers(1, 70))
def test_a_proof_serves_one_leaf_at_one_place_in_one_tree(data: st.DataObject, size: int) -> None:
    leaves = LEAVES[:size]
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size + 3))
    proof = inclusion_proof(leaves, index)
    top, hashed = root(leaves), leaf_hash(leaves[index])
    assert verify_inclusion(hashed, other, size, proof, top) == (other == index)
    assert not verify_inclusion(leaf_hash(b"another"), index, size, proof, top)
    assert not verify_inclusion(hashed, index, size, [*proof, top], top)
    assert not verify_inclusion(hashed, index, size, proof, hashed[::-1])
    if proof:
        assert not verify_inclusion(hashed, index, size, proof[:-1], top)


@given(st.integers(2, 70), st.data())
def test_a_rewritten_past_has_no_consistency_proof(size: int, data: st.DataObject) -> None:
    earlier = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, earlier - 1))
    rewritten = [*LEAVES[:changed], b"rewritten", *LEAVES[changed + 1 : size]]
    proof = consistency_proof(rewritten, earlier)
    assert not verify_consistency(earlier, root(LEAVES[:earlier]), size, root(rewritten), proof)
    honest = consistency_proof(LEAVES[:size], earlier)
    assert not verify_consistency(earlier, root(LEAVES[:earlier]), size, root(rewritten), honest)


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES[:3], index)


def test_a_leaf_cannot_pass_for_a_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)


def test_proofs_of_the_wrong_shape_are_refused() -> None:
    top = root(LEAVES[:3])
    proof = inclusion_proof(LEAVES[:3], 0)
    assert not verify_inclusion(leaf_hash(LEAVES[0]), 0, 3, [proof[0][:31], proof[1]], top)
    assert not verify_inclusion(leaf_hash(LEAVES[0]), -1, 3, proof, top)
    assert not verify_consistency(0, EMPTY_ROOT, 3, top, [])


def test_the_published_probes_are_judged_as_published(shared: Path) -> None:
    """Inclusion and consistency; the probes of subtree proofs belong to another format."""
    probes = shared / "data/merkle_vectors/probes.jsonl"
    if not probes.is_file():
        pytest.skip(f"没有参考数据 {probes}")
    judged = 0
    for line in probes.read_text().splitlines():
        record: dict[str, Any] = json.loads(line)
        kind, probe = record["path"].split("/")[1], record["probe"]
        if kind not in ("inclusion", "consistency"):
            continue
        accepted = _inclusion(probe) if kind == "inclusion" else _consistency(probe)
        # The publisher calls proofs from size zero useless and refuses them; so do we.
        assert accepted != probe["wantErr"], record["path"]
        judged += 1
    assert judged == 100


def _bytes(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def _inclusion(probe: dict[str, Any]) -> bool:
    proof = [_bytes(node) for node in probe["proof"] or []]
    hashed, top = _bytes(probe["leafHash"]), _bytes(probe["root"])
    return verify_inclusion(hashed, probe["leafIdx"], probe["treeSize"], proof, top)


def _consistency(probe: dict[str, Any]) -> bool:
    proof = [_bytes(node) for node in probe["proof"] or []]
    roots = _bytes(probe["root1"]), _bytes(probe["root2"])
    return verify_consistency(probe["size1"], roots[0], probe["size2"], roots[1], proof)


@given(st.lists(st.integers(0, 1500), max_size=5))
def test_leaves_taken_in_by_the_row_give_the_tree_of_leaves_taken_one_by_one(rows: list[int]) -> None:
    whole, one_by_one, at = Tree(), Tree(), 0
    for count in rows:
        leaves = [n.to_bytes(4, "big") for n in range(at, at + count)]
        whole.extend(leaves)
        for entry in leaves:
            one_by_one.append(entry)
        at += count
        assert (whole.size, whole.peaks, whole.root) == (at, one_by_one.peaks, one_by_one.root)
