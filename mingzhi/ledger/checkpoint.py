"""检查点：日志树某一时刻的大小与根，由机关签名，邻近机关可以见证。

C2SP tlog-checkpoint inside a C2SP signed note (Ed25519, RFC 8032, signature type 0x01). Signatures by
unknown keys, such as witnesses' of type 0x04, are carried and ignored, as the format asks.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .merkle import HASH_SIZE

_ED25519 = b"\x01"
_MAX_SIGNATURES = 100
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


class BadNote(ValueError):
    """签名文本不合格式，或没有可信的签名。The message is for the reader of the verdict, in Chinese."""


@dataclass(frozen=True)
class Checkpoint:
    """检查点。`origin` names the log; `root` has 32 bytes."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or any(ord(character) < 32 for character in self.origin):
            raise ValueError("an origin is one non-empty line")
        if self.size < 0 or len(self.root) != HASH_SIZE:
            raise ValueError("a checkpoint has a size from 0 and a root of 32 bytes")

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


class Accepting(Protocol):
    """能验签的公钥：Ed25519 的，或者 SM2 的（sm2.py）。"""

    @property
    def name(self) -> str: ...
    @property
    def key_id(self) -> bytes: ...
    def accepts(self, text: str, signature: bytes) -> bool: ...


@dataclass(frozen=True)
class Verifier:
    """验证公钥：名称与 Ed25519 公钥。Its text form is `name+keyid+key`, as C2SP tools exchange it."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.public_key) != 32:
            raise ValueError("an Ed25519 public key has 32 bytes")

    @classmethod
    def of(cls, name: str, key: Ed25519PrivateKey | Ed25519PublicKey) -> "Verifier":
        public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
        return cls(name, public.public_bytes(Encoding.Raw, PublicFormat.Raw))

    @classmethod
    def parse(cls, vkey: str) -> "Verifier":
        """读公钥文本。ValueError when the key id does not belong to the name and key."""
        name, id_hex, encoded = [*vkey.strip().split("+", 2), "", ""][:3]
        typed = _base64(encoded)
        if typed is None or typed[:1] != _ED25519:
            raise ValueError("not an Ed25519 verifier key (name+keyid+key)")
        verifier = cls(name, typed[1:])
        if verifier.key_id.hex() != id_hex:
            raise ValueError("the key id does not belong to this name and key")
        return verifier

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[:4]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.public_key).decode()}"

    def accepts(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def sign_text(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """把一段文本签成 signed note。"""
    if not text.endswith("\n") or any(ord(character) < 32 and character != "\n" for character in text):
        raise ValueError("a note's text ends in a newline and has no other control character")
    signature = Verifier.of(name, key).key_id + key.sign(text.encode())
    return f"{text}\n\u2014 {name} {base64.b64encode(signature).decode()}\n"


def open_note(note: str, verifiers: Iterable[Accepting]) -> str:
    """验签并取出文本。BadNote when no given key signed it, or a given key's signature is wrong."""
    text, signatures = split_note(note)
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    signed = False
    for name, key_id, signature in signatures:
        verifier = known.get((name, key_id))
        if verifier is None:
            continue
        if not verifier.accepts(text, signature):
            raise BadNote(f"“{name}”的签名与文本不符")
        signed = True
    if not signed:
        raise BadNote("没有所给公钥的签名")
    return text


def split_note(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """文本与签名（名称、公钥标识、签名），未验签。"""
    body, separator, tail = note.rpartition("\n\n")
    if not separator or not tail.endswith("\n") or not body:
        raise BadNote("不是签名文本：缺少空行或签名行")
    if any(ord(character) < 32 and character != "\n" for character in note):
        raise BadNote("签名文本含有控制字符")
    lines = tail[:-1].split("\n")
    if len(lines) > _MAX_SIGNATURES:
        raise BadNote("签名过多")
    return body + "\n", [_signature_line(line) for line in lines]


def sign_note(checkpoint: Checkpoint, name: str, key: Ed25519PrivateKey) -> str:
    """签发检查点。"""
    return sign_text(checkpoint.text, name, key)


def verify_note(text: str, verifiers: Iterable[Accepting]) -> Checkpoint:
    """验签并读出检查点；BadNote otherwise."""
    return parse_checkpoint(open_note(text, verifiers))


def parse_checkpoint(text: str) -> Checkpoint:
    """读检查点文本（不含签名）。Extension lines are allowed and not kept."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] != "" or not all(lines[:-1]):
        raise BadNote("检查点应有名称、大小、根三行")
    root = _base64(lines[2])
    if _DECIMAL.fullmatch(lines[1]) is None or root is None or len(root) != HASH_SIZE:
        raise BadNote("检查点的大小或根不合格式")
    try:
        return Checkpoint(lines[0], int(lines[1]), root)
    except ValueError as error:
        raise BadNote("检查点的名称不合格式") from error


def _signature_line(line: str) -> tuple[str, bytes, bytes]:
    parts = line.split(" ")
    signature = _base64(parts[2]) if len(parts) == 3 and parts[0] == "\u2014" else None
    if signature is None or len(signature) < 5:
        raise BadNote("签名行不合格式")
    try:
        _check_name(parts[1])
    except ValueError as error:
        raise BadNote("签名者名称不合格式") from error
    return parts[1], signature[:4], signature[4:]


def _check_name(name: str) -> None:
    if not name or "+" in name or any(character.isspace() or ord(character) < 32 for character in name):
        raise ValueError("a key name is not empty and has neither spaces nor plus")


def _base64(text: str) -> bytes | None:
    try:
        decoded = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None
    # Spare bits in the last character would let two texts mean one signature.
    return decoded if base64.b64encode(decoded).decode() == text else None
