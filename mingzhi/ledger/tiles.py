"""瓦片：日志树按 256 个摘要一片切开存放和公开，旁人逐片下载就能核对，不必信任给他的人。

C2SP tlog-tiles. A tile of level L holds up to 256 nodes of height 8·L; a full tile never changes, a partial one
(`.p/<width>`) is the right edge of one tree size. `tile/entries` holds the entries themselves: here salted
commitments of 32 bytes, which tell nothing of the acts.
"""

from collections.abc import Callable, Iterator, Sequence

from .merkle import EMPTY_ROOT, HASH_SIZE, leaf_hashes, node_hash, parents

HEIGHT = 8
WIDTH = 1 << HEIGHT
# A tree of 2^63 leaves has eight levels of tiles: no path of a real tile is longer.
TOP = 7

Fetch = Callable[[str], bytes | None]
"""按路径取一片；没有的是 None。"""


class BadTile(ValueError):
    """缺一片瓦片，或者大小不对。The message is for the reader of the verdict, in Chinese."""


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """第 level 层第 index 片的路径；width 不满 256 的是这一棵树的右边。"""
    return f"tile/{level}/{_number(index)}{_partial(width)}"


def entries_path(index: int, width: int = WIDTH) -> str:
    """第 index 捆叶的路径。"""
    return f"tile/entries/{_number(index)}{_partial(width)}"


def _number(index: int) -> str:
    parts = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        parts.append(f"x{index % 1000:03d}")
    return "/".join(reversed(parts))


def _partial(width: int) -> str:
    if not 0 < width <= WIDTH:
        raise ValueError("a tile is 1 to 256 hashes wide")
    return "" if width == WIDTH else f".p/{width}"


def bundle(entries: Sequence[bytes]) -> bytes:
    """一捆叶：每片前面两个字节写它的长短。"""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundle(data: bytes) -> list[bytes]:
    """读一捆叶；短了、多了抛 :class:`BadTile`。"""
    entries, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 2], "big")
        entry = data[at + 2 : at + 2 + size]
        if at + 2 > len(data) or len(entry) != size:
            raise BadTile("一捆叶在中间断了")
        entries.append(entry)
        at += 2 + size
    return entries


def grown(entries: Sequence[bytes], before: int, fetch: Fetch) -> Iterator[tuple[str, bytes]]:
    """从 before 片叶长出 entries 以后，新写的各片：路径、内容。已经满了的不再写。

    fetch 给出长之前右边的那几片（不满的）。The caller stores every pair before it signs the larger tree.
    """
    yield from _bundles(entries, before, fetch)
    nodes, start = leaf_hashes(entries), before
    for level in range(TOP + 1):
        if not nodes:
            return
        held = _edge(level, start, fetch)
        line, first = held + nodes, start - len(held)
        above = []
        for at in range(0, len(line), WIDTH):
            part = line[at : at + WIDTH]
            yield tile_path(level, (first + at) // WIDTH, len(part)), b"".join(part)
            if len(part) == WIDTH:
                above.append(_root_of(part))
        nodes, start = above, start // WIDTH


def _bundles(entries: Sequence[bytes], before: int, fetch: Fetch) -> Iterator[tuple[str, bytes]]:
    width = before % WIDTH
    held: list[bytes] = []
    if width:
        held = unbundle(_needed(fetch, entries_path(before // WIDTH, width)))
        if len(held) != width:
            raise BadTile(f"{entries_path(before // WIDTH, width)} 的叶数不对")
    line, first = held + list(entries), before - width
    for at in range(0, len(line), WIDTH):
        part = line[at : at + WIDTH]
        yield entries_path((first + at) // WIDTH, len(part)), bundle(part)


def _edge(level: int, count: int, fetch: Fetch) -> list[bytes]:
    """这一层右边不满的一片里的摘要。"""
    width = count % WIDTH
    return _hashes(_needed(fetch, tile_path(level, count // WIDTH, width)), width) if width else []


def _hashes(data: bytes, width: int) -> list[bytes]:
    if len(data) != width * HASH_SIZE:
        raise BadTile("瓦片的大小不对")
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


def _needed(fetch: Fetch, path: str) -> bytes:
    found = fetch(path)
    if found is None:
        raise BadTile(f"缺少 {path}")
    return found


def _root_of(nodes: list[bytes]) -> bytes:
    """满的（二的幂个）一排结点合成的根。"""
    while len(nodes) > 1:
        nodes = parents(nodes)
    return nodes[0]


class TiledTree:
    """一棵 size 片叶的树，只取用得着的瓦片：根、包含证明、一致性证明都不必读全部的叶。"""

    def __init__(self, size: int, fetch: Fetch) -> None:
        self.size = size
        self._fetch = fetch
        self._kept: dict[tuple[int, int], list[bytes]] = {}

    @property
    def root(self) -> bytes:
        """树根；瓦片缺了抛 :class:`BadTile`。"""
        return self._subtree(0, self.size) if self.size else EMPTY_ROOT

    def inclusion_proof(self, index: int) -> list[bytes]:
        """PATH (RFC 9162, 2.1.3.1)."""
        if not 0 <= index < self.size:
            raise IndexError(f"no leaf {index} in a tree of {self.size}")
        proof: list[bytes] = []
        start, end = 0, self.size
        while end - start > 1:
            middle = start + (1 << (end - start - 1).bit_length() - 1)
            if index < middle:
                proof.append(self._subtree(middle, end))
                end = middle
            else:
                proof.append(self._subtree(start, middle))
                start = middle
        return proof[::-1]

    def consistency_proof(self, m: int) -> list[bytes]:
        """PROOF (RFC 9162, 2.1.4.1)：前 m 片叶的树是这一棵的开头。"""
        if not 0 < m <= self.size:
            raise ValueError(f"a consistency proof begins at a size from 1 to {self.size}")
        proof: list[bytes] = []
        start, end, whole = 0, self.size, True
        while m != end:
            middle = start + (1 << (end - start - 1).bit_length() - 1)
            if m <= middle:
                proof.append(self._subtree(middle, end))
                end = middle
            else:
                proof.append(self._subtree(start, middle))
                start, whole = middle, False
        if not whole:
            proof.append(self._subtree(start, end))
        return proof[::-1]

    def _subtree(self, start: int, end: int) -> bytes:
        count = end - start
        if count & (count - 1) == 0:
            return self._node((count - 1).bit_length(), start)
        middle = start + (1 << (count - 1).bit_length() - 1)
        return node_hash(self._subtree(start, middle), self._subtree(middle, end))

    def _node(self, height: int, start: int) -> bytes:
        """从第 start 片叶起、2 的 height 次幂片叶的满子树的根。"""
        level, below = divmod(height, HEIGHT)
        first = start >> (level * HEIGHT)
        tile, at = divmod(first, WIDTH)
        hashes = self._tile(level, tile)
        part = hashes[at : at + (1 << below)]
        if len(part) != 1 << below:
            raise BadTile(f"第 {level} 层第 {tile} 片不够宽")
        return _root_of(part)

    def _tile(self, level: int, index: int) -> list[bytes]:
        found = self._kept.get((level, index))
        if found is None:
            width = min(WIDTH, (self.size >> (level * HEIGHT)) - index * WIDTH)
            if width < 1:
                raise BadTile(f"第 {level} 层没有第 {index} 片")
            found = _hashes(_needed(self._fetch, tile_path(level, index, width)), width)
            self._kept[level, index] = found
        return found


def audit(size: int, fetch: Fetch) -> Iterator[tuple[str, str]]:
    """从叶起逐片重算 size 片叶的树，给出对不上的各片：路径、怎么不对。没有就是一片不差。"""
    below: list[bytes] = []
    for index, width in _spans(size):
        path = entries_path(index, width)
        try:
            entries = unbundle(_needed(fetch, path))
        except BadTile as fault:
            yield path, str(fault)
            return
        if len(entries) != width:
            yield path, f"应有 {width} 片叶，实有 {len(entries)} 片"
            return
        below += leaf_hashes(entries)
    for level in range(TOP + 1):
        if not below:
            return
        above = []
        for index, width in _spans(len(below)):
            part = below[index * WIDTH : index * WIDTH + width]
            path = tile_path(level, index, width)
            found = fetch(path)
            if found != b"".join(part):
                yield path, "缺少这一片" if found is None else "与下面的叶对不上，被改过"
            if width == WIDTH:
                above.append(_root_of(part))
        below = above


def _spans(count: int) -> Iterator[tuple[int, int]]:
    for index in range(0, -(-count // WIDTH)):
        yield index, min(WIDTH, count - index * WIDTH)
