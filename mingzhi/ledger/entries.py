"""解析导出包里的 JSON：执法行为与证明。不合格式是一处问题，不是一次出错。"""

import json
import re
from dataclasses import dataclass
from typing import cast

from .canonical import MAX_SAFE_INTEGER
from .chain import Envelope, Seal, moment, seal
from .digests import Sha256, Sm3, is_digest
from .package import ActEntry, Disposal, DossierEntry, NameEntry, NumberEntry, ProofEntry

_SALT = re.compile(r"([0-9a-f]{2}){16,64}")


@dataclass(frozen=True, kw_only=True)
class LoadedAct:
    """包里的一项执法行为，格式已核对，内容还没有。"""

    envelope: Envelope
    body: dict[str, object] | None
    names: tuple[NameEntry | None, ...]
    """各份材料的文件名；随材料销毁了的是 None。"""
    disposal: Disposal | None
    stated: Seal
    """包里所载的封印。"""
    computed: Seal
    """由信封重算的封印。"""
    salt: bytes
    leaf_index: int

    @property
    def number(self) -> int:
        return self.envelope.number


@dataclass(frozen=True)
class LoadedProof:
    number: int
    leaf_index: int
    proof: tuple[bytes, ...]


def load_json(data: bytes) -> object:
    """读 JSON。ValueError for anything that two programs could read differently."""
    try:
        # Floats are kept here, so that the act that holds one is named when its canonical form is refused.
        value: object = json.loads(data.decode("utf-8"), object_pairs_hook=_without_duplicates)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def load_act(raw: object) -> LoadedAct:
    """ValueError when the entry is not an ActEntry."""
    if not isinstance(raw, dict) or set(raw) != set(ActEntry.__annotations__):
        raise ValueError("各栏不齐或多出")
    try:
        envelope = Envelope.from_json(raw["envelope"])
        computed = seal(envelope)
    except (TypeError, ValueError) as error:
        raise ValueError("信封不合格式") from error
    if not (raw["body"] is None or isinstance(raw["body"], dict)):
        raise ValueError("内容应为对象")
    if not (isinstance(raw["salt"], str) and _SALT.fullmatch(raw["salt"])):
        raise ValueError("盐不合格式")
    return LoadedAct(
        envelope=envelope,
        body=raw["body"],
        names=_names(raw["names"], len(envelope.exhibits)),
        disposal=_disposal(raw["disposal"]),
        stated=_seal(raw["seal"]),
        computed=computed,
        salt=bytes.fromhex(raw["salt"]),
        leaf_index=_count(raw["leaf_index"]),
    )


def load_proof(raw: object) -> LoadedProof:
    """ValueError when the entry is not a ProofEntry."""
    if not isinstance(raw, dict) or set(raw) != set(ProofEntry.__annotations__):
        raise ValueError("各栏不齐或多出")
    proof = raw["proof"]
    if not isinstance(proof, list) or not all(is_digest(node) for node in proof):
        raise ValueError("节点不合格式")
    return LoadedProof(_count(raw["number"]), _count(raw["leaf_index"]), tuple(map(bytes.fromhex, proof)))


def load_dossier(raw: object) -> DossierEntry:
    """ValueError when the entry is not a DossierEntry."""
    if not isinstance(raw, dict) or set(raw) != set(DossierEntry.__annotations__):
        raise ValueError("各栏不齐或多出")
    texts = [raw[name] for name in ("agency", "agency_name", "abbr", "place", "matter", "created")]
    if not all(isinstance(text, str) for text in texts) or not isinstance(raw["sample"], bool):
        raise ValueError("各栏不合格式")
    moment(raw["created"])
    if not isinstance(raw["numbers"], list):
        raise ValueError("文号应为列表")
    for number in raw["numbers"]:
        if not isinstance(number, dict) or set(number) != set(NumberEntry.__annotations__):
            raise ValueError("文号不合格式")
        if not (isinstance(number["series"], str) and isinstance(number["document_no"], str)):
            raise ValueError("文号不合格式")
        for name in ("year", "n", "act"):
            _count(number[name])
    return cast(DossierEntry, raw)


def claimed_number(raw: object, position: int) -> int:
    """读不懂的一项自称第几项；说不出就按它的位置。"""
    envelope = raw.get("envelope") if isinstance(raw, dict) else None
    number = envelope.get("number") if isinstance(envelope, dict) else None
    return number if type(number) is int and 1 <= number <= MAX_SAFE_INTEGER else position


def names_disposal(body: dict[str, object] | None, number: int, disposal: Disposal) -> bool:
    """处置行为的内容（`disposed` 列表）是否载明销毁了第 number 项的这些东西。"""
    listed = body.get("disposed") if body is not None else None
    for item in listed if isinstance(listed, list) else []:
        if not isinstance(item, dict) or type(item.get("act")) is not int or item["act"] != number:
            continue
        exhibits = item.get("exhibits")
        gone = exhibits if isinstance(exhibits, list) else []
        body_named = item.get("body") is True or not disposal["body"]
        if body_named and all(digest in gone for digest in disposal["exhibits"]):
            return True
    return False


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return value


def _seal(raw: object) -> Seal:
    if not isinstance(raw, dict) or set(raw) != {"sha256", "sm3"}:
        raise ValueError("封印不合格式")
    if not (is_digest(raw["sha256"]) and is_digest(raw["sm3"])):
        raise ValueError("封印不合格式")
    return Seal(Sha256(raw["sha256"]), Sm3(raw["sm3"]))


def _names(raw: object, count: int) -> tuple[NameEntry | None, ...]:
    if not isinstance(raw, list) or len(raw) != count:
        raise ValueError("文件名与材料不一一对应")
    for each in raw:
        if each is None:
            continue
        if not isinstance(each, dict) or set(each) != set(NameEntry.__annotations__):
            raise ValueError("文件名不合格式")
        if not isinstance(each["name"], str):
            raise ValueError("文件名不合格式")
        if not (isinstance(each["salt"], str) and _SALT.fullmatch(each["salt"])):
            raise ValueError("文件名的盐不合格式")
    return tuple(raw)


def _disposal(raw: object) -> Disposal | None:
    if raw is None:
        return None
    if not isinstance(raw, dict) or set(raw) != set(Disposal.__annotations__):
        raise ValueError("处置记载不合格式")
    body, exhibits = raw["body"], raw["exhibits"]
    if not isinstance(body, bool) or not isinstance(exhibits, list) or not all(map(is_digest, exhibits)):
        raise ValueError("处置记载不合格式")
    return {"act": _count(raw["act"]), "body": body, "exhibits": exhibits}


def _count(raw: object) -> int:
    if type(raw) is not int or not 0 <= raw <= MAX_SAFE_INTEGER:
        raise ValueError("序号不合格式")
    return raw
