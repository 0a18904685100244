"""见证：邻近机关核对过两个检查点前后一致，再在后一个上签字；同一本日志给两处看不同的样子，见证人一比就露。

C2SP tlog-cosignature (`cosignature/v1`, signature type 0x04) and the request and answer of C2SP tlog-witness.
Pure: the witness's memory is handed in; who stores it must store it before it sends the answer.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .checkpoint import BadNote, Checkpoint, Verifier, parse_checkpoint, split_note, verify_note
from .merkle import EMPTY_ROOT, verify_consistency
from .verdict import Report

_COSIGNATURE = b"\x04"
# 时刻 8 个字节，Ed25519 签名 64 个：从长短看得出这一行像是见证人的签字。
_SIZE = 72
MAX_PROOF = 63


@dataclass(frozen=True)
class Cosignature:
    """一个见证人的签字：名称、公钥标识、见证的时刻（1970 年起的秒数）、签名。"""

    name: str
    key_id: bytes
    time: int
    signature: bytes

    @property
    def moment(self) -> str:
        """见证的时刻，给人看的写法。"""
        try:
            return datetime.fromtimestamp(self.time, timezone(timedelta(hours=8))).isoformat()
        except (OverflowError, ValueError, OSError):
            return f"{self.time} 秒"

    @property
    def line(self) -> str:
        signed = self.key_id + self.time.to_bytes(8, "big") + self.signature
        return f"\u2014 {self.name} {base64.b64encode(signed).decode()}\n"


@dataclass(frozen=True)
class WitnessKey:
    """见证人的验证公钥。"""

    name: str
    public_key: bytes

    @classmethod
    def of(cls, name: str, key: Ed25519PrivateKey) -> "WitnessKey":
        return cls(name, Verifier.of(name, key).public_key)

    @classmethod
    def parse(cls, vkey: str) -> "WitnessKey":
        """读公钥文本（名称+标识+公钥）。ValueError otherwise."""
        name, id_hex, encoded = [*vkey.strip().split("+", 2), "", ""][:3]
        try:
            typed = base64.b64decode(encoded, validate=True)
        except ValueError:
            typed = b""
        key = cls(name, typed[1:])
        if not name or typed[:1] != _COSIGNATURE or len(typed) != 33 or key.key_id.hex() != id_hex:
            raise ValueError("not a witness's verifier key (name+keyid+key, type 0x04)")
        return key

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _COSIGNATURE + self.public_key).digest()[:4]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_COSIGNATURE + self.public_key).decode()}"


def read_keys(text: str) -> list[WitnessKey]:
    """一行一个公钥；空行和 # 开头的不看。ValueError otherwise."""
    lines = (line.strip() for line in text.splitlines())
    return [WitnessKey.parse(line) for line in lines if line and not line.startswith("#")]


def _message(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosign(note: str, name: str, key: Ed25519PrivateKey, time: int) -> Cosignature:
    """在检查点上签字。The caller has already checked the log's signature and the consistency proof."""
    text, _ = split_note(note)
    return Cosignature(name, WitnessKey.of(name, key).key_id, time, key.sign(_message(text, time)))


@dataclass(frozen=True)
class Testimony:
    """一份检查点上的见证，对照所给的见证人。"""

    given: tuple[Cosignature, ...]
    """签了、验过的。"""
    forged: tuple[str, ...]
    """名单里的人，签字与检查点不符的。"""
    missing: tuple[str, ...]
    """名单里的人，没有签的。"""
    unknown: tuple[str, ...]
    """像是见证人的签字、不在名单里的，各行的名称。"""


def testimony(note: str, witnesses: Sequence[WitnessKey]) -> Testimony:
    """核对检查点上的见证。:class:`BadNote` when the note itself is malformed."""
    text, signatures = split_note(note)
    known = {(witness.name, witness.key_id): witness for witness in witnesses}
    given, forged, unknown = [], [], []
    for name, key_id, signature in signatures:
        witness = known.get((name, key_id))
        if witness is None:
            if len(signature) == _SIZE:
                unknown.append(name)
        elif (time := _cosigned(witness, text, signature)) is None:
            forged.append(name)
        else:
            given.append(Cosignature(name, key_id, time, signature[8:]))
    signed = {(name, key_id) for name, key_id, _ in signatures}
    missing = tuple(witness.name for key, witness in known.items() if key not in signed)
    return Testimony(tuple(given), tuple(forged), missing, tuple(unknown))


def _cosigned(witness: WitnessKey, text: str, signature: bytes) -> int | None:
    """见证的时刻；签字不符的是 None。"""
    time = int.from_bytes(signature[:8], "big")
    try:
        key = Ed25519PublicKey.from_public_bytes(witness.public_key)
        key.verify(signature[8:], _message(text, time))
    except (InvalidSignature, ValueError):
        return None
    return time if len(signature) == _SIZE else None


def cosignatures(note: str, witnesses: Sequence[WitnessKey]) -> list[Cosignature]:
    """检查点上所认得的见证人的签字，都验过；认得的人签错了抛 :class:`BadNote`。"""
    found = testimony(note, witnesses)
    if found.forged:
        raise BadNote(f"见证人“{found.forged[0]}”的签名与文本不符")
    return list(found.given)


def is_cosigned(note: str) -> bool:
    """检查点上有没有像是见证人的签字。"""
    return bool(testimony(note, ()).unknown)


def hear(note: str, what: str, witnesses: Sequence[WitnessKey], report: Report, *, old: bool = False) -> None:
    """把一份检查点上的见证写进结论。old：历次的检查点，只说伪造的。"""
    found = testimony(note, witnesses)
    for name in found.forged:
        report.find(
            None,
            "witness.forged",
            f"{what}：见证人“{name}”的签字与检查点不符：签字是伪造的，或者检查点被改动",
        )
    if old:
        return
    for each in found.given:
        report.confirm(f"{what}由见证人“{each.name}”见证，签字的时刻是 {each.moment}")
    for name in found.missing:
        report.cannot_tell(f"{what}：见证人“{name}”没有签字")
    if found.unknown and witnesses:
        report.cannot_tell(
            f"{what}：{len(found.unknown)} 个签字的人不在所给的见证人里，没有核对：{'、'.join(found.unknown)}"
        )
    elif found.unknown:
        report.cannot_tell(f"{what}：没有给出见证人的公钥，{len(found.unknown)} 个见证人的签字没有核对")


def with_cosignatures(note: str, lines: str) -> str:
    """把见证人答回的签名行加到检查点后面；不是签名行的抛 :class:`BadNote`。"""
    joined = note + lines
    before, after = split_note(note), split_note(joined)
    if before[0] != after[0] or len(after[1]) <= len(before[1]):
        raise BadNote("见证人答回的不是签名行")
    return joined


# ── 请人见证 ───────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Request:
    """请人见证：见证人上次见到的大小、从那里起的一致性证明、签好的检查点。"""

    old: int
    proof: tuple[bytes, ...]
    note: str

    @property
    def text(self) -> str:
        lines = "".join(f"{base64.b64encode(node).decode()}\n" for node in self.proof)
        return f"old {self.old}\n{lines}\n{self.note}"

    @classmethod
    def parse(cls, text: str) -> "Request":
        """读请求。:class:`BadNote` when malformed."""
        head, separator, note = text.partition("\n\n")
        first, *nodes = head.split("\n")
        size = first.removeprefix("old ")
        if not separator or first == size or not size.isascii() or not size.isdigit() or len(size) > 19:
            raise BadNote("请求的第一行应是“old 大小”")
        if len(nodes) > MAX_PROOF or str(int(size)) != size:
            raise BadNote("一致性证明太长，或者大小的写法不对")
        try:
            proof = tuple(base64.b64decode(node, validate=True) for node in nodes)
        except ValueError as error:
            raise BadNote("一致性证明不是 base64") from error
        return cls(int(size), proof, note)


@dataclass(frozen=True)
class Seen:
    """见证人记着的：这本日志上次见到的大小和根。"""

    size: int = 0
    root: bytes = EMPTY_ROOT


@dataclass(frozen=True)
class Answer:
    """见证人的答复。status 是 HTTP 状态；200 的 seen 要先存下，再把 body 答回去。

    409：上次见到的不是 old，body 是见到的大小；403：没有认得的签名；404：不认得这本日志；422：证明不成立。
    """

    status: int
    body: str = ""
    seen: Seen | None = None


def consider(
    request: Request, logs: Sequence[Verifier], remembered: Seen, name: str, key: Ed25519PrivateKey, time: int
) -> Answer:
    """见证人办一个请求。logs 是认得的日志（名称就是它的 origin）；remembered 是对这本日志记着的。

    Refuses whatever is not a proven continuation of what it saw: two histories of one log never both get signed.
    """
    try:
        claimed = parse_checkpoint(split_note(request.note)[0])
    except BadNote as fault:
        return Answer(400, f"{fault}\n")
    trusted = [log for log in logs if log.name == claimed.origin]
    if not trusted:
        return Answer(404, "不认得这本日志\n")
    try:
        checkpoint = verify_note(request.note, trusted)
    except BadNote as fault:
        return Answer(403, f"{fault}\n")
    if request.old > checkpoint.size:
        return Answer(400, "old 大于检查点的大小\n")
    if request.old != remembered.size:
        return Answer(409, f"{remembered.size}\n")
    if not _continues(checkpoint, remembered, request.proof):
        # 大小相同、根不同，就是给两处看了两个样子。
        status = 409 if request.old == checkpoint.size else 422
        return Answer(status, f"{remembered.size}\n" if status == 409 else "一致性证明不成立\n")
    line = cosign(request.note, name, key, time).line
    return Answer(200, line, Seen(checkpoint.size, checkpoint.root))


def _continues(checkpoint: Checkpoint, seen: Seen, proof: Sequence[bytes]) -> bool:
    if seen.size == 0:
        return not proof
    return verify_consistency(seen.size, seen.root, checkpoint.size, checkpoint.root, proof)


def split_view(first: str, second: str, logs: Sequence[Verifier]) -> bool:
    """两份签过的检查点，是不是同一本日志给出的两个样子：大小相同、根不同。

    Sizes that differ need a consistency proof to judge; this says only what two notes alone can show.
    """
    one, two = verify_note(first, logs), verify_note(second, logs)
    return (one.origin, one.size) == (two.origin, two.size) and one.root != two.root
