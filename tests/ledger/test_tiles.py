"""瓦片：切开再拼起来，与整棵树的根、证明一模一样；缺一片、改一片都看得出。"""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzhi.ledger import merkle
from mingzhi.ledger.tiles import BadTile, TiledTree, audit, entries_path, grown, tile_path, unbundle

ENTRIES = [random.Random(n).randbytes(32) for n in range(70_000)]


def stored(sizes: list[int]) -> dict[str, bytes]:
    """依次长到 sizes 各片叶，存下的各片。"""
    kept: dict[str, bytes] = {}
    for before, after in pairwise([0, *sizes]):
        kept |= dict(grown(ENTRIES[before:after], before, kept.get))
    return kept


@pytest.mark.parametrize(
    ("index", "path"),
    [(0, "tile/0/000"), (999, "tile/0/999"), (1234067, "tile/0/x001/x234/067"), (1000, "tile/0/x001/000")],
)
def test_paths_are_those_of_the_format(index: int, path: str) -> None:
    assert tile_path(0, index) == path
    assert tile_path(0, index, 8) == f"{path}.p/8"
    assert entries_path(index, 8) == path.replace("tile/0", "tile/entries") + ".p/8"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 1500), min_size=1, max_size=6, unique=True).map(sorted), st.data())
def test_tiles_prove_what_the_whole_tree_proves(sizes: list[int], data: st.DataObject) -> None:
    kept, size = stored(sizes), sizes[-1]
    tree, whole = TiledTree(size, kept.get), ENTRIES[:size]
    assert tree.root == merkle.root(whole)
    index = data.draw(st.integers(0, size - 1))
    assert tree.inclusion_proof(index) == merkle.inclusion_proof(whole, index)
    m = data.draw(st.integers(1, size))
    assert tree.consistency_proof(m) == merkle.consistency_proof(whole, m)
    # 以前的那棵树，凭当时的瓦片还拼得出。
    older = data.draw(st.sampled_from(sizes))
    assert TiledTree(older, kept.get).root == merkle.root(ENTRIES[:older])


def test_a_tree_of_more_than_two_levels_of_tiles() -> None:
    size = len(ENTRIES)
    kept = stored([65_536, size])
    tree = TiledTree(size, kept.get)
    assert tile_path(2, 0, 1) in kept
    assert tree.root == merkle.root(ENTRIES)
    for index in (0, 255, 256, 65_535, 65_536, size - 1):
        proof = tree.inclusion_proof(index)
        assert merkle.verify_inclusion(merkle.leaf_hash(ENTRIES[index]), index, size, proof, tree.root)
    proof = tree.consistency_proof(65_536)
    assert merkle.verify_consistency(65_536, merkle.root(ENTRIES[:65_536]), size, tree.root, proof)


def test_entry_bundles_hold_the_entries_in_order() -> None:
    kept = stored([100, 300])
    assert unbundle(kept[entries_path(0)]) == ENTRIES[:256]
    assert unbundle(kept[entries_path(1, 44)]) == ENTRIES[256:300]
    with pytest.raises(BadTile):
        unbundle(kept[entries_path(0)][:-1])


def test_a_missing_or_short_tile_is_said_by_its_path() -> None:
    kept = stored([600])
    del kept[tile_path(0, 1)]
    with pytest.raises(BadTile, match="tile/0/001"):
        TiledTree(600, kept.get).inclusion_proof(300)
    kept[tile_path(0, 1)] = b"short"
    with pytest.raises(BadTile):
        TiledTree(600, kept.get).inclusion_proof(300)


def test_every_edited_or_missing_tile_is_named() -> None:
    size = 66_000
    kept = stored([600, size])
    assert list(audit(size, kept.get)) == []
    needed = [path for path in kept if ".p/" not in path or path.endswith(f".p/{size % 256}")]
    needed += [tile_path(1, 1, (size >> 8) % 256), tile_path(2, 0, 1)]
    for path in random.Random(7).sample(needed, 40):
        edited = dict(kept)
        edited[path] = kept[path][:-1] + bytes([kept[path][-1] ^ 1])
        found = [where for where, _ in audit(size, edited.get)]
        # 改了一捆叶，是从它算出的那一片对不上；改了一片，就是它自己。
        assert found and found[0].removeprefix("tile/0/") == path.removeprefix("tile/entries/").removeprefix(
            "tile/0/"
        )
        del edited[path]
        assert next(iter(audit(size, edited.get)))[0] == path
