"""改档案包和公开日志：改了的，两个核验程序都须说出；老实做的，都不许说什么。"""

from __future__ import annotations

import copy
import io
import json
import random
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.tamper import Attempt
from mingzhi.ledger.bureau import verify_path
from mingzhi.ledger.package import ACTS, PROOFS, STATEMENT
from mingzhi.ledger.publiclog import verify_log
from mingzhi.ledger.reader import MemoryReader
from mingzhi.ledger.tiles import grown
from mingzhi.ledger.verify import verify_package
from tests.ledger.dossiers import VERIFIER, Draft, intact, package, rebagged, resealed, with_json
from tests.tampered.logs import LEAVES, intact_log, note
from tools import verify as standalone

Files = dict[str, bytes]
KEY = standalone.Key(VERIFIER.vkey)
_ACTS = len(json.loads(intact()[ACTS]))
# 老实的卷里用的种类和内容，只为了有长有短、有各种字。
KINDS = ("lead.registered", "case.filed", "inspection.held", "decision.made")
WORDS = ("示例诊所", "虚记诊疗项目", "1280.50", "", "😀", "\u200b", '引"号\\', "行一\n行二")


def both(files: Files) -> tuple[bool, bool]:
    """两个核验程序各查出没有。"""
    verdict = standalone.Verdict()
    standalone.Package(standalone.Memory(files), [KEY], verdict).verify()
    return not verify_package(MemoryReader(files), verifiers=[VERIFIER]).ok, not verdict.ok


def both_logs(files: Files) -> tuple[bool, bool]:
    """同上，公开日志。"""
    verdict = standalone.Verdict()
    standalone.Log(standalone.Memory(files), [KEY], verdict).verify()
    return not verify_log(MemoryReader(files), verifiers=[VERIFIER]).ok, not verdict.ok


# ── 档案包 ─────────────────────────────────────────────────────────────


def packages(count: int, chance: random.Random) -> Iterator[Attempt]:
    """改档案包。"""
    original, packed = intact(), _zipped(intact())
    ways = list(_WAYS)
    for number in range(count):
        way = ways[number % len(ways)]
        if number % 10 == 9:
            yield _zip_edit(packed, chance, f"第 {number} 次")
            continue
        while True:
            damaged = _WAYS[way](copy.copy(original), chance)
            if damaged != original:
                break
        yield _attempt("档案包", way, both(damaged), f"第 {number} 次")


def _attempt(where: str, way: str, found: tuple[bool, bool], how: str) -> Attempt:
    says = f"{how}：随软件的{'查出' if found[0] else '没有查出'}，另写的{'查出' if found[1] else '没有查出'}"
    return Attempt(where, way, all(found), says)


def _saved(
    files: Files, acts: list[Any], proofs: list[Any], chance: random.Random, start: int | None
) -> Files:
    """照手艺的高低收尾：只改、连清单、连封印和链。start 是从哪一项起重新封存。"""
    skill = chance.randrange(3)
    if skill == 2 and start is not None:
        with suppress(ValueError, TypeError, KeyError):
            resealed(acts, start)
    if (acts, proofs) == _lists(files):
        # 重新封存以后又是原来的样子：没有改成。
        return files
    files = with_json(with_json(files, ACTS, acts), PROOFS, proofs)
    if skill and len(acts) == _ACTS and chance.random() < 0.4:
        # 连出具声明也拿掉：只剩封印、链和日志树作证。
        files = {path: content for path, content in files.items() if path != STATEMENT}
    return rebagged(files) if skill else files


def _lists(files: Files) -> tuple[list[Any], list[Any]]:
    return json.loads(files[ACTS]), json.loads(files[PROOFS])


def _leaves(value: Any) -> Iterator[tuple[Any, Any]]:
    """每一个值所在的容器和位置。"""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for place, child in list(inside):
        if isinstance(child, dict | list) and child:
            yield from _leaves(child)
        else:
            yield value, place


def _other(value: Any, chance: random.Random) -> Any:
    if isinstance(value, bool) or value is None:
        return chance.choice([each for each in (True, False, None, 1) if each is not value])
    if isinstance(value, int):
        return value + chance.choice((-1, 1, 100))
    if isinstance(value, str) and value:
        at = chance.randrange(len(value))
        return value[:at] + chance.choice("0a乙七 ") + value[at + 1 :]
    return chance.choice(("乙", 7, [1], {"x": 1}))


def _edit(files: Files, chance: random.Random) -> Files:
    acts, proofs = _lists(files)
    start = chance.randrange(len(acts))
    holder, place = chance.choice(list(_leaves(chance.choice((acts[start], proofs)))))
    holder[place] = _other(holder[place], chance)
    return _saved(files, acts, proofs, chance, start)


def _delete(files: Files, chance: random.Random) -> Files:
    if chance.random() < 0.4:
        name = chance.choice(sorted(files))
        left = {path: content for path, content in files.items() if path != name}
        return rebagged(left) if name.startswith("data/") and chance.random() < 0.5 else left
    acts, proofs = _lists(files)
    at = chance.randrange(len(acts))
    del acts[at]
    if chance.random() < 0.7:
        del proofs[at]
    if chance.random() < 0.5:
        for number, act in enumerate(acts, start=1):
            act["envelope"]["number"] = number
        for number, proof in enumerate(proofs, start=1):
            proof["number"] = number
    return _saved(files, acts, proofs, chance, min(at, len(acts) - 1))


def _swap(files: Files, chance: random.Random) -> Files:
    if chance.random() < 0.4:
        one, two = chance.sample(sorted(files), 2)
        swapped = {**files, one: files[two], two: files[one]}
        inside = one.startswith("data/") and two.startswith("data/")
        return rebagged(swapped) if inside and chance.random() < 0.5 else swapped
    acts, proofs = _lists(files)
    one, two = sorted(chance.sample(range(len(acts)), 2))
    if chance.random() < 0.5:
        acts[one]["body"], acts[two]["body"] = acts[two]["body"], acts[one]["body"]
    else:
        acts[one], acts[two] = acts[two], acts[one]
        for at in (one, two):
            acts[at]["envelope"]["number"] = at + 1
    return _saved(files, acts, proofs, chance, one)


def _backdate(files: Files, chance: random.Random) -> Files:
    acts, proofs = _lists(files)
    at = chance.randrange(len(acts))
    back = timedelta(minutes=chance.choice((1, 30, 60 * 24, 60 * 24 * 40)))
    for name in chance.choice((("happened",), ("happened", "recorded"))):
        moved = datetime.fromisoformat(acts[at]["envelope"][name]) - back
        acts[at]["envelope"][name] = moved.isoformat()
    return _saved(files, acts, proofs, chance, at)


def _truncate(files: Files, chance: random.Random) -> Files:
    name = chance.choice(sorted(path for path in files if files[path]))
    shorter = {**files, name: files[name][: chance.randrange(len(files[name]))]}
    return rebagged(shorter) if name.startswith("data/") and chance.random() < 0.5 else shorter


def _hex(files: Files, chance: random.Random) -> Files:
    name = chance.choice(sorted(path for path in files if files[path]))
    content = bytearray(files[name])
    content[chance.randrange(len(content))] ^= chance.randrange(1, 256)
    changed = {**files, name: bytes(content)}
    return rebagged(changed) if name.startswith("data/") and chance.random() < 0.5 else changed


_WAYS: dict[str, Callable[[Files, random.Random], Files]] = {
    "改字": _edit,
    "删除": _delete,
    "调换": _swap,
    "倒填": _backdate,
    "截断": _truncate,
    "改一个字节": _hex,
}


def _zipped(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(f"示例卷/{name}"), content)
    return out.getvalue()


def _contents(path: Path) -> dict[str, bytes] | None:
    """解开后的内容；解不开的是 None。"""
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # 坏了的 zip 会抛出十几种错
        return None


def _zip_edit(packed: bytes, chance: random.Random, how: str) -> Attempt:
    """动 zip 的字节；碰巧只动了时间、属性之类，解开来一个字节没有变的，换一处再动。"""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "包.zip"
        path.write_bytes(packed)
        whole = _contents(path)
        while True:
            content = bytearray(packed)
            at = chance.randrange(len(content))
            if chance.random() < 0.2:
                del content[at:]
            else:
                content[at] ^= chance.randrange(1, 256)
            path.write_bytes(content)
            if _contents(path) != whole:
                break
        found = not verify_path(path, verifiers=[VERIFIER]).ok, not standalone.verify(path, [KEY]).ok
    return _attempt("档案包", "改 zip 的字节", found, how)


def honest_packages(count: int, chance: random.Random) -> Iterator[Attempt]:
    """老实做的包：长短、材料、文书、内容各不相同。"""
    for number in range(count):
        drafts = [
            Draft(
                chance.choice(KINDS),
                {chance.choice("abc甲"): chance.choice(WORDS) for _ in range(chance.randrange(3))},
                tuple({chance.randbytes(chance.randrange(40)) for _ in range(chance.randrange(3))}),
                wait=timedelta(minutes=chance.randrange(100)),
                late=timedelta(minutes=chance.randrange(100)),
                others=chance.randrange(5),
            )
            for _ in range(chance.randrange(1, 8))
        ]
        documents = {"决定书.pdf": chance.randbytes(20)} if chance.random() < 0.5 else {}
        found = both(package(drafts, documents=documents, tools={"verify.py": b"#"}))
        yield Attempt("档案包", "老实的", found == (False, False), f"第 {number} 次")


# ── 公开日志 ───────────────────────────────────────────────────────────

_LOCAL = (".lock", "witnesses.json")


def tiles(count: int, chance: random.Random) -> Iterator[Attempt]:
    """改公开日志的文件夹。"""
    original = intact_log()
    # 时间戳的签名要用机构的证书另外核验，这里不动它。
    names = sorted(name for name in original if name not in _LOCAL and not name.endswith(".tsr"))
    # 旧的不满的瓦片少了，什么也没有丢：现在的那一片里都有。
    needed = [name for name in names if ".p/" not in name or name.endswith(("p/188", "1/000.p/2"))]
    ways = ("改字", "删除", "调换", "倒填", "截断", "改一个字节")
    for number in range(count):
        way = ways[number % len(ways)]
        while True:
            damaged = _log_damage(way, original, names, needed, chance)
            if damaged != original:
                break
        yield _attempt("公开日志", way, both_logs(damaged), f"第 {number} 次")


def _log_damage(way: str, files: Files, names: list[str], needed: list[str], chance: random.Random) -> Files:
    if way == "改字":
        # 换掉一片叶，瓦片全部重切，签名留着；有时连现在的检查点也重签，只剩历次的作证。
        leaves = [*LEAVES]
        leaves[chance.randrange(200)] = chance.randbytes(32)
        kept = {name: files[name] for name in files if name.startswith("history/")}
        if chance.random() < 0.5:
            kept["checkpoint"] = files["checkpoint"]
        return {**intact_log(leaves), **kept}
    if way == "删除":
        if chance.random() < 0.3:
            # 截去末尾，重签一份小的。
            return {**files, "checkpoint": note(chance.randrange(1, len(LEAVES)))}
        gone = chance.choice([name for name in needed if not name.startswith("history/")])
        return {name: content for name, content in files.items() if name != gone}
    if way == "调换":
        one, two = chance.sample(names, 2)
        if chance.random() < 0.5:
            return {**files, one: files[two], two: files[one]}
        leaves = [*LEAVES]
        first, second = chance.sample(range(200), 2)
        leaves[first], leaves[second] = leaves[second], leaves[first]
        made = intact_log(leaves)
        return {**made, **{name: files[name] for name in files if name.startswith("history/")}}
    if way == "倒填":
        history = [name for name in names if name.startswith("history/")]
        at = chance.randrange(1, len(history))
        size = history[at].rpartition("-")[2]
        moved = {name: content for name, content in files.items() if name != history[at]}
        return {**moved, f"history/20260228T{chance.randrange(24):02d}00-{size}": files[history[at]]}
    name = chance.choice([name for name in names if files[name]])
    content = bytearray(files[name])
    at = chance.randrange(len(content))
    if way == "截断":
        del content[at:]
    else:
        content[at] ^= chance.randrange(1, 256)
    return {**files, name: bytes(content)}


def honest_tiles(count: int, chance: random.Random) -> Iterator[Attempt]:
    """老实长的日志：每次公开以后查一遍。"""
    files: Files = {}
    size, hour = 0, 0
    for number in range(count):
        if size >= len(LEAVES):
            files, size, hour = {}, 0, 0
        larger = min(len(LEAVES), size + chance.choice((0, 1, 3, 40, 120)))
        files = {**files, **dict(grown(LEAVES[size:larger], size, files.get))}
        hour += chance.randrange(2)
        signed = note(larger)
        files |= {f"history/2026{hour:04d}T0000-{larger}.txt": signed, "checkpoint": signed}
        size = larger
        yield Attempt("公开日志", "老实的", both_logs(files) == (False, False), f"第 {number} 次")
