"""日志树：全机关的执法行为按记录先后成为一棵 Merkle 树的叶，只增不改。

RFC 9162, 2.1: tree hash, inclusion proofs and consistency proofs, with SHA-256. `leaves` are always the
entries themselves (what `chain.leaf` gives); only `verify_inclusion` takes a leaf's hash.
"""

import hashlib
import operator
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()
HASH_SIZE = 32
_sha256 = hashlib.sha256
# A copy of a digest that has taken its prefix is cheaper than a new one: OpenSSL looks the algorithm up only once.
_leaf = hashlib.sha256(b"\x00").copy
_node = hashlib.sha256(b"\x01").copy
# So many leaves at a time: their nodes stay in the processor's cache.
BLOCK = 1024


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """一排叶的 :func:`leaf_hash`。"""
    # update gives None: the condition always holds, and the digest is fed on the way.
    return [h.digest() for entry in entries if not (h := _leaf()).update(entry)]  # type: ignore[func-returns-value]


def parents(nodes: Iterable[bytes]) -> list[bytes]:
    """上一层：两个两个的 :func:`node_hash`；末了单着的一个不在内。"""
    each = iter(nodes)
    pairs = map(operator.add, each, each)
    return [h.digest() for pair in pairs if not (h := _node()).update(pair)]  # type: ignore[func-returns-value]


class Tree:
    """边写边算的树：只留每棵满子树的根（compact range），追加一片叶平均两次摘要。

    `peaks` (largest first) and `size` are all there is to store; `Tree(size, peaks)` goes on from there.
    """

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self._size = size
        self._peaks = list(peaks)
        if size < 0 or len(self._peaks) != size.bit_count():
            raise ValueError("a tree has one peak for each bit set in its size")
        if any(len(peak) != HASH_SIZE for peak in self._peaks):
            raise ValueError("a peak has 32 bytes")

    @property
    def size(self) -> int:
        return self._size

    @property
    def peaks(self) -> tuple[bytes, ...]:
        return tuple(self._peaks)

    @property
    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY_ROOT
        result = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            result = node_hash(peak, result)
        return result

    def append(self, entry: bytes) -> int:
        """追加一片叶，返回它的序号（从 0 起）。"""
        # Calls are the cost here, so the two hashes stand in place: leaf_hash, node_hash.
        node = _sha256(b"\x00" + entry).digest()
        index = merging = self._size
        peaks = self._peaks
        while merging & 1:
            node = _sha256(b"\x01" + peaks.pop() + node).digest()
            merging >>= 1
        peaks.append(node)
        self._size = index + 1
        return index

    def extend(self, entries: Sequence[bytes]) -> None:
        """接着追加一排叶。结果与逐片 :meth:`append` 相同，一层一层地算，快得多。"""
        at, peaks = 0, self._peaks
        while at < len(entries):
            # 一次一棵满子树：从现在的大小起放得下的、不超过剩下的最大的一棵。
            here = self._size & -self._size or BLOCK
            count = min(here, BLOCK, 1 << (len(entries) - at).bit_length() - 1)
            level = leaf_hashes(entries[at : at + count])
            while len(level) > 1:
                level = parents(level)
            merging, node = self._size // count, level[0]
            while merging & 1:
                node = node_hash(peaks.pop(), node)
                merging >>= 1
            peaks.append(node)
            self._size += count
            at += count


def root(leaves: Sequence[bytes]) -> bytes:
    """MTH (RFC 9162, 2.1.1)."""
    tree = Tree()
    tree.extend(leaves)
    return tree.root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """PATH (RFC 9162, 2.1.3.1)：这片叶在树里。"""
    return inclusion_proofs(leaves, [index])[0]


def inclusion_proofs(leaves: Sequence[bytes], indexes: Sequence[int]) -> list[list[bytes]]:
    """一次算出一卷里各项行为的证明，整棵树只过一遍。"""
    for index in indexes:
        if not 0 <= index < len(leaves):
            raise IndexError(f"no leaf {index} in a tree of {len(leaves)}")
    proofs: list[list[bytes]] = [[] for _ in indexes]
    places = list(indexes)
    level = leaf_hashes(leaves)
    while len(level) > 1:
        for number, place in enumerate(places):
            if place ^ 1 < len(level):
                proofs[number].append(level[place ^ 1])
            places[number] = place >> 1
        # A node without a sibling rises as it is: the same tree as splitting at the largest power of two.
        above = parents(level)
        level = above + level[len(above) * 2 :]
    return proofs


def consistency_proof(leaves: Sequence[bytes], m: int) -> list[bytes]:
    """PROOF (RFC 9162, 2.1.4.1)：前 m 片叶的树是整棵树的开头，其后只有追加。"""
    if not 0 < m <= len(leaves):
        raise ValueError(f"a consistency proof begins at a size from 1 to {len(leaves)}")
    proof: list[bytes] = []
    start, end, whole = 0, len(leaves), True
    while m != end:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        if m <= middle:
            proof.append(root(leaves[middle:end]))
            end = middle
        else:
            proof.append(root(leaves[start:middle]))
            start, whole = middle, False
    if not whole:
        proof.append(root(leaves[start:end]))
    return proof[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2。`leaf` is the leaf's hash."""
    if not 0 <= index < size or any(len(node) != HASH_SIZE for node in (leaf, root, *proof)):
        return False
    first, last, result = index, size - 1, leaf
    for node in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            result = node_hash(node, result)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            result = node_hash(result, node)
        first, last = first >> 1, last >> 1
    return last == 0 and result == root


def verify_consistency(size1: int, root1: bytes, size2: int, root2: bytes, proof: Sequence[bytes]) -> bool:
    """RFC 9162, 2.1.4.2。A tree of size 0 proves nothing and is refused."""
    if not 0 < size1 <= size2:
        return False
    if size1 == size2:  # one tree: nothing is hashed, so its root may be any bytes that the caller trusts
        return not proof and root1 == root2
    if any(len(node) != HASH_SIZE for node in (root1, root2, *proof)):
        return False
    path = list(proof)
    if size1.bit_count() == 1:  # the old tree is a full subtree: its root is known already
        path.insert(0, root1)
    if not path:
        return False
    first, last = size1 - 1, size2 - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old = new = path[0]
    for node in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            new = node_hash(new, node)
        first, last = first >> 1, last >> 1
    return last == 0 and old == root1 and new == root2
