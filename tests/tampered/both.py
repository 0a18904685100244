"""两个核验程序：随软件的 `mingzhi.ledger`，和另写的一个文件 `tools/verify.py`。"""

from dataclasses import dataclass
from pathlib import Path

from mingzhi.ledger.bureau import verify_path
from mingzhi.ledger.reader import MemoryReader
from mingzhi.ledger.verify import verify_package
from tests.ledger.dossiers import VERIFIER
from tools import verify as standalone

KEY = standalone.Key(VERIFIER.vkey)
Found = set[tuple[int | None, str]]


@dataclass(frozen=True)
class Opinion:
    """一个核验程序的意见：发现了什么（第几项、代号），几处无法确定。"""

    found: Found
    doubts: int


def library(files: dict[str, bytes] | Path, *, key: bool = True) -> Opinion:
    """随软件的核验程序怎么说。"""
    keys = [VERIFIER] if key else []
    verdict = (
        verify_package(MemoryReader(files), verifiers=keys)
        if isinstance(files, dict)
        else verify_path(files, verifiers=keys)
    )
    return Opinion({(each.act_number, each.code) for each in verdict.findings}, len(verdict.undetermined))


def alone(files: dict[str, bytes] | Path, *, key: bool = True) -> Opinion:
    """另写的一个文件怎么说。"""
    keys = [KEY] if key else []
    if isinstance(files, Path):
        verdict = standalone.verify(files, keys)
    else:
        verdict = standalone.Verdict()
        standalone.Package(standalone.Memory(files), keys, verdict).verify()
    return Opinion({(number, code) for number, code, _ in verdict.findings}, len(verdict.undetermined))
