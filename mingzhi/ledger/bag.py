"""校验导出包的外层：BagIt (RFC 8493) 的声明、清单，与实际文件逐一核对。

A manifest protects against accidents and clumsy hands; anyone can recompute it. What cannot be recomputed
is checked in `verify`.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from .digests import Sha256, Sm3, digest_what_can_be
from .package import (
    ACTS,
    BAGIT,
    CHECKPOINT,
    DECLARATION,
    DOSSIER,
    EXHIBITS,
    INFO,
    MANIFEST,
    PROOFS,
    STATEMENT,
    TAG_MANIFEST,
    TOOL,
    is_safe_path,
    manifest_text,
)
from .reader import PARSED_LIMIT, Reader, Unreadable
from .verdict import Report

_PARSED = (BAGIT, INFO, MANIFEST, TAG_MANIFEST, STATEMENT, DOSSIER, ACTS, CHECKPOINT, PROOFS)
_REQUIRED = (BAGIT, INFO, MANIFEST, TAG_MANIFEST, ACTS, CHECKPOINT, PROOFS)
_MANIFEST_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


@dataclass(frozen=True)
class FileDigest:
    size: int
    sha256: Sha256
    sm3: Sm3 | None


@dataclass
class Contents:
    """包里的文件：摘要，和要解析的那几个文件的字节。"""

    digests: dict[str, FileDigest] = field(default_factory=dict)
    parsed: dict[str, bytes] = field(default_factory=dict)

    def below(self, folder: str) -> list[str]:
        return sorted(path for path in self.digests if path.startswith(folder))


def survey(reader: Reader, report: Report) -> Contents:
    """每个文件读一遍。"""
    contents = Contents()
    try:
        names = list(reader.names())
    except Unreadable as error:
        report.find(None, "package.unreadable", f"包读不出：{error}")
        return contents
    wanted: list[str] = []
    seen: set[str] = set()
    for name in names:
        if not is_safe_path(name):
            report.find(None, "file.unsafe", f"文件路径不合格式：{name}")
        elif name in seen:
            report.find(None, "file.duplicated", f"同一路径有两个文件：{name}")
        else:
            seen.add(name)
            wanted.append(name)
    _read_all(reader, wanted, contents, report)
    for name in _REQUIRED:
        if name not in names:
            report.find(None, "file.missing", f"缺少文件：{name}")
    return contents


def check_bag(contents: Contents, report: Report) -> None:
    """声明、清单、包信息。"""
    if contents.parsed.get(BAGIT, DECLARATION) != DECLARATION:
        report.find(None, "bag.declaration", "bagit.txt 不是 BagIt 1.0 的声明")
    payload = {path: digest.sha256 for path, digest in contents.digests.items() if path.startswith("data/")}
    tags = {
        path: digest.sha256
        for path, digest in contents.digests.items()
        if path not in payload and path != TAG_MANIFEST
    }
    _check_manifest(MANIFEST, payload, contents, report)
    _check_manifest(TAG_MANIFEST, tags, contents, report)
    total = sum(contents.digests[path].size for path in payload)
    if info_value(contents, "Payload-Oxum") != f"{total}.{len(payload)}" and INFO in contents.parsed:
        report.find(None, "bag.oxum", "bag-info.txt 所载的总字节数和文件数与实际不符")
    _check_tools(contents, {path: digest for path, digest in tags.items() if path not in _PARSED}, report)


def _check_tools(contents: Contents, actual: Mapping[str, str], report: Report) -> None:
    """随包的程序和说明。The statement signs bag-info.txt, and through it these: nobody swaps the verifier unseen."""
    lines = contents.parsed.get(INFO, b"").decode("utf-8", "replace").split("\n")
    listed: dict[str, str] = {}
    for line in lines:
        if line.startswith(f"{TOOL}: "):
            digest, _, path = line.removeprefix(f"{TOOL}: ").partition("  ")
            listed[path] = digest
    for path in sorted(set(listed) | set(actual)):
        if path not in listed:
            report.find(None, "file.unexpected", f"导出包里不应有的文件：{path}")
        elif path not in actual:
            report.find(None, "tool.missing", f"随包的文件不见了：{path}")
        elif listed[path] != actual[path]:
            report.find(None, "tool.altered", f"随包的文件与 bag-info.txt 所载的摘要不符：{path}")


def info_value(contents: Contents, label: str) -> str | None:
    """bag-info.txt 里的一个值。"""
    for line in contents.parsed.get(INFO, b"").decode("utf-8", "replace").split("\n"):
        name, separator, value = line.partition(": ")
        if separator and name == label:
            return value
    return None


def _read_all(reader: Reader, names: Sequence[str], contents: Contents, report: Report) -> None:
    """算摘要时 Python 放得开锁，所以材料多的时候几个核一起算；结论的次序照文件的次序。"""
    workers = min(os.cpu_count() or 1, 4)
    if workers > 1 and sum(name.startswith(EXHIBITS) for name in names) > 1:
        with ThreadPoolExecutor(workers) as pool:
            read = list(pool.map(partial(_read, reader), names))
    else:
        read = [_read(reader, name) for name in names]
    for name, found in zip(names, read, strict=True):
        if isinstance(found, Unreadable):
            report.find(None, "file.unreadable", f"{name}：{found}")
            continue
        contents.digests[name], kept = found
        if kept is not None:
            contents.parsed[name] = kept
        elif name in _PARSED:
            report.find(None, "file.too_large", f"{name} 太大，无法解析")


def _read(reader: Reader, name: str) -> tuple[FileDigest, bytes | None] | Unreadable:
    """读一个文件：摘要，和要解析的那几个的字节。"""
    kept: list[bytes] | None = [] if name in _PARSED else None
    size = 0

    def tapped() -> Iterator[bytes]:
        nonlocal size, kept
        for chunk in reader.chunks(name):
            size += len(chunk)
            if kept is not None:
                kept.append(chunk)
                if size > PARSED_LIMIT:
                    kept = None
            yield chunk

    try:
        digest = FileDigest(*digest_what_can_be(tapped()))
    except Unreadable as error:
        return error
    return digest, None if kept is None else b"".join(kept)


def _check_manifest(name: str, actual: Mapping[str, str], contents: Contents, report: Report) -> None:
    text = contents.parsed.get(name)
    if text is None or text == manifest_text(actual):
        return
    listed = _listed(text)
    if listed is None:
        report.find(None, "manifest.malformed", f"{name} 不合格式")
        return
    for path in sorted(set(listed) | set(actual)):
        if path not in actual:
            report.find(None, "manifest.missing_file", f"{name} 所列的文件不在包里或读不出：{path}")
        elif path not in listed:
            report.find(None, "manifest.unlisted_file", f"包里多出 {name} 未列的文件：{path}")
        elif listed[path] != actual[path]:
            report.find(None, "manifest.digest", f"文件与 {name} 所载的摘要不符：{path}")
    if listed == actual:
        # A parser more lenient than this one would let a changed byte of the manifest go unseen.
        report.find(None, "manifest.form", f"{name} 的写法被改动（次序或空白）")


def _listed(text: bytes) -> dict[str, str] | None:
    try:
        lines = text.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return None
    listed: dict[str, str] = {}
    for line in lines[:-1]:
        matched = _MANIFEST_LINE.fullmatch(line)
        if matched is None or matched[2] in listed:
            return None
        listed[matched[2].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")] = matched[1]
    return listed if lines[-1] == "" else None
