"""日志树：追加和证明，与 pymerkle（同样是 RFC 9162 的树）相比。叶数可以少：BENCH_LEAVES=100000 make bench ONLY=tree"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from hashlib import sha256
from time import process_time

from bench.timing import Result, spoken
from mingzhi.ledger.merkle import Tree, leaf_hash, verify_inclusion
from mingzhi.ledger.tiles import TiledTree, grown

LEAVES = int(os.environ.get("BENCH_LEAVES", "1000000"))
PROOFS = 200


def run() -> Iterator[Result]:
    import pymerkle

    leaves = [sha256(n.to_bytes(8, "big")).digest() for n in range(LEAVES)]
    began = process_time()
    single = Tree()
    for leaf in leaves:
        single.append(leaf)
    one_by_one = process_time() - began
    began = process_time()
    tree = Tree()
    tree.extend(leaves)
    ours = process_time() - began
    assert tree.peaks == single.peaks
    del single

    began = process_time()
    tiles = dict(grown(leaves, 0, {}.get))
    cutting = process_time() - began

    began = process_time()
    theirs = pymerkle.InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        theirs.append_entry(leaf) if hasattr(theirs, "append_entry") else theirs.append(leaf)
    pymerkles = process_time() - began

    ratio = pymerkles / ours
    yield Result(
        f"成批追加 {LEAVES} 片叶", f"{spoken(ours)}，快 {ratio:.1f} 倍（pymerkle {spoken(pymerkles)}）",
        "pymerkle 的 20 倍以上", ratio >= 20,
    )  # fmt: skip
    yield Result("一片一片地追加", f"{spoken(one_by_one)}，快 {pymerkles / one_by_one:.1f} 倍")
    yield Result("另把它们切成瓦片", spoken(cutting))

    chance = random.Random(1)
    places = [chance.randrange(LEAVES) for _ in range(PROOFS)]
    began = process_time()
    # 每次都从头取瓦片：读的人只要一份证明。
    proofs = [TiledTree(LEAVES, tiles.get).inclusion_proof(place) for place in places]
    proving = (process_time() - began) / PROOFS
    for place, proof in zip(places, proofs, strict=True):
        assert verify_inclusion(leaf_hash(leaves[place]), place, LEAVES, proof, tree.root)
    began = process_time()
    for place in places:
        theirs.prove_inclusion(place + 1, LEAVES)
    proved = (process_time() - began) / PROOFS
    began = process_time()
    for place in places:
        TiledTree(LEAVES, tiles.get).consistency_proof(place + 1)
    consistent = (process_time() - began) / PROOFS
    yield Result(
        "一份包含证明", f"{spoken(proving)}，快 {proved / proving:.1f} 倍（pymerkle {spoken(proved)}）",
        "1 毫秒以内", proving < 1e-3,
    )  # fmt: skip
    yield Result("一份一致性证明", spoken(consistent), "1 毫秒以内", consistent < 1e-3)
