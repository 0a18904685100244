"""由档案包恢复的卷：原来那本日志的检查点、证明、文书和出具声明，原样放在数据目录的 restored 里。

它的各项不是本机日志的叶，凭据就是随包的这些；只供查阅，不能再写入（ADR 0018）。
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from mingzhi.ledger.checkpoint import split_note
from mingzhi.ledger.entries import LoadedProof, load_json, load_proof
from mingzhi.ledger.package import (
    CHECKPOINT,
    DOCUMENTS,
    INFO,
    PROOFS,
    STATEMENT,
    TAGS,
    Content,
)
from mingzhi.record import log
from mingzhi.record.models import Dossier, Restoration


class NoEvidence(RuntimeError):
    """恢复来的卷，随包的凭据不见了，或者读不懂。"""


def folder() -> Path:
    """各卷的凭据，一卷一个文件夹。"""
    return Path(settings.MINGZHI_DATA) / "restored"


@dataclass(frozen=True)
class Evidence:
    """一卷的凭据。"""

    row: Restoration
    root: Path

    @property
    def checkpoint(self) -> str:
        """原来那本日志的检查点。"""
        return self._read(CHECKPOINT).decode()

    @cached_property
    def proofs(self) -> Mapping[int, LoadedProof]:
        """第几号 → 在那本日志里的位置和包含证明。"""
        try:
            raw = load_json(self._read(PROOFS))
            found = [load_proof(each) for each in raw] if isinstance(raw, list) else []
        except ValueError as error:
            raise NoEvidence(f"{self.root / PROOFS} 读不懂：{error}") from error
        return {each.number: each for each in found}

    def proof(self, number: int) -> LoadedProof:
        if number not in self.proofs:
            raise NoEvidence(f"{self.root / PROOFS} 里没有第 {number} 号的证明")
        return self.proofs[number]

    @property
    def organization(self) -> str:
        """出具的机关，照 bag-info.txt。"""
        first = self._read(INFO).decode().split("\n")[0]
        return first.removeprefix("Source-Organization: ")

    @property
    def documents(self) -> dict[str, Content]:
        """随包的文书。"""
        root = self.root / DOCUMENTS
        paths = sorted(path for path in root.rglob("*") if path.is_file())
        return {path.relative_to(root).as_posix(): partial(_opened, path) for path in paths}

    @property
    def tools(self) -> dict[str, bytes]:
        """随包的程序和说明：包的根上除了 BagIt 自己的几个文件。"""
        paths = sorted(path for path in self.root.rglob("*") if path.is_file())
        names = {path.relative_to(self.root).as_posix(): path for path in paths}
        return {
            name: path.read_bytes()
            for name, path in names.items()
            if name not in TAGS and not name.startswith("data/")
        }

    def attest(self, text: str) -> str:
        """出具声明：与原来一字不差的，就是原来签过的那一份；换了日期再出具的，由本机签。"""
        note = self._read(STATEMENT).decode()
        return note if split_note(note)[0] == text else log.key().sign(text)

    def _read(self, name: str) -> bytes:
        try:
            return (self.root / name).read_bytes()
        except OSError as error:
            raise NoEvidence(f"{self.root / name} 不见了或者读不出") from error


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def evidence(dossier: Dossier) -> Evidence | None:
    """这一卷是恢复来的，给出它的凭据；不是的，None。"""
    row = Restoration.objects.filter(dossier=dossier).first()
    return Evidence(row, folder() / str(dossier.pk)) if row is not None else None


def whole_bureau() -> Restoration | None:
    """本机的记录是由整个机关的导出恢复的；不是的，None。"""
    return Restoration.objects.filter(dossier=None).first()
