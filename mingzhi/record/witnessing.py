"""见证的两头：请邻近机关在本机关的检查点上签字；也为它们的日志见证（C2SP tlog-witness）。

为别人见证记着的大小和根（WitnessedLog）先存后答；认出两个样子的，把对方签过字的检查点留作证据。
"""

from __future__ import annotations

import json
import logging
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.db import transaction

from mingzhi.ledger.checkpoint import BadNote, Verifier, parse_checkpoint, split_note
from mingzhi.ledger.witness import (
    Answer,
    Request,
    Seen,
    WitnessKey,
    consider,
    cosignatures,
    with_cosignatures,
)
from mingzhi.record import log, publishing
from mingzhi.record.models import WitnessConflict, WitnessedLog

TIMEOUT_SECONDS = 10
# 检查点和证明都很短；更长的不是请求。
MAX_REQUEST_BYTES = 64 * 1024
logger = logging.getLogger(__name__)


# ── 为别人见证 ─────────────────────────────────────────────────────────


def witness_key() -> tuple[str, Ed25519PrivateKey]:
    """见证用的名称和密钥，与签本机关检查点的分开。"""
    private = load_pem_private_key(log.key_file("witness.pem").read_bytes(), password=None)
    assert isinstance(private, Ed25519PrivateKey)
    return f"{log.key().name}-witness", private


def witnessed() -> list[Verifier]:
    """为哪些日志见证。"""
    return [Verifier.parse(vkey) for vkey in settings.MINGZHI_WITNESSED]


def answer(text: str, now: datetime) -> Answer:
    """答一个见证请求。"""
    try:
        request = Request.parse(text)
        origin = parse_checkpoint(split_note(request.note)[0]).origin
    except BadNote as fault:
        return Answer(400, f"{fault}\n")
    name, key = witness_key()
    with transaction.atomic():
        if origin in {each.name for each in witnessed()}:
            WitnessedLog.objects.get_or_create(origin=origin, defaults={"at": now})
        row = WitnessedLog.objects.select_for_update().filter(origin=origin).first()
        seen = Seen(row.size, bytes.fromhex(row.root)) if row is not None and row.size else Seen()
        given = consider(request, witnessed(), seen, name, key, int(now.timestamp()))
        if given.seen is not None and row is not None:
            row.size, row.root, row.at = given.seen.size, given.seen.root.hex(), now
            row.save()
        elif given.status == 422 or (given.status == 409 and request.old == seen.size):
            WitnessConflict.objects.create(origin=origin, note=request.note, size=seen.size, at=now)
    return given


# ── 请人见证 ───────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Asked:
    """请一个见证人的结果：签了没有，没有签的为什么。"""

    witness: str
    signed: bool
    says: str


def ask_all(now: datetime) -> list[Asked]:
    """请每个见证人在最近的检查点上签字，签了的加上去。一个连不上，不耽误别的。"""
    results = []
    for setting in settings.MINGZHI_WITNESSES:
        url, _, vkey = setting.partition(" ")
        try:
            witness = WitnessKey.parse(vkey)
        except ValueError:
            results.append(Asked(url, False, "MINGZHI_WITNESSES 里的见证人公钥不合格式"))
            continue
        results.append(_ask(url, witness, now))
    for each in results:
        (logger.info if each.signed else logger.warning)("见证人 %s：%s", each.witness, each.says)
    return results


def _ask(url: str, witness: WitnessKey, now: datetime) -> Asked:
    published = publishing.latest()
    if published is None:
        return Asked(witness.name, False, "还没有公开过检查点")
    size, old = published.checkpoint.size, _remembered(witness)
    for _ in range(2):
        proof = publishing.tiled(size).consistency_proof(old) if 0 < old < size else []
        try:
            status, body = _post(url, Request(old, tuple(proof), published.note).text)
        except (OSError, ValueError) as fault:
            return Asked(witness.name, False, f"连不上：{fault}")
        if status == 200:
            return _accepted(published.note, body, witness, size, now)
        seen = body.strip()
        if status == 409 and seen.isascii() and seen.isdigit() and old != int(seen) <= size:
            old = int(seen)
            continue
        break
    return Asked(witness.name, False, f"没有签（{status}）：{body.strip()[:200]}")


def _accepted(note: str, body: str, witness: WitnessKey, size: int, now: datetime) -> Asked:
    try:
        cosigned = with_cosignatures(note, body)
        if not cosignatures(cosigned, [witness]):
            raise BadNote("答回的签名不是这个见证人的")
    except BadNote as fault:
        return Asked(witness.name, False, str(fault))
    publishing.replace_note(cosigned, now)
    _remember(witness, size)
    return Asked(witness.name, True, f"在 {size} 片叶的检查点上签了字")


def _post(url: str, text: str) -> tuple[int, str]:
    if not url.startswith(("http://", "https://")):
        raise ValueError("网址应以 http:// 或 https:// 开头")
    asked = urllib.request.Request(
        f"{url.rstrip('/')}/add-checkpoint", data=text.encode(), headers={"Content-Type": "text/plain"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=TIMEOUT_SECONDS) as found:
            return found.status, found.read(MAX_REQUEST_BYTES).decode("utf-8", "replace")
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read(MAX_REQUEST_BYTES).decode("utf-8", "replace")


def _remembered(witness: WitnessKey) -> int:
    return int(_memory().get(witness.vkey, 0))


def _remember(witness: WitnessKey, size: int) -> None:
    # 可丢：忘了，见证人会用 409 告诉我们它见到哪里。
    publishing.put("witnesses.json", json.dumps(_memory() | {witness.vkey: size}).encode())


def _memory() -> dict[str, int]:
    try:
        return dict(json.loads((publishing.folder() / "witnesses.json").read_text("utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def split_views() -> Iterator[WitnessConflict]:
    """见证时留下的证据：签过字、却不是所见的后续的检查点。"""
    yield from WitnessConflict.objects.order_by("at")
