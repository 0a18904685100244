"""封存：一项执法行为的信封、它的封印（双摘要），以及写入日志树的加盐承诺。

An envelope is kept for ever; the body, the exhibits and the exhibits' file names, all of which it holds by
digest alone, can be destroyed by a lawful disposal without breaking the chain. Each envelope holds the SHA-256 of the act before it.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TypedDict

from .canonical import canonical
from .digests import Sha256, Sm3, is_digest, sha256_hex, sm3_hex

GENESIS = Sha256("0" * 64)
"""第一项执法行为没有前一项：64 个零。"""

_NAME_DOMAIN = b"mingzhi/name/v1\n"
_LEAF_DOMAIN = b"mingzhi/leaf/v1\n"
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)


class ExhibitRef(TypedDict):
    """证据材料：执法行为所依据的文件，由摘要指明。文件名会说出内容，信封里只有加盐的摘要，销毁了就无从知道。"""

    sha256: str
    sm3: str
    size: int
    name_digest: str
    media_type: str


class EnvelopeJson(TypedDict):
    """信封在导出包里的样子；封印就是它的规范化写法的摘要。"""

    dossier: str
    number: int
    kind: str
    happened: str
    recorded: str
    actor: dict[str, object]
    body_digest: str
    exhibits: list[ExhibitRef]
    previous: str


def moment(text: str) -> datetime:
    """时刻：带时区偏移的 ISO 8601。ValueError otherwise."""
    if _MOMENT.fullmatch(text) is None:
        raise ValueError(f"not a moment with seconds and an offset: {text[:40]!r}")
    return datetime.fromisoformat(text)


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """信封：谁、在哪一卷、第几项、何时发生、何时记录、内容与证据的摘要、前一项的封印。"""

    dossier: str
    number: int
    kind: str
    happened: str
    recorded: str
    actor: Mapping[str, object]
    body_digest: Sha256
    exhibits: tuple[ExhibitRef, ...]
    previous: Sha256

    def __post_init__(self) -> None:
        _require(_is_line(self.dossier), "dossier must be one non-empty line")
        _require(_is_count(self.number) and self.number >= 1, "number must be an integer from 1")
        _require(_is_line(self.kind), "kind must be one non-empty line")
        for when in (self.happened, self.recorded):
            _require(isinstance(when, str), "moments must be text")
            moment(when)
        _require(isinstance(self.actor, dict), "actor must be a dict")
        _require(is_digest(self.body_digest), "body_digest must be 64 lower-case hex digits")
        _require(is_digest(self.previous), "previous must be 64 lower-case hex digits")
        # A list would make two equal envelopes compare unequal after a trip through JSON.
        _require(isinstance(self.exhibits, tuple), "exhibits must be a tuple")
        for exhibit in self.exhibits:
            _check_exhibit(exhibit)

    def as_json(self) -> EnvelopeJson:
        return {
            "dossier": self.dossier,
            "number": self.number,
            "kind": self.kind,
            "happened": self.happened,
            "recorded": self.recorded,
            "actor": dict(self.actor),
            "body_digest": self.body_digest,
            "exhibits": [exhibit.copy() for exhibit in self.exhibits],
            "previous": self.previous,
        }

    @classmethod
    def from_json(cls, value: object) -> "Envelope":
        """读信封。ValueError when anything is missing, unknown or of the wrong type."""
        names = {field.name for field in fields(cls)}
        if not isinstance(value, dict) or set(value) != names:
            raise ValueError("an envelope has exactly these names: " + ", ".join(sorted(names)))
        if not isinstance(value["exhibits"], list):
            raise ValueError("exhibits must be a list")
        return cls(**{**value, "exhibits": tuple(value["exhibits"])})


@dataclass(frozen=True)
class Seal:
    """封印：信封规范化写法的两种摘要。下一项的 previous 取其中的 SHA-256。"""

    sha256: Sha256
    sm3: Sm3

    def __post_init__(self) -> None:
        _require(is_digest(self.sha256) and is_digest(self.sm3), "a seal is two digests in lower-case hex")


def body_digest(body: object) -> Sha256:
    """执法行为内容的摘要：规范化写法的 SHA-256。"""
    return sha256_hex(canonical(body))


def seal(envelope: Envelope) -> Seal:
    """封存一项执法行为。"""
    sealed = canonical(envelope.as_json())
    return Seal(sha256_hex(sealed), sm3_hex(sealed))


def name_digest(name: str, salt: bytes) -> Sha256:
    """文件名的加盐承诺。Without the salt nobody can try likely names."""
    return sha256_hex(_NAME_DOMAIN + _salted(salt) + name.encode())


def leaf(seal: Seal, salt: bytes) -> bytes:
    """日志树的叶：加盐承诺。Without the salt it tells nothing of the act, not even to who knows the act."""
    committed = _salted(salt) + bytes.fromhex(seal.sha256) + bytes.fromhex(seal.sm3)
    return hashlib.sha256(_LEAF_DOMAIN + committed).digest()


def _salted(salt: bytes) -> bytes:
    if not 16 <= len(salt) <= 64:
        raise ValueError("a salt has 16 to 64 random bytes")
    # The length stands before the salt, so that no byte can wander between salt and what follows.
    return bytes([len(salt)]) + salt


def _check_exhibit(exhibit: object) -> None:
    names = set(ExhibitRef.__annotations__)
    if not isinstance(exhibit, dict) or set(exhibit) != names:
        raise ValueError("an exhibit has exactly these names: " + ", ".join(sorted(names)))
    _require(is_digest(exhibit["sha256"]) and is_digest(exhibit["sm3"]), "an exhibit has two digests in hex")
    _require(_is_count(exhibit["size"]), "an exhibit's size is an integer from 0")
    _require(is_digest(exhibit["name_digest"]), "an exhibit's name stands as a digest")
    _require(isinstance(exhibit["media_type"], str), "an exhibit's media type is text")


def _is_line(value: object) -> bool:
    return isinstance(value, str) and value != "" and min(value) >= " "


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise ValueError(otherwise)
