"""一本完好的公开日志，和把它弄坏的各种办法，每个函数一种，以损害命名。"""

from collections.abc import Callable
from hashlib import sha512
from pathlib import Path

from mingzhi.ledger.checkpoint import Checkpoint, sign_note
from mingzhi.ledger.merkle import root
from mingzhi.ledger.tiles import grown
from tests.ledger.dossiers import KEY, LOG, STRANGER_KEY

Files = dict[str, bytes]
SIZES = (3, 200, 300, 700)
LEAVES = [bytes([n % 251, n // 251]) * 16 for n in range(SIZES[-1])]
Damage = Callable[[Files], tuple[Files, str]]


def note(size: int, leaves: list[bytes] = LEAVES) -> bytes:
    return sign_note(Checkpoint(LOG, size, root(leaves[:size])), LOG, KEY).encode()


def stamp(stamped: bytes) -> bytes:
    """像一份时间戳：里面有所盖的字节的摘要。"""
    return b"0\x82" + sha512(stamped).digest() + b"signed"


def intact_log(leaves: list[bytes] = LEAVES) -> Files:
    """分几次公开的一本日志：旧的不满的瓦片、历次的检查点都还在。"""
    files: Files = {}
    before = 0
    for day, size in enumerate(SIZES, start=1):
        files.update(grown(leaves[before:size], before, files.get))
        files[f"history/2026030{day}T0000-{size}.txt"] = note(size, leaves)
        before = size
    files["history/20260301T0000-3.tsr"] = stamp(files["history/20260301T0000-3.txt"])
    return {**files, "checkpoint": note(before, leaves), ".lock": b"", "witnesses.json": b"{}"}


def put(files: Files, folder: Path) -> Path:
    """写成文件夹。"""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def _poked(files: Files, name: str, at: int = -1) -> Files:
    content = bytearray(files[name])
    content[at] ^= 1
    return {**files, name: bytes(content)}


def _without(files: Files, name: str) -> Files:
    return {path: content for path, content in files.items() if path != name}


def leaf_altered(files: Files) -> tuple[Files, str]:
    return _poked(files, "tile/entries/001", 40), "log.root"


def leaf_altered_and_every_tile_made_anew(files: Files) -> tuple[Files, str]:
    leaves = [*LEAVES]
    leaves[5] = b"\x00" * 32
    made = intact_log(leaves)
    signed = {name: files[name] for name in files if name == "checkpoint" or name.startswith("history")}
    return {**made, **signed}, "log.root"


def leaf_altered_and_all_but_the_history_signed_anew(files: Files) -> tuple[Files, str]:
    leaves = [*LEAVES]
    leaves[5] = b"\x00" * 32
    history = {name: files[name] for name in files if name.startswith("history")}
    return {**intact_log(leaves), **history}, "history.fork"


def two_leaves_swapped(files: Files) -> tuple[Files, str]:
    content = files["tile/entries/000"]
    swapped = content[:34] + content[68:102] + content[34:68] + content[102:]
    return {**files, "tile/entries/000": swapped}, "log.root"


def bundle_cut_short(files: Files) -> tuple[Files, str]:
    return {**files, "tile/entries/001": files["tile/entries/001"][:-5]}, "tile.altered"


def bundle_lost(files: Files) -> tuple[Files, str]:
    return _without(files, "tile/entries/001"), "tile.missing"


def tile_altered(files: Files) -> tuple[Files, str]:
    return _poked(files, "tile/0/001"), "tile.altered"


def tile_lost(files: Files) -> tuple[Files, str]:
    return _without(files, "tile/1/000.p/2"), "tile.missing"


def old_partial_tile_altered(files: Files) -> tuple[Files, str]:
    return _poked(files, "tile/0/000.p/200"), "tile.altered"


def old_partial_bundle_altered(files: Files) -> tuple[Files, str]:
    return _poked(files, "tile/entries/000.p/3"), "tile.altered"


def tail_cut_off_and_signed_anew(files: Files) -> tuple[Files, str]:
    return {**files, "checkpoint": note(300)}, "history.fork"


def checkpoint_altered(files: Files) -> tuple[Files, str]:
    return {**files, "checkpoint": files["checkpoint"].replace(b"\n700\n", b"\n300\n")}, "checkpoint.bad"


def checkpoint_lost(files: Files) -> tuple[Files, str]:
    return _without(files, "checkpoint"), "checkpoint.bad"


def checkpoint_signed_by_a_stranger(files: Files) -> tuple[Files, str]:
    signed = sign_note(Checkpoint(LOG, 700, root(LEAVES)), LOG, STRANGER_KEY)
    return {**files, "checkpoint": signed.encode()}, "checkpoint.bad"


def checkpoint_claims_more_leaves_than_there_can_be(files: Files) -> tuple[Files, str]:
    signed = sign_note(Checkpoint(LOG, 10**15, root(LEAVES)), LOG, KEY)
    return {**files, "checkpoint": signed.encode()}, "tile.missing"


def old_checkpoint_altered(files: Files) -> tuple[Files, str]:
    return _poked(files, "history/20260302T0000-200.txt", 30), "history.bad"


def old_checkpoint_of_another_log(files: Files) -> tuple[Files, str]:
    other = sign_note(Checkpoint("other.example.org/log", 3, root(LEAVES[:3])), LOG, KEY)
    return {**files, "history/20260301T0000-3.txt": other.encode()}, "history.bad"


def old_checkpoint_renamed_to_an_earlier_day(files: Files) -> tuple[Files, str]:
    moved = _without(files, "history/20260303T0000-300.txt")
    return {
        **moved,
        "history/20260301T1200-300.txt": files["history/20260303T0000-300.txt"],
    }, "history.order"


def time_stamp_of_another_checkpoint(files: Files) -> tuple[Files, str]:
    return {**files, "history/20260301T0000-3.tsr": stamp(files["checkpoint"])}, "history.bad"


def stamped_checkpoint_lost(files: Files) -> tuple[Files, str]:
    return _without(files, "history/20260301T0000-3.txt"), "history.bad"


def file_of_no_known_kind_added(files: Files) -> tuple[Files, str]:
    return {**files, "tile/0/x000/001": b"?"}, "file.unexpected"


DAMAGES: list[Damage] = [
    value
    for name, value in list(globals().items())
    if callable(value)
    and getattr(value, "__module__", None) == __name__
    and not name.startswith("_")
    and name not in ("note", "stamp", "intact_log", "put")
]
