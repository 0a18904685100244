#!/usr/bin/env python3
"""核验明执的档案包、公开日志，或者整个机关的导出：离线，只用 Python 3.11 的标准库，一个文件就够。

    python3 -I verify.py 档案包.zip --key 公钥       公钥写作“名称+标识+公钥”，或者写着它的文件，可以多次
    python3 -I verify.py --key 公钥                  不写路径：核验本文件所在的文件夹
    python3 -I verify.py 文件夹 --key 公钥 --json    输出 JSON
    … --witness 见证人的公钥                          另外核对检查点上邻近机关的见证；可以写文件，一行一个

没有发现问题，退出码为 0；发现问题，为 1；用法不对，为 2。公钥要从包以外的地方取得（机关的网站、公告、函件），
包里带的程序也一样：先用 sha256sum 把本文件的摘要与机关公布的对上，再相信它说的话。

This file is written from the description of the formats alone and shares no code with the program that makes
the packages, so that one mistake does not hide in both. Digests are SHA-256 and SM3 (GB/T 32905), signatures
Ed25519 (RFC 8032) and SM2 (GB/T 32918) in C2SP signed notes, the tree that of RFC 9162 in C2SP tiles, JSON canonical by RFC 8785.
"""

import base64
import hashlib
import json
import os
import re
import stat
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any

# 要解析的文件最多读这么长；别人给的包不能把内存撑满。
PARSED_LIMIT = 128 << 20
CHUNK = 1 << 20
# 这么大的材料，没有压缩的，读的时候不再算 zip 自己的校验和。
LARGE = 1 << 20
SLOW_SM3_LIMIT = 1 << 22
MAX_DEPTH = 200
MAX_FILES = 1_000_000
# 解开以后这么大、又压得这么紧的，不是录音录像，是要撑爆核验程序的。
BOMB_SIZE, BOMB_RATIO = 256 << 20, 200


class Broken(Exception):
    """读不出、读不懂。写给看结论的人。"""


# ── SM3（GB/T 32905-2016）──────────────────────────────────────────────


def _turn(x: int, n: int) -> int:
    n &= 31
    return (x << n | x >> 32 - n) & 0xFFFFFFFF if n else x


_SM3_CONSTANTS = [_turn(0x79CC4519 if j < 16 else 0x7A879D8A, j) for j in range(64)]
_SM3_START = "7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e"


def slow_sm3(data: bytes) -> str:
    """没有 OpenSSL SM3 的机器用。"""
    tail = b"\x80" + bytes(-(len(data) + 9) % 64) + (8 * len(data)).to_bytes(8, "big")
    message = data + tail
    v = [int(_SM3_START[i : i + 8], 16) for i in range(0, 64, 8)]
    for at in range(0, len(message), 64):
        w = [int.from_bytes(message[at + i : at + i + 4], "big") for i in range(0, 64, 4)]
        while len(w) < 68:
            x = w[-16] ^ w[-9] ^ _turn(w[-3], 15)
            w.append(x ^ _turn(x, 15) ^ _turn(x, 23) ^ _turn(w[-13], 7) ^ w[-6])
        a, b, c, d, e, f, g, h = v
        for j, constant in enumerate(_SM3_CONSTANTS):
            s = _turn((_turn(a, 12) + e + constant) & 0xFFFFFFFF, 7)
            if j < 16:
                p, q = a ^ b ^ c, e ^ f ^ g
            else:
                p, q = a & b | a & c | b & c, e & f | ~e & g
            d, h = (
                (p + d + (s ^ _turn(a, 12)) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF,
                (q + h + s + w[j]) & 0xFFFFFFFF,
            )
            h = h ^ _turn(h, 9) ^ _turn(h, 17)
            a, b, c, d, e, f, g, h = d, a, _turn(b, 9), c, h, e, _turn(f, 19), g
        v = [old ^ new for old, new in zip(v, (a, b, c, d, e, f, g, h), strict=True)]
    return "".join(f"{word:08x}" for word in v)


def _sm3_machine() -> Any:
    try:
        return hashlib.new("sm3")
    except ValueError:
        return None


def sm3(data: bytes) -> str:
    machine = _sm3_machine()
    if machine is None:
        return slow_sm3(data)
    machine.update(data)
    return str(machine.hexdigest())


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# ── Ed25519（RFC 8032，只验签）─────────────────────────────────────────

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_Point = tuple[int, int, int, int]


def _plus(p: _Point, q: _Point) -> _Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % _P, (p[1] + p[0]) * (q[1] + q[0]) % _P
    c, d = 2 * p[3] * q[3] * _D % _P, 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(n: int, p: _Point) -> _Point:
    result: _Point = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = _plus(result, p)
        p, n = _plus(p, p), n >> 1
    return result


def _point(encoded: bytes) -> _Point | None:
    number = int.from_bytes(encoded, "little")
    y, odd = number & (1 << 255) - 1, number >> 255
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    if x * x % _P != square or (x == 0 and odd):
        return None
    x = _P - x if x & 1 != odd else x
    return x, y, 1, x * y % _P


_BASE = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))


def ed25519_ok(public: bytes, message: bytes, signature: bytes) -> bool:
    """sB = R + hA，不乘余因子，与通行的实现一样。"""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, s = _point(public), int.from_bytes(signature[32:], "little")
    if key is None or s >= _ORDER or _BASE is None:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _ORDER
    minus = (_P - key[0], key[1], key[2], _P - key[3])
    x, y, z, _ = _plus(_times(s, _BASE), _times(h, minus))
    inverse = pow(z, -1, _P)
    x, y = x * inverse % _P, y * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


# ── SM2（GB/T 32918.2，只验签；曲线用 GB/T 32918.5 推荐的）────────────

_Q = 2**256 - 2**224 - 2**96 + 2**64 - 1
_SM2_ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_SM2_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
_SM2_X = 0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7
_SM2_Y = 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0
# GB/T 35276 的缺省身份标识；前面两个字节是它的比特数。
_SM2_IDENTITY = b"\x00\x801234567812345678"


def _sm2_plus(p: tuple[int, int] | None, q: tuple[int, int] | None) -> tuple[int, int] | None:
    if p is None or q is None:
        return q if p is None else p
    if p[0] == q[0] and (p[1] + q[1]) % _Q == 0:
        return None
    rise, run = (3 * p[0] * p[0] - 3, 2 * p[1]) if p == q else (q[1] - p[1], q[0] - p[0])
    steep = rise * pow(run, -1, _Q)
    x = (steep * steep - p[0] - q[0]) % _Q
    return x, (steep * (p[0] - x) - p[1]) % _Q


def _sm2_times(n: int, p: tuple[int, int]) -> tuple[int, int] | None:
    result = None
    for bit in f"{n:b}":
        result = _sm2_plus(result, result)
        if bit == "1":
            result = _sm2_plus(result, p)
    return result


def sm2_ok(public: bytes, message: bytes, signature: bytes) -> bool:
    """公钥是两个坐标，签名是 r、s，各 32 字节。"""
    if len(public) != 64 or len(signature) != 64:
        return False
    x, y, r, s = (int.from_bytes((public + signature)[i : i + 32], "big") for i in (0, 32, 64, 96))
    on_curve = x < _Q and y < _Q and (y * y - x**3 + 3 * x - _SM2_B) % _Q == 0
    t = (r + s) % _SM2_ORDER
    if not on_curve or not (0 < r < _SM2_ORDER and 0 < s < _SM2_ORDER) or t == 0:
        return False
    fixed = b"".join(n.to_bytes(32, "big") for n in (_Q - 3, _SM2_B, _SM2_X, _SM2_Y))
    who = sm3(_SM2_IDENTITY + fixed + public)
    e = int(sm3(bytes.fromhex(who) + message), 16)
    found = _sm2_plus(_sm2_times(s, (_SM2_X, _SM2_Y)), _sm2_times(t, (x, y)))
    return found is not None and (e + found[0]) % _SM2_ORDER == r


# ── 签名文本（C2SP signed note）────────────────────────────────────────


def _unbase64(text: str) -> bytes:
    """只认唯一的写法：末位多余的比特不为零的，不认。"""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError as error:
        raise Broken("不是 base64") from error
    if base64.b64encode(data).decode() != text:
        raise Broken("base64 的写法不唯一")
    return data


def _good_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(c.isspace() or ord(c) < 32 for c in name)


class Key:
    """机关的验证公钥：“名称+标识+公钥”，Ed25519 或者 SM2。"""

    KINDS = ((b"\x01", 32, ed25519_ok), (b"\xffmingzhi/sm2-sm3/v1", 64, sm2_ok))

    def __init__(self, text: str) -> None:
        parts = text.strip().split("+", 2)
        typed = _unbase64(parts[2]) if len(parts) == 3 else b""
        self.name = parts[0]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + typed).digest()[:4]
        for mark, length, accepts in self.KINDS:
            if typed.startswith(mark) and len(typed) == len(mark) + length:
                self.public, self.accepts = typed[len(mark) :], accepts
                break
        else:
            raise Broken("公钥应写作“名称+标识+公钥”，Ed25519 或者 SM2 的")
        if not _good_name(self.name) or self.id.hex() != parts[1]:
            raise Broken("公钥的标识与名称、公钥不相符")


class Witness:
    """见证人的验证公钥：“名称+标识+公钥”，类型 0x04（C2SP tlog-cosignature）。"""

    def __init__(self, text: str) -> None:
        parts = text.strip().split("+", 2)
        typed = _unbase64(parts[2]) if len(parts) == 3 else b""
        self.name, self.public = parts[0], typed[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + typed).digest()[:4]
        if typed[:1] != b"\x04" or len(typed) != 33 or not _good_name(self.name) or self.id.hex() != parts[1]:
            raise Broken("见证人的公钥应写作“名称+标识+公钥”，类型 0x04")

    def accepts(self, text: str, signed: bytes) -> bool:
        """签字是 8 个字节的时刻，接 64 个字节的签名，签在“时刻”和检查点的文本上。"""
        when = int.from_bytes(signed[:8], "big")
        message = f"cosignature/v1\ntime {when}\n{text}".encode()
        return len(signed) == 72 and ed25519_ok(self.public, message, signed[8:])


def witnesses_in(text: str) -> list[Witness]:
    """一行一个；空行和 # 开头的不看。"""
    return [Witness(line) for line in text.splitlines() if line.strip() and line.strip()[0] != "#"]


def _clock(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, timezone(timedelta(hours=8))).isoformat()
    except (OverflowError, ValueError, OSError):
        return f"{seconds} 秒"


def hear(data: bytes, what: str, witnesses: Sequence[Witness], verdict: Any, old: bool = False) -> None:
    """检查点上的见证：伪造的是问题，没有签的、不在名单里的无法确定。data 已经读得懂。"""
    note = data.decode("utf-8")
    cut = note.rfind("\n\n")
    text, lines = note[: cut + 1], [line.split(" ") for line in note[cut + 2 : -1].split("\n")]
    said = [(name, _unbase64(signed)) for _, name, signed in lines]
    strangers = list[str]()
    for name, signed in said:
        known = [each for each in witnesses if (each.name, each.id) == (name, signed[:4])]
        if not known:
            strangers += [name] * (len(signed) == 76)
        elif not known[0].accepts(text, signed[4:]):
            message = f"{what}：见证人“{name}”的签字与检查点不符：签字是伪造的，或者检查点被改动"
            verdict.find(None, "witness.forged", message)
        elif not old:
            when = _clock(int.from_bytes(signed[4:12], "big"))
            verdict.confirm(f"{what}由见证人“{name}”见证，签字的时刻是 {when}")
    if old:
        return
    there = {(name, signed[:4]) for name, signed in said}
    for name, _ in dict.fromkeys(
        (each.name, each.id) for each in witnesses if (each.name, each.id) not in there
    ):
        verdict.doubt(f"{what}：见证人“{name}”没有签字")
    if strangers and witnesses:
        listed = "、".join(strangers)
        verdict.doubt(f"{what}：{len(strangers)} 个签字的人不在所给的见证人里，没有核对：{listed}")
    elif strangers:
        verdict.doubt(f"{what}：没有给出见证人的公钥，{len(strangers)} 个见证人的签字没有核对")


def open_note(data: bytes, keys: Sequence[Key]) -> list[str]:
    """签名文本的各行，不含签名；给了公钥的，已经验过。"""
    try:
        note = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Broken("不是 UTF-8 文本") from error
    cut = note.rfind("\n\n")
    if cut < 1 or not note.endswith("\n") or cut + 2 >= len(note):
        raise Broken("不是签名文本")
    if any(c < " " and c != "\n" for c in note):
        raise Broken("签名文本里有控制字符")
    text, lines = note[: cut + 1], note[cut + 2 : -1].split("\n")
    if len(lines) > 100:
        raise Broken("签名太多")
    vouched = False
    for line in lines:
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "—" or not _good_name(parts[1]):
            raise Broken("签名行不合格式")
        signed = _unbase64(parts[2])
        if len(signed) < 5:
            raise Broken("签名行不合格式")
        for key in keys:
            if (key.name, key.id) == (parts[1], signed[:4]):
                if not key.accepts(key.public, text.encode(), signed[4:]):
                    raise Broken(f"“{key.name}”的签名与文本不符")
                vouched = True
    if keys and not vouched:
        raise Broken("没有所给公钥的签名")
    return text[:-1].split("\n")


class Checkpoint:
    """日志树的名称、大小、根。"""

    def __init__(self, data: bytes, keys: Sequence[Key]) -> None:
        lines = open_note(data, keys)
        if len(lines) < 3 or not all(lines) or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1], re.ASCII):
            raise Broken("检查点应写名称、大小、根")
        self.origin, self.size, self.root = lines[0], int(lines[1]), _unbase64(lines[2])
        if len(self.root) != 32:
            raise Broken("检查点的根应为 32 字节")


# ── 日志树（RFC 9162, 2.1）─────────────────────────────────────────────


def leaf_node(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_through(node: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """由一片叶和证明合成的根；证明长短不对的是 None。"""
    if size <= 1 or not path:
        return node if size == 1 and not path else None
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        left = root_through(node, index, half, path[:-1])
        return None if left is None else join(left, path[-1])
    right = root_through(node, index - half, size - half, path[:-1])
    return None if right is None else join(path[-1], right)


def prefix_roots(nodes: Sequence[bytes], sizes: set[int]) -> dict[int, bytes]:
    """开头若干片叶的树根，一遍算出。"""
    roots: dict[int, bytes] = {}
    peaks: list[tuple[int, bytes]] = []
    for count in range(len(nodes) + 1):
        if count:
            peaks.append((1, nodes[count - 1]))
            while len(peaks) > 1 and peaks[-1][0] == peaks[-2][0]:
                (width, right), (_, left) = peaks.pop(), peaks.pop()
                peaks.append((2 * width, join(left, right)))
        if count in sizes:
            root = peaks[-1][1] if peaks else hashlib.sha256().digest()
            for _, peak in reversed(peaks[:-1]):
                root = join(peak, root)
            roots[count] = root
    return roots


# ── JSON（RFC 8259 读，RFC 8785 写）────────────────────────────────────


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("同一个名称出现两次")
    return value


def read_json(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Broken("不是合格的 JSON") from error


def _ordered(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise Broken("套得太深")
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if not -(2**53) < value < 2**53:
            raise Broken("整数太大")
        return value
    if isinstance(value, list):
        return [_ordered(item, depth + 1) for item in value]
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return {name: _ordered(value[name], depth + 1) for name in names}
    raise Broken("有小数：金额和数量应写成文字")


_WRITE = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_WRITE_SORTED = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode


def _is_usual(value: Any) -> bool:
    """名称都是 ASCII，没有小数和太大的整数，套得不深：照名称排序写出来就是规范的。"""
    level, depth = [value], 0
    while level:
        below = list[Any]()
        for each in level:
            kind = type(each)
            if kind is dict and all(map(str.isascii, each)):
                below += [item for item in each.values() if type(item) is not str]
            elif kind is list:
                below += [item for item in each if type(item) is not str]
            elif not (each is None or kind is bool or kind is str or (kind is int and abs(each) < 2**53)):
                return False
        level, depth = below, depth + 1
        if depth >= MAX_DEPTH:
            return False
    return True


def canonical(value: Any) -> bytes:
    text = _WRITE_SORTED(value) if _is_usual(value) else _WRITE(_ordered(value, 0))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Broken("有半个字符") from error


# ── 取文件 ─────────────────────────────────────────────────────────────


class Files:
    """文件夹、zip 或者内存里的一组文件。"""

    def names(self) -> list[str]:
        raise NotImplementedError

    def open(self, name: str) -> Iterator[bytes]:
        raise NotImplementedError

    def read(self, name: str) -> bytes:
        """整个读进来；太大的不读。"""
        data = bytearray()
        for chunk in self.open(name):
            data += chunk
            if len(data) > PARSED_LIMIT:
                raise Broken("太大，无法解析")
        return bytes(data)


class Memory(Files):
    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def names(self) -> list[str]:
        return list(self.files)

    def open(self, name: str) -> Iterator[bytes]:
        if name not in self.files:
            raise Broken("没有这个文件")
        yield self.files[name]


class Folder(Files):
    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        found: list[str] = []

        def stop(error: OSError) -> None:
            raise Broken(f"文件夹读不出（{error.strerror}）")

        for folder, inside, files in os.walk(self.root, onerror=stop):
            links = [name for name in inside if os.path.islink(os.path.join(folder, name))]
            for name in files + links:
                found.append(os.path.relpath(os.path.join(folder, name), self.root).replace(os.sep, "/"))
                if len(found) > MAX_FILES:
                    raise Broken("文件太多")
        return sorted(found)

    def open(self, name: str) -> Iterator[bytes]:
        path = self.root / name
        try:
            # 管道会让人一直等，链接会引到包外。
            if not stat.S_ISREG(os.lstat(path).st_mode):
                raise Broken("不是普通文件")
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except (OSError, ValueError) as error:
            raise Broken(f"读不出（{getattr(error, 'strerror', None) or '名称不对'}）") from error


class Zip(Files):
    def __init__(self, path: Path) -> None:
        self.path, self.prefix = path, ""
        self.archive: zipfile.ZipFile | None = None

    def names(self) -> list[str]:
        try:
            self.archive = zipfile.ZipFile(self.path)
            inside = [each for each in self.archive.infolist() if not each.is_dir()]
            whole = self.path.stat().st_size
        except Exception as error:  # 坏了的 zip 会抛出十几种错
            raise Broken(f"不是完好的 zip 文件或文件夹（{type(error).__name__}）") from error
        if len(inside) > MAX_FILES or sum(each.compress_size for each in inside) > whole:
            raise Broken("zip 里的文件互相重叠，或者太多")
        names = [each.filename for each in inside]
        top = names[0].split("/")[0] + "/" if names else ""
        if top + "bagit.txt" in names and all(name.startswith(top) for name in names):
            self.prefix = top
        return [name.removeprefix(self.prefix) for name in names]

    def open(self, name: str) -> Iterator[bytes]:
        if self.archive is None:
            self.names()
        try:
            assert self.archive is not None
            found = self.archive.getinfo(self.prefix + name)
            if found.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Broken("压缩的办法不是 zip 通行的那一种")
            if found.file_size > max(BOMB_SIZE, found.compress_size * BOMB_RATIO):
                raise Broken("解开以后大得反常，没有解开")
            usual = found.compress_type == zipfile.ZIP_STORED and not found.flag_bits & ~0x80E
            if usual and found.file_size >= LARGE:
                yield from self._as_it_lies(found)
                return
            with self.archive.open(found) as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except Broken:
            raise
        except Exception as error:
            raise Broken(f"压缩包内的文件已损坏（{type(error).__name__}）") from error

    def _as_it_lies(self, found: zipfile.ZipInfo) -> Iterator[bytes]:
        """没有压缩的大文件照位置读：摘要核对字节，zip 自己的校验和不再算。"""
        with self.path.open("rb") as file:
            file.seek(found.header_offset)
            head = file.read(30)
            long, more = int.from_bytes(head[26:28], "little"), int.from_bytes(head[28:30], "little")
            name = file.read(long).decode("utf-8" if found.flag_bits & 0x800 else "cp437")
            same = len(head) == 30 and head[:4] == b"PK\x03\x04" and name == found.orig_filename
            if not same or found.file_size != found.compress_size:
                raise Broken("压缩包内的文件已损坏（与目录不符）")
            file.seek(more, os.SEEK_CUR)
            for start in range(0, found.file_size, CHUNK):
                chunk = file.read(min(CHUNK, found.file_size - start))
                if len(chunk) < min(CHUNK, found.file_size - start):
                    raise Broken("压缩包内的文件已损坏（断了）")
                yield chunk


# ── 结论 ───────────────────────────────────────────────────────────────


class Verdict:
    """发现了什么，什么无法确定。"""

    def __init__(self) -> None:
        self.findings: list[tuple[int | None, str, str]] = []
        self.undetermined: list[str] = []
        self.confirmed: list[str] = []
        self.acts = 0
        self.what = ""

    def find(self, number: int | None, code: str, message: str) -> None:
        self.findings.append((number, code, _plain(message)))

    def confirm(self, message: str) -> None:
        self.confirmed.append(_plain(message))

    def doubt(self, message: str) -> None:
        self.undetermined.append(_plain(message))

    @property
    def ok(self) -> bool:
        return not self.findings

    @property
    def summary(self) -> str:
        doubt = f"；另有 {len(self.undetermined)} 项无法确定" if self.undetermined else ""
        if self.ok:
            return f"{self.what or f'共 {self.acts} 项执法行为'}，未发现改动{doubt}。"
        numbers = sorted({number for number, _, _ in self.findings if number is not None})
        shown = "、".join(map(str, numbers[:10])) + ("等" if len(numbers) > 10 else "")
        where = f"，涉及第 {shown} 项执法行为" if numbers else ""
        return f"发现 {len(self.findings)} 处问题{where}{doubt}。"

    def as_json(self) -> dict[str, Any]:
        listed = sorted(self.findings, key=lambda each: each[0] or 0)
        return {
            "ok": self.ok,
            "findings": [{"act_number": n, "code": code, "message": says} for n, code, says in listed],
            "undetermined": self.undetermined,
            "summary": self.summary,
            "confirmed": self.confirmed,
        }


def _plain(message: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in message)


# ── 档案包 ─────────────────────────────────────────────────────────────

ACTS, CHECKPOINT, PROOFS = "data/acts.json", "data/checkpoint.txt", "data/proofs.json"
STATEMENT, INFO, MANIFEST = "statement.txt", "bag-info.txt", "manifest-sha256.txt"
TAGS, DECLARATION = "tagmanifest-sha256.txt", "bagit.txt"
NEEDED = (DECLARATION, INFO, MANIFEST, TAGS, ACTS, CHECKPOINT, PROOFS)
# 卷首：早先的包没有。
HEADER = "data/dossier.json"
PARSED = {*NEEDED, STATEMENT, HEADER}
HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
BAD_IN_PATH = re.compile('[\\\\:*?"<>|\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')


def _is_hex(value: Any) -> bool:
    return isinstance(value, str) and HEX.fullmatch(value) is not None


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**53


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and value != "" and min(value) >= " "


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_moment(value: Any) -> bool:
    try:
        return (
            isinstance(value, str) and bool(MOMENT.fullmatch(value)) and bool(datetime.fromisoformat(value))
        )
    except ValueError:
        return False


def _list_of(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _record(**fields: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """恰好有这几栏，各栏合格。"""

    def check(value: Any) -> bool:
        return isinstance(value, dict) and value.keys() == fields.keys() and all(
            fields[name](value[name]) for name in fields
        )  # fmt: skip

    return check


def _is_salt(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"([0-9a-f]{2}){16,64}", value, re.ASCII))


_is_exhibit = _record(
    sha256=_is_hex, sm3=_is_hex, size=_is_count, name_digest=_is_hex, media_type=_is_text
)  # fmt: skip
_is_name = _record(name=_is_text, salt=_is_salt)
_is_envelope = _record(
    dossier=_is_line, number=lambda n: _is_count(n) and n > 0, kind=_is_line, happened=_is_moment,
    recorded=_is_moment, actor=lambda value: isinstance(value, dict), body_digest=_is_hex,
    exhibits=_list_of(_is_exhibit), previous=_is_hex,
)  # fmt: skip
_is_disposal = _record(act=_is_count, body=lambda value: isinstance(value, bool), exhibits=_list_of(_is_hex))
_is_act = _record(
    envelope=_is_envelope, body=lambda value: value is None or isinstance(value, dict),
    disposal=lambda value: value is None or _is_disposal(value), seal=_record(sha256=_is_hex, sm3=_is_hex),
    names=_list_of(lambda value: value is None or _is_name(value)), salt=_is_salt, leaf_index=_is_count,
)  # fmt: skip
_is_header = _record(
    agency=_is_text, agency_name=_is_text, abbr=_is_text, place=_is_text, matter=_is_text,
    sample=lambda value: isinstance(value, bool), created=_is_moment, numbers=_list_of(_record(
        series=_is_text, year=_is_count, n=_is_count, document_no=_is_text, act=_is_count,
    )),
)  # fmt: skip
_is_proof = _record(number=_is_count, leaf_index=_is_count, proof=_list_of(_is_hex))


def is_safe(path: str) -> bool:
    return not BAD_IN_PATH.search(path) and all(part.strip(" .") for part in path.split("/"))


class Act:
    """一项执法行为：包里所载的，和由信封重算的。"""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.envelope, self.body, self.disposal = raw["envelope"], raw["body"], raw["disposal"]
        self.number: int = self.envelope["number"]
        self.names: list[dict[str, str] | None] = raw["names"]
        self.salt, self.place = bytes.fromhex(raw["salt"]), raw["leaf_index"]
        sealed = canonical(self.envelope)
        self.stated = (raw["seal"]["sha256"], raw["seal"]["sm3"])
        self.real = (sha256(sealed), sm3(sealed))

    def leaf(self, seal: tuple[str, str]) -> bytes:
        """加盐的承诺：日志树的叶。"""
        salted = bytes([len(self.salt)]) + self.salt + bytes.fromhex(seal[0] + seal[1])
        return hashlib.sha256(b"mingzhi/leaf/v1\n" + salted).digest()

    @property
    def name(self) -> str:
        return f"第 {self.number} 项执法行为"

    @property
    def recorded(self) -> datetime:
        return datetime.fromisoformat(self.envelope["recorded"])

    @property
    def happened(self) -> datetime:
        return datetime.fromisoformat(self.envelope["happened"])


class Package:
    """核验一份档案包。"""

    def __init__(
        self, files: Files, keys: Sequence[Key], verdict: Verdict, witnesses: Sequence[Witness] = ()
    ) -> None:
        self.files, self.keys, self.verdict, self.witnesses = files, keys, verdict, witnesses
        self.digests: dict[str, tuple[int, str, str | None]] = {}
        self.parsed: dict[str, bytes] = {}
        self.acts: list[Act] = []
        self.proven: set[int] = set()
        self.checkpoint: Checkpoint | None = None

    def verify(self) -> None:
        if not self._read_all():
            return
        if not self.keys:
            self.verdict.doubt("未提供验证公钥：无法核对签名，也就不能排除整份包是另造的")
        self._bag()
        self._tools()
        self._read_acts()
        self._acts_alone()
        self._proofs()
        self._neighbours()
        self._exhibits()
        self._disposals()
        self._statement()

    # 外层

    def _read_all(self) -> bool:
        find = self.verdict.find
        try:
            names = self.files.names()
        except Broken as error:
            find(None, "package.unreadable", f"包读不出：{error}")
            return False
        wanted = list[str]()
        for name in names:
            if not is_safe(name):
                find(None, "file.unsafe", f"文件路径不合格式：{name}")
            elif name in wanted:
                find(None, "file.duplicated", f"同一路径有两个文件：{name}")
            else:
                wanted.append(name)
        # 算摘要放得开解释器的锁：几份材料分给几个核。
        several = sum(name.startswith("data/exhibits/") for name in wanted) > 1
        with ThreadPoolExecutor(min(os.cpu_count() or 1, 4) if several else 1) as pool:
            for name, (digests, kept, fault) in zip(wanted, pool.map(self._read, wanted), strict=True):
                if fault:
                    find(None, "file.unreadable", f"{name}：{fault}")
                    continue
                self.digests[name] = digests
                if kept is not None:
                    self.parsed[name] = kept
                elif name in PARSED:
                    find(None, "file.too_large", f"{name} 太大，无法解析")
        for name in NEEDED:
            if name not in names:
                find(None, "file.missing", f"缺少文件：{name}")
        return bool(self.digests)

    def _read(self, name: str) -> tuple[tuple[int, str, str | None], bytes | None, str]:
        """一个文件的大小和摘要；要解析的，连字节；读不出的，为什么。"""
        size, hashed, machine = 0, hashlib.sha256(), _sm3_machine()
        kept: bytearray | None = bytearray()
        limit = PARSED_LIMIT if name in PARSED else SLOW_SM3_LIMIT if machine is None else 0
        try:
            for chunk in self.files.open(name):
                size += len(chunk)
                hashed.update(chunk)
                if machine is not None:
                    machine.update(chunk)
                if kept is not None:
                    kept = kept + chunk if size <= limit else None
        except Broken as error:
            return (0, "", None), None, str(error) or "读不出"
        other = machine.hexdigest() if machine is not None else None
        if machine is None and kept is not None and size <= SLOW_SM3_LIMIT:
            other = slow_sm3(bytes(kept))
        parsed = bytes(kept) if kept is not None and name in PARSED else None
        return (size, hashed.hexdigest(), other), parsed, ""

    def _bag(self) -> None:
        find = self.verdict.find
        if self.parsed.get(DECLARATION) not in (
            None,
            b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        ):
            find(None, "bag.declaration", "bagit.txt 不是 BagIt 1.0 的声明")
        payload = {name for name in self.digests if name.startswith("data/")}
        self._manifest(MANIFEST, payload)
        self._manifest(TAGS, self.digests.keys() - payload - {TAGS})
        oxum = f"{sum(self.digests[name][0] for name in payload)}.{len(payload)}"
        if INFO in self.parsed and self._info("Payload-Oxum")[:1] != [oxum]:
            find(None, "bag.oxum", "bag-info.txt 所载的总字节数和文件数与实际不符")
        for name in sorted(payload - {HEADER, ACTS, CHECKPOINT, PROOFS}):
            if not name.startswith(("data/exhibits/", "data/documents/")):
                find(None, "file.unexpected", f"包里不应有的文件：{name}")

    def _info(self, label: str) -> list[str]:
        lines = self.parsed.get(INFO, b"").decode("utf-8", "replace").split("\n")
        return [line[len(label) + 2 :] for line in lines if line.startswith(label + ": ")]

    def _manifest(self, manifest: str, there: set[str]) -> None:
        find, listed = self.verdict.find, dict[str, str]()
        if manifest not in self.parsed:
            return
        try:
            lines = self.parsed[manifest].decode("utf-8").split("\n")
        except UnicodeDecodeError:
            lines = ["?"]
        for line in lines[:-1]:
            path = line[66:].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
            if not _is_hex(line[:64]) or line[64:66] != "  " or not line[66:] or line[66:] in listed:
                lines = ["?"]
                break
            listed[path] = line[:64]
        if lines[-1] != "":
            find(None, "manifest.malformed", f"{manifest} 不合格式")
            return
        before = len(self.verdict.findings)
        for path in sorted(listed.keys() | there):
            if path not in there:
                find(None, "manifest.missing_file", f"{manifest} 所列的文件不在包里或读不出：{path}")
            elif path not in listed:
                find(None, "manifest.unlisted_file", f"包里多出 {manifest} 未列的文件：{path}")
            elif listed[path] != self.digests[path][1]:
                find(None, "manifest.digest", f"文件与 {manifest} 所载的摘要不符：{path}")
        # 只有一种写法：挪一挪次序、换一换空白也要看得出。
        if len(self.verdict.findings) == before:
            usual = ((path, path.replace("%", "%25")) for path in sorted(listed))
            if (
                "".join(f"{listed[path]}  {shown}\n" for path, shown in usual).encode()
                != self.parsed[manifest]
            ):
                find(None, "manifest.form", f"{manifest} 的写法被改动（次序或空白）")

    def _tools(self) -> None:
        """随包的程序和说明：摘要写在 bag-info.txt，由出具声明签名。"""
        lines = [line.split("  ", 1) for line in self._info("Mingzhi-Tool")]
        stated = {line[-1] if len(line) > 1 else "": line[0] for line in lines}
        for name in sorted(self.digests.keys() | stated.keys()):
            if name.startswith("data/") or name in PARSED:
                continue
            if name not in stated:
                self.verdict.find(None, "file.unexpected", f"包里不应有的文件：{name}")
            elif name not in self.digests:
                self.verdict.find(None, "tool.missing", f"随包的文件不见了：{name}")
            elif stated[name] != self.digests[name][1]:
                self.verdict.find(None, "tool.altered", f"随包的文件与 bag-info.txt 所载的摘要不符：{name}")

    # 各项

    def _rows(self, name: str) -> list[Any]:
        if name not in self.parsed:
            return []
        try:
            rows = read_json(self.parsed[name])
        except Broken:
            rows = None
        if not isinstance(rows, list):
            self.verdict.find(None, "file.malformed", f"{name} 不是合格的 JSON 列表")
            return []
        return rows

    def _read_acts(self) -> None:
        find, rows, numbers = self.verdict.find, self._rows(ACTS), list[int]()
        for position, raw in enumerate(rows, 1):
            try:
                if not _is_act(raw) or len(raw["names"]) != len(raw["envelope"]["exhibits"]):
                    raise Broken("各栏不齐、多出或者不合格式")
                self.acts.append(Act(raw))
                numbers.append(self.acts[-1].number)
            except Broken as error:
                claimed = raw.get("envelope") if isinstance(raw, dict) else None
                claimed = claimed.get("number") if isinstance(claimed, dict) else None
                numbers.append(claimed if _is_count(claimed) and claimed else position)
                find(numbers[-1], "act.malformed", f"第 {numbers[-1]} 项执法行为读不懂：{error}")
        self.verdict.acts = len(rows)
        if not rows and ACTS in self.parsed:
            find(None, "act.none", "包里没有执法行为")
        met, highest = set[int](), 0
        for number in numbers:
            if number in met:
                find(number, "act.duplicated", f"第 {number} 项执法行为出现不止一次")
            elif number < highest:
                find(number, "act.reordered", f"第 {number} 项执法行为排在第 {highest} 项之后，次序被调换")
            met.add(number)
            highest = max(highest, number)
        present = sorted(met)
        for before, after in zip([0, *present], present, strict=False):
            if after - before > 1:
                last = f" 至 {after - 1}" if after - before > 2 else ""
                find(before + 1, "act.removed", f"缺少第 {before + 1}{last} 项执法行为：被删除")

    def _acts_alone(self) -> None:
        """逐项：封印、内容、时间、卷号。"""
        find = self.verdict.find
        dossiers = [act.envelope["dossier"] for act in self.acts]
        ours = Counter(dossiers).most_common(1)[0][0] if dossiers else None
        for act in self.acts:
            if act.stated != act.real:
                find(act.number, "act.envelope_altered", f"{act.name}的信封与封印不符：信封或封印被改动")
            if act.body is None:
                if not (act.disposal and act.disposal["body"]):
                    find(act.number, "body.missing", f"{act.name}缺少内容，也没有处置记载")
            else:
                try:
                    same = sha256(canonical(act.body)) == act.envelope["body_digest"]
                except Broken:
                    same = False
                if not same:
                    find(act.number, "act.body_altered", f"{act.name}的内容与信封所载的摘要不符：内容被改动")
            if act.envelope["dossier"] != ours:
                find(act.number, "act.foreign", f"{act.name}属于另一卷：{act.envelope['dossier']}")
        self._header()
        if ours is not None and self._info("External-Identifier")[:1] != [ours]:
            find(None, "bag.identifier", "bag-info.txt 所载的卷号与执法行为不符")

    def _header(self) -> None:
        if HEADER not in self.parsed:
            return
        try:
            if not _is_header(read_json(self.parsed[HEADER])):
                raise Broken("各栏不齐、多出或者不合格式")
        except Broken as error:
            self.verdict.find(None, "dossier.malformed", f"{HEADER} 不合格式：{error}")

    def _proofs(self) -> None:
        find, proofs = self.verdict.find, dict[int, dict[str, Any]]()
        try:
            if CHECKPOINT in self.parsed:
                self.checkpoint = Checkpoint(self.parsed[CHECKPOINT], self.keys)
                hear(self.parsed[CHECKPOINT], "检查点", self.witnesses, self.verdict)
        except Broken as error:
            find(None, "checkpoint.bad", f"检查点：{error}")
        for position, raw in enumerate(self._rows(PROOFS), 1):
            if not _is_proof(raw):
                find(None, "proof.malformed", f"{PROOFS} 的第 {position} 条证明不合格式")
            elif raw["number"] in proofs:
                find(raw["number"], "proof.duplicated", f"第 {raw['number']} 项执法行为有两份证明")
            else:
                proofs[raw["number"]] = raw
        for act in self.acts:
            proof = proofs.get(act.number)
            if proof is None:
                if PROOFS in self.parsed:
                    find(act.number, "proof.missing", f"{act.name}没有包含证明")
            elif proof["leaf_index"] != act.place:
                find(act.number, "proof.index", f"{act.name}在日志树里的序号，两处记载不一")
            elif self.checkpoint is not None:
                self._included(act, [bytes.fromhex(node) for node in proof["proof"]], self.checkpoint)
        for number in sorted(proofs.keys() - {act.number for act in self.acts}):
            find(number, "proof.stray", f"有第 {number} 项执法行为的证明，包里却没有这一项：可能被删除")

    def _included(self, act: Act, path: list[bytes], under: Checkpoint) -> None:
        if act.place < under.size:
            roots = [
                root_through(leaf_node(act.leaf(s)), act.place, under.size, path)
                for s in (act.real, act.stated)
            ]
            if roots[0] == under.root:
                self.proven.add(act.number)
            if under.root in roots:
                return
        message = f"{act.name}不在检查点之下：被改动、替换或者后来插入"
        self.verdict.find(act.number, "proof.broken", message)

    def _neighbours(self) -> None:
        """前后两项：次序、时间、链。"""
        find = self.verdict.find
        ranked = sorted(self.acts, key=lambda act: act.number)
        for before, act in pairwise(ranked):
            if act.place <= before.place:
                find(act.number, "proof.order", f"{act.name}在日志树里不在{before.name}之后：次序不符")
        first = {act.number: act for act in reversed(self.acts)}
        for number, act in first.items():
            if act.happened > act.recorded:
                find(number, "time.happened_after_recorded", f"{act.name}的发生时间晚于记录时间")
            before_it = first.get(number - 1)
            if number == 1 and act.envelope["previous"] != "0" * 64:
                find(1, "chain.broken", "第 1 项执法行为记载着前一项：前面有删除，或者它被替换")
            if before_it is None:
                continue
            if act.recorded < before_it.recorded:
                find(number, "time.backdated", f"{act.name}的记录时间早于{before_it.name}：倒填日期")
            if act.envelope["previous"] not in (before_it.stated[0], before_it.real[0]):
                # 日志认得后一项、不认得前一项，就是前一项被换过。
                changed = number - 1 if number in self.proven and number - 1 not in self.proven else number
                message = f"{act.name}所记的前一项封印，与{before_it.name}不符：链在此处断开"
                find(changed, "chain.broken", message)

    # 材料、处置、声明

    def _exhibits(self) -> None:
        find, unmeasured, named = self.verdict.find, 0, set[str]()
        for act in self.acts:
            gone = act.disposal["exhibits"] if act.disposal else []
            for exhibit, called in zip(act.envelope["exhibits"], act.names, strict=True):
                path = "data/exhibits/" + exhibit["sha256"]
                named.add(path)
                what = f"{act.name}的证据材料{_called(exhibit, called)}"
                self._name(act, what, exhibit, called, exhibit["sha256"] in gone)
                if path not in self.digests:
                    if exhibit["sha256"] not in gone:
                        find(act.number, "exhibit.missing", f"{what}不在包里")
                    continue
                size, hashed, other = self.digests[path]
                unmeasured += other is None
                if (size, hashed) != (exhibit["size"], exhibit["sha256"]) or other not in (
                    None,
                    exhibit["sm3"],
                ):
                    find(act.number, "exhibit.altered", f"{what}与信封所载的摘要不符：文件被改动")
        if unmeasured:
            self.verdict.doubt(f"本机密码库不支持 SM3，{unmeasured} 份较大的证据材料只核对了 SHA-256")
        for path in sorted(self.digests):
            if path.startswith("data/exhibits/") and path not in named:
                find(None, "exhibit.unreferenced", f"没有执法行为以此文件为证据：{path}")

    def _name(
        self, act: Act, what: str, exhibit: dict[str, Any], called: dict[str, str] | None, gone: bool
    ) -> None:
        """文件名在信封里只有加盐的摘要；材料销毁了，文件名也须销毁。"""
        if called is None:
            if not gone:
                self.verdict.find(act.number, "name.missing", f"{what}的文件名不见了，也没有处置记载")
            return
        if gone:
            self.verdict.find(act.number, "disposal.contradicted", f"{what}称已处置，文件名却还在")
            return
        salt, promised = bytes.fromhex(called["salt"]), None
        try:
            named = called["name"].encode()
            promised = sha256(b"mingzhi/name/v1\n" + bytes([len(salt)]) + salt + named)
        except UnicodeEncodeError:
            pass  # 半个字符，没有谁能封存它
        if promised != exhibit["name_digest"]:
            self.verdict.find(act.number, "name.altered", f"{what}的文件名与信封所载的摘要不符：文件名被改动")

    def _disposals(self) -> None:
        first = {act.number: act for act in reversed(self.acts)}
        for act in self.acts:
            gone = act.disposal
            if gone is None:
                continue
            own = {exhibit["sha256"] for exhibit in act.envelope["exhibits"]}
            by = first.get(gone["act"])
            kept = gone["body"] and act.body is not None
            if kept or not own.issuperset(gone["exhibits"]) or not (gone["body"] or gone["exhibits"]):
                message = f"{act.name}的处置记载与包里不符"
                self.verdict.find(act.number, "disposal.contradicted", message)
            elif by is None or by.number <= act.number or not _says_disposed(by.body, act.number, gone):
                message = f"{act.name}称已处置，第 {gone['act']} 项却没有载明"
                self.verdict.find(act.number, "disposal.unsupported", message)
            else:
                parts = ["内容"] * gone["body"] + [f"{len(gone['exhibits'])} 份证据"] * bool(gone["exhibits"])
                self.verdict.doubt(f"{act.name}的{'和'.join(parts)}已由第 {by.number} 项依法处置，无从核对")

    def _statement(self) -> None:
        find, there = self.verdict.find, STATEMENT in self.parsed
        if not there:
            self.verdict.doubt("包里没有出具声明：无法确定末尾是否另有执法行为被整段截去")
        if any(name.startswith("data/documents/") for name in self.digests) and not (self.keys and there):
            self.verdict.doubt("文书文件只列在文件清单里，没有签名可核对")
        if not there:
            return
        try:
            lines = open_note(self.parsed[STATEMENT], self.keys)
            if len(lines) != 7 or lines[0] != "mingzhi/export/v1" or not _is_moment(lines[4]):
                raise Broken("不合格式")
            if not re.fullmatch(r"0|[1-9][0-9]{0,8}", lines[2], re.ASCII):
                raise Broken("项数不合格式")
            if not all(map(_is_hex, (lines[3], lines[5], lines[6]))):
                raise Broken("摘要不合格式")
        except Broken as error:
            find(None, "statement.bad", f"出具声明：{error}")
            return
        _, dossier, stated, last, _, manifest, info = lines
        count, total = int(stated), self.verdict.acts
        numbers = {act.number for act in self.acts}
        if count > total:
            message = f"出具声明载明共 {count} 项执法行为，包里只有 {total} 项：有执法行为被删除"
            find(total + 1 if numbers == set(range(1, total + 1)) else None, "act.removed", message)
        if count < total:
            message = f"出具声明载明共 {count} 项执法行为，包里有 {total} 项：有执法行为被插入"
            find(count + 1, "act.inserted", message)
        ending = next((act for act in self.acts if act.number == count), None)
        if ending is not None and last not in (ending.stated[0], ending.real[0]):
            find(count, "statement.last", f"{ending.name}不是出具声明所指的末项：被改动或替换")
        if self.acts and dossier != self.acts[-1].envelope["dossier"]:
            find(None, "statement.dossier", "出具声明说的是另一卷")
        if manifest != sha256(self.parsed.get(MANIFEST, b"")):
            find(None, "statement.manifest", "文件清单与出具声明所载的摘要不符：包里的文件在出具后被改动")
        if info != sha256(self.parsed.get(INFO, b"")):
            find(None, "statement.info", "bag-info.txt 与出具声明所载的摘要不符：在出具后被改动")


def _called(exhibit: dict[str, Any], called: dict[str, str] | None) -> str:
    return f"“{called['name']}”" if called else f"（{exhibit['sha256'][:12]}…）"


def _says_disposed(body: Any, number: int, gone: dict[str, Any]) -> bool:
    """处置的那一项，内容里载明了没有。"""
    listed = body.get("disposed") if isinstance(body, dict) else None
    for item in listed if isinstance(listed, list) else []:
        if isinstance(item, dict) and type(item.get("act")) is int and item["act"] == number:
            exhibits = item.get("exhibits")
            exhibits = exhibits if isinstance(exhibits, list) else []
            if (item.get("body") is True or not gone["body"]) and all(
                e in exhibits for e in gone["exhibits"]
            ):
                return True
    return False


# ── 时间戳（RFC 3161）──────────────────────────────────────────────────


def _der(data: bytes, *tags: int, more: bool = False) -> list[bytes]:
    """按 DER 拆开一层；标记须依次是 tags（0 是随便什么），more 的后面可以还有。"""
    parts, at = list[tuple[int, bytes]](), 0
    while at < len(data):
        tag, long, at = data[at], data[at + 1] if at + 1 < len(data) else 0x80, at + 2
        if long > 0x7F:
            digits = data[at : at + long - 0x80]
            if not 0 < len(digits) == long - 0x80 < 5:
                raise Broken("不是时间戳的编码")
            long, at = int.from_bytes(digits, "big"), at + len(digits)
        if at + long > len(data):
            raise Broken("时间戳在中间断了")
        parts.append((tag, data[at : at + long]))
        at += long
    if len(parts) < len(tags) or (len(parts) > len(tags) and not more):
        raise Broken("不是时间戳的编码")
    if any(want not in (0, tag) for want, (tag, _) in zip(tags, parts, strict=False)):
        raise Broken("不是时间戳的编码")
    return [content for _, content in parts]


def stamped_on(data: bytes) -> tuple[bytes, str]:
    """所盖的摘要、写的时间；读不懂的都是空的。"""
    try:
        _, token = _der(_der(data, 0x30)[0], 0, 0x30)
        (signed,) = _der(_der(token, 0, 0xA0)[1], 0x30)
        what, wrapped = _der(_der(signed, 0, 0, 0x30, more=True)[2], 0x06, 0xA0)
        info = _der(_der(_der(wrapped, 0x04)[0], 0x30)[0], 0x02, 0x06, 0x30, 0x02, 0x18, more=True)
        imprint, when = _der(info[2], 0, 0x04)[1], info[4].decode("ascii")
        parts = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z", when, re.ASCII)
        if what.hex() != "2a864886f70d0109100104" or parts is None:
            raise Broken("不是时间戳的编码")
        year, month, day, hour, minute, second = parts.groups()[:6]
        return imprint, f"{year}-{month}-{day} {hour}:{minute}:{second}"
    except (Broken, UnicodeDecodeError):
        return b"", ""


# ── 公开日志（C2SP tlog-tiles）─────────────────────────────────────────

WIDTH = 256
TILE = re.compile(r"tile/(entries|[0-7])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)
# 记着见证人见到哪里的一份便条，可丢，不在核验之内。
ASIDE = {"witnesses.json"}


def tile_name(level: str, index: int, width: int) -> str:
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{path}" + ("" if width == WIDTH else f".p/{width}")


class Log:
    """核验公开的日志：从叶重算每一片瓦片、现在的根和历次的根。"""

    def __init__(
        self, files: Files, keys: Sequence[Key], verdict: Verdict, witnesses: Sequence[Witness] = ()
    ) -> None:
        self.files, self.keys, self.verdict, self.witnesses = files, keys, verdict, witnesses
        self.names: set[str] = set()
        self.leaves: list[bytes] = []
        self.checkpoint: Checkpoint | None = None
        self.roots: dict[int, bytes] = {}

    def verify(self, sizes: set[int] | None = None) -> None:
        """sizes：另外还要知道开头这么多片叶的根。"""
        try:
            self.names = set(self.files.names())
        except Broken as error:
            self.verdict.find(None, "log.unreadable", f"日志读不出：{error}")
            return
        if not self.keys:
            self.verdict.doubt("未提供验证公钥：无法核对签名，也就不能排除整本日志是另造的")
        try:
            note = self.files.read("checkpoint")
            self.checkpoint = Checkpoint(note, self.keys)
        except Broken as error:
            self.verdict.find(None, "checkpoint.bad", f"检查点：{error}")
            return
        hear(note, "检查点", self.witnesses, self.verdict)
        self.verdict.what = f"日志共 {self.checkpoint.size} 片叶"
        if self.checkpoint.size > WIDTH * len(self.names):
            self.verdict.find(None, "tile.missing", "瓦片不全：装不下检查点所说的那么多片叶")
            return
        complete = self._read_leaves(self.checkpoint.size)
        levels = self._check_tiles(complete)
        history = self._history()
        if complete:
            nodes = levels[0]
            wanted = {old.size for _, old in history} | (sizes or set()) | {self.checkpoint.size}
            self.roots = prefix_roots(nodes, {size for size in wanted if size <= len(nodes)})
            if self.roots[self.checkpoint.size] != self.checkpoint.root:
                message = "由各片叶重算的根与签名的检查点不符：有叶被改动、调换、插入或者删除"
                self.verdict.find(None, "log.root", message)
        self._check_history(history)
        self._strays(levels)

    def _read_leaves(self, size: int) -> bool:
        """按捆读叶；缺了、坏了的说出来，返回齐不齐。"""
        whole = True
        for start in range(0, size, WIDTH):
            width = min(WIDTH, size - start)
            name = tile_name("entries", start // WIDTH, width)
            try:
                found = _unbundle(self.files.read(name))
                if len(found) != width:
                    raise Broken(f"应有 {width} 片叶，实有 {len(found)} 片")
            except Broken as error:
                code = "tile.altered" if name in self.names else "tile.missing"
                self.verdict.find(None, code, f"{name}：{error}")
                whole = False
                continue
            if whole:
                self.leaves += found
        return whole

    def _check_tiles(self, complete: bool) -> list[list[bytes]]:
        levels = [[leaf_node(leaf) for leaf in self.leaves]]
        while complete and levels[-1] and len(levels) < 9:
            nodes, level = levels[-1], len(levels) - 1
            for start in range(0, len(nodes), WIDTH):
                name = tile_name(str(level), start // WIDTH, min(WIDTH, len(nodes) - start))
                self._compare(name, nodes[start : start + WIDTH], start, level)
            full = len(nodes) // WIDTH * WIDTH
            levels.append([_fold(nodes[i : i + WIDTH]) for i in range(0, full, WIDTH)])
        return levels

    def _compare(self, name: str, nodes: list[bytes], start: int, level: int) -> None:
        try:
            found = self.files.read(name)
        except Broken as error:
            code = "tile.altered" if name in self.names else "tile.missing"
            self.verdict.find(None, code, f"{name}：{error}")
            return
        if found == b"".join(nodes):
            return
        where = ""
        if level == 0 and len(found) == 32 * len(nodes):
            bad = [start + i for i, node in enumerate(nodes) if found[32 * i : 32 * i + 32] != node]
            where = f"（第 {'、'.join(map(str, bad[:5]))}{' 等' if len(bad) > 5 else ''} 片叶）"
        self.verdict.find(None, "tile.altered", f"{name} 与下面的叶对不上{where}：瓦片或者叶被改动")

    def _history(self) -> list[tuple[str, Checkpoint]]:
        found, stamped = [], list[str]()
        for name in sorted(self.names):
            if not name.startswith("history/") or name.rpartition("/")[2].startswith("."):
                continue
            try:
                if name.endswith(".tsr"):
                    stamped.append(self._stamp(name))
                    continue
                note = self.files.read(name)
                old = Checkpoint(note, self.keys)
                if self.checkpoint is None or old.origin != self.checkpoint.origin:
                    raise Broken("是另一本日志的检查点")
                if not name.endswith(f"-{old.size}.txt"):
                    raise Broken("名称里的大小与检查点不符")
                hear(note, name, self.witnesses, self.verdict, old=True)
                found.append((name, old))
            except Broken as error:
                self.verdict.find(None, "history.bad", f"{name}：{error}")
        if stamped:
            read = sorted(filter(None, stamped))
            odd = len(stamped) - len(read)
            self.verdict.doubt(
                f"{len(stamped)} 份时间戳盖的都是旁边的检查点"
                + (f"，写的时间自 {read[0]} 至 {read[-1]}（格林尼治时间）" if read else "")
                + (f"，其中 {odd} 份的编码读不懂，写的时间不知道" if odd else "")
                + "；时间戳机构的签名没有核对，要用它的根证书另外核验（openssl ts -verify）"
            )
        # 同一个钟点的两份，小的在前。
        return sorted(found, key=lambda each: (each[0].rpartition("-")[0], each[1].size))

    def _stamp(self, name: str) -> str:
        """时间戳所盖的须是旁边那份检查点，给出它写的时间；编码读不懂的，里面须有那份的摘要，时间是空的。"""
        note, stamp = self.files.read(name[:-4] + ".txt"), self.files.read(name)
        digests = [hashlib.new(kind, note).digest() for kind in ("sha256", "sha384", "sha512")]
        imprint, when = stamped_on(stamp)
        if not (imprint in digests if when else any(digest in stamp for digest in digests)):
            raise Broken("时间戳不是盖在这一份检查点上的")
        return when

    def _check_history(self, history: list[tuple[str, Checkpoint]]) -> None:
        highest = 0
        for name, old in history:
            if self.checkpoint is not None and old.size > self.checkpoint.size:
                message = f"{name}：以前签过 {old.size} 片叶，现在只有 {self.checkpoint.size} 片：末尾被截去"
                self.verdict.find(None, "history.fork", message)
            elif old.size in self.roots and self.roots[old.size] != old.root:
                message = f"{name}：以前签过的不是现在这一本的开头：叶被改动过，或者给过两个样子"
                self.verdict.find(None, "history.fork", message)
            if old.size < highest:
                self.verdict.find(None, "history.order", f"{name}：比前一份检查点小，时间或大小被倒填")
            highest = max(highest, old.size)
        if not history:
            self.verdict.doubt("没有历次的检查点：看不出以前公开的与现在是不是同一本")

    def _strays(self, levels: list[list[bytes]]) -> None:
        """多出来的文件：以前不满的瓦片须是现在的开头；比检查点长的，还没有签名，不能确定。"""
        later = 0
        for name in sorted(self.names):
            matched = TILE.fullmatch(name)
            if name == "checkpoint" or name.startswith("history/") or name in ASIDE:
                continue
            if matched is None:
                if not any(part.startswith(".") for part in name.split("/")):
                    self.verdict.find(None, "file.unexpected", f"日志里不应有的文件：{name}")
                continue
            level, index = matched[1], int(matched[2].replace("x", "").replace("/", ""))
            width = int(matched[3]) if matched[3] else WIDTH
            if level == "entries":
                line, size = self.leaves, len(self.leaves)
            else:
                line = levels[int(level)] if int(level) < len(levels) else []
                size = len(line)
            start = index * WIDTH
            if name != tile_name(level, index, width) or width > WIDTH:
                self.verdict.find(None, "file.unexpected", f"日志里不应有的文件：{name}")
            elif start + width > size:
                later += not self.checkpoint or start + width > self.checkpoint.size >> _height(level)
            elif width < WIDTH and start + width < size:
                part = line[start : start + width]
                wanted = b"".join(len(e).to_bytes(2, "big") + e if level == "entries" else e for e in part)
                try:
                    same = self.files.read(name) == wanted
                except Broken:
                    same = False
                if not same:
                    message = f"{name} 是以前不满的一片，与现在的对不上：叶在公开以后被改动"
                    self.verdict.find(None, "tile.altered", message)
        if later:
            self.verdict.doubt(f"{later} 片瓦片在检查点之后，还没有签名，没有核对")


def _height(level: str) -> int:
    return 0 if level == "entries" else 8 * int(level)


def _fold(nodes: list[bytes]) -> bytes:
    while len(nodes) > 1:
        nodes = [join(left, right) for left, right in zip(nodes[::2], nodes[1::2], strict=True)]
    return nodes[0]


def _unbundle(data: bytes) -> list[bytes]:
    found, at = list[bytes](), 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise Broken("一捆叶在中间断了")
        found.append(data[at + 2 : end])
        at = end
    return found


# ── 整个机关的导出 ─────────────────────────────────────────────────────


def verify_bureau(
    root: Path, keys: Sequence[Key], verdict: Verdict, witnesses: Sequence[Witness] = ()
) -> None:
    """log 是公开日志，packages 里一卷一包：逐包核验，再看日志的每一片叶是不是恰好由一项行为认领。"""
    packages: list[tuple[str, Package]] = []
    for path in sorted((root / "packages").iterdir() if (root / "packages").is_dir() else ()):
        if path.name.startswith("."):
            continue
        inner = Verdict()
        package = Package(Folder(path) if path.is_dir() else Zip(path), keys, inner, witnesses)
        package.verify()
        # 各包的字节已经核过，留下要对照日志的就够了。
        package.parsed.clear()
        package.digests.clear()
        for number, code, says in inner.findings:
            verdict.find(number, code, f"{path.name}：{says}")
        for says in inner.confirmed:
            verdict.confirm(f"{path.name}：{says}")
        for says in inner.undetermined:
            # 谁没有见证，在日志那里说一次就够了。
            if (keys or "未提供验证公钥" not in says) and "见证人" not in says:
                verdict.doubt(f"{path.name}：{says}")
        packages.append((path.name, package))
    log = Log(Folder(root / "log"), keys, verdict, witnesses)
    if (root / "log").is_dir():
        log.verify({package.checkpoint.size for _, package in packages if package.checkpoint})
    else:
        verdict.find(None, "log.missing", "没有日志（log）：看不出有没有整卷被拿掉")
    total = sum(len(package.acts) for _, package in packages)
    verdict.what = f"共 {len(packages)} 卷、{total} 项执法行为，日志 {len(log.leaves)} 片叶"
    if log.checkpoint is None or len(log.leaves) != log.checkpoint.size:
        return
    claimed: dict[int, str] = {}
    for name, package in packages:
        _check_against_log(name, package, log, claimed, verdict)
    missing = [place for place in range(len(log.leaves)) if place not in claimed]
    if missing:
        shown = "、".join(map(str, missing[:10])) + ("等" if len(missing) > 10 else "")
        message = f"日志的第 {shown} 片叶（从 0 数）没有哪一卷的行为认领，共 {len(missing)} 片：有整卷或者执法行为被拿掉"
        verdict.find(None, "leaf.unclaimed", message)


def _check_against_log(
    name: str, package: Package, log: Log, claimed: dict[int, str], verdict: Verdict
) -> None:
    mine = package.checkpoint
    if mine is not None and log.checkpoint is not None:
        if mine.origin != log.checkpoint.origin:
            verdict.find(None, "package.other_log", f"{name}：包里的检查点是另一本日志的")
        elif mine.size > log.checkpoint.size:
            verdict.doubt(f"{name}：包里的检查点比这本日志新，无法对照")
        elif log.roots.get(mine.size) != mine.root:
            verdict.find(None, "package.fork", f"{name}：包里的检查点不是这本日志的开头：给过两个样子")
    for act in package.acts:
        if act.place >= len(log.leaves):
            continue
        if log.leaves[act.place] not in (act.leaf(act.real), act.leaf(act.stated)):
            message = f"{name}：{act.name}与日志的第 {act.place} 片叶不符：被改动或者替换"
            verdict.find(act.number, "leaf.other", message)
        if act.place in claimed:
            message = f"{name}：{act.name}与 {claimed[act.place]} 占日志的同一片叶"
            verdict.find(act.number, "leaf.twice", message)
        claimed.setdefault(act.place, f"{name} {act.name}")


# ── 命令 ───────────────────────────────────────────────────────────────


def verify(path: Path, keys: Sequence[Key] = (), witnesses: Sequence[Witness] = ()) -> Verdict:
    """核验一个路径：看里面有什么，认出是包、日志还是整个机关的导出。"""
    verdict = Verdict()
    if not path.is_dir():
        Package(Zip(path), keys, verdict, witnesses).verify()
    elif (path / "data").exists() or (path / "bagit.txt").exists():
        Package(Folder(path), keys, verdict, witnesses).verify()
    elif (path / "log").is_dir() or (path / "packages").is_dir():
        verify_bureau(path, keys, verdict, witnesses)
    elif (path / "tile").is_dir() or (path / "checkpoint").exists():
        Log(Folder(path), keys, verdict, witnesses).verify()
    else:
        Package(Folder(path), keys, verdict, witnesses).verify()
    return verdict


def main(arguments: Sequence[str]) -> int:
    given, keys, paths, as_json = list(arguments), list[Key](), list[str](), False
    witnesses = list[Witness]()
    while given:
        word = given.pop(0)
        if word == "--json":
            as_json = True
        elif word in ("-h", "--help"):
            print((__doc__ or "").split("\n\nThis file")[0])
            return 0
        elif word in ("--key", "--witness") or word.startswith(("--key=", "--witness=")):
            word, _, value = word.partition("=") if "=" in word else (word, "", given.pop(0) if given else "")
            try:
                there = Path(value).is_file()
                text = Path(value).read_text("utf-8") if there else value
                if word == "--witness":
                    witnesses += witnesses_in(text)
                else:
                    keys.append(Key(text))
            except (OSError, ValueError, Broken) as error:
                print(f"读不出公钥 {_plain(value)}：{error}", file=sys.stderr)
                return 2
        elif word.startswith("-"):
            print(f"没有这个选项：{_plain(word)}。看用法：python3 -I verify.py --help", file=sys.stderr)
            return 2
        else:
            paths.append(word)
    if len(paths) > 1:
        print("一次核验一个路径。", file=sys.stderr)
        return 2
    verdict = verify(Path(paths[0]) if paths else Path(__file__).resolve().parent, keys, witnesses)
    if as_json:
        print(json.dumps(verdict.as_json(), ensure_ascii=False, indent=1))
        return 0 if verdict.ok else 1
    print(verdict.summary)
    for _, code, says in sorted(verdict.findings, key=lambda each: each[0] or 0):
        print(f"✗ {says}（{code}）")
    for says in verdict.confirmed:
        print(f"✓ {says}")
    for says in verdict.undetermined:
        print(f"？ {says}")
    return 0 if verdict.ok else 1


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        # 终端不是 UTF-8 的（旧的 Windows），也要说得出结论。
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
