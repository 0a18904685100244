"""导出包：一卷的执法行为、证据材料、文书、检查点与证明，成为一个 BagIt 包（RFC 8493）。

    bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt  [statement.txt]
    [verify.py 核验说明.txt]  随包的程序和说明，摘要写在 bag-info.txt（Mingzhi-Tool）
    data/dossier.json     卷首（DossierEntry）：立卷时的几栏、取用的文号，恢复时要用
    data/acts.json        各项执法行为（ActEntry 的列表）
    data/checkpoint.txt   日志树检查点（C2SP signed note）
    data/proofs.json      每项执法行为在检查点之下的包含证明（ProofEntry 的列表）
    data/exhibits/<sha256>  证据材料        data/documents/…  文书

`build` writes nothing: it yields paths and contents, the same for the same values.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, BinaryIO, TypedDict

from .chain import Envelope, EnvelopeJson, Seal, moment
from .digests import CHUNK, Sha256, sha256_hex
from .statement import Statement

Content = bytes | Callable[[], BinaryIO]
"""文件的内容，或打开它的办法。"""

ACTS, CHECKPOINT, PROOFS = "data/acts.json", "data/checkpoint.txt", "data/proofs.json"
DOSSIER = "data/dossier.json"
EXHIBITS, DOCUMENTS = "data/exhibits/", "data/documents/"
BAGIT, INFO, STATEMENT = "bagit.txt", "bag-info.txt", "statement.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
TAGS = (BAGIT, INFO, STATEMENT, MANIFEST, TAG_MANIFEST)
TOOL = "Mingzhi-Tool"
"""bag-info.txt 里随包的一个程序或说明：摘要、两个空格、路径。"""
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_SEGMENT = re.compile(r'[^/\\:*?"<>|\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+')


class SealJson(TypedDict):
    sha256: str
    sm3: str


class Disposal(TypedDict):
    """处置：内容或证据已依法销毁。The disposing act's body repeats this in its list `disposed`."""

    act: int
    """实施处置的执法行为的序号，在同一卷、在后。"""
    body: bool
    """内容是否已销毁。"""
    exhibits: list[str]
    """已销毁的证据材料的 SHA-256。"""


class Disposed(TypedDict):
    """处置行为的内容里 `disposed` 列表的一项：销毁了第几项的什么。"""

    act: int
    body: bool
    exhibits: list[str]


class NameEntry(TypedDict):
    """一份材料的文件名，和它的承诺的盐（十六进制）。"""

    name: str
    salt: str


class ActEntry(TypedDict):
    """data/acts.json 的一项。"""

    envelope: EnvelopeJson
    body: dict[str, object] | None
    names: list[NameEntry | None]
    """各份材料的文件名，次序与信封里的材料相同；随材料销毁了的是 null。"""
    disposal: Disposal | None
    seal: SealJson
    salt: str
    """承诺的盐，十六进制。"""
    leaf_index: int
    """日志树里的序号，从 0 起。"""


class ProofEntry(TypedDict):
    """data/proofs.json 的一项：包含证明，各节点十六进制，自叶而上。"""

    number: int
    leaf_index: int
    proof: list[str]


class NumberEntry(TypedDict):
    """取用的一个文号：系列、年度、序号、文号、哪一项用的。"""

    series: str
    year: int
    n: int
    document_no: str
    act: int


class DossierEntry(TypedDict):
    """data/dossier.json：立卷时已知、以后不变的几栏，和本卷取用的文号。"""

    agency: str
    agency_name: str
    abbr: str
    place: str
    matter: str
    sample: bool
    created: str
    numbers: list[NumberEntry]


@dataclass(frozen=True, kw_only=True)
class PackedAct:
    """待导出的一项执法行为，照存储原样：封印不重算，有改动才看得出。"""

    envelope: Envelope
    body: dict[str, object] | None
    seal: Seal
    salt: bytes
    leaf_index: int
    proof: Sequence[bytes]
    names: Sequence[NameEntry | None] = ()
    disposal: Disposal | None = None


def build(
    acts: Sequence[PackedAct],
    *,
    checkpoint: str,
    exported: str,
    organization: str,
    exhibits: Mapping[str, Content] | None = None,
    documents: Mapping[str, Content] | None = None,
    attest: Callable[[str], str] | None = None,
    tools: Mapping[str, bytes] | None = None,
    header: DossierEntry | None = None,
) -> Iterator[tuple[str, Content]]:
    """生成导出包的各个文件。

    `exhibits` by SHA-256; `documents` by path below data/documents/. `exported` is the moment, with offset;
    `attest` turns the statement's text into a signed note (`checkpoint.sign_text` with the bureau's key).
    `header` is what an installation needs to take the dossier back in.
    `tools` stand beside the tag files, such as the verifier: their digests are in bag-info.txt, and so signed.
    """
    dossier = _dossier_of(acts)
    moment(exported)
    tools = tools or {}
    if odd := [path for path in tools if path in TAGS or path.startswith("data/") or not is_safe_path(path)]:
        raise ValueError(f"not a path for a tool: {odd[0]!r}")
    tally: dict[str, tuple[int, Sha256]] = {}
    for path, content in _payload(acts, checkpoint, exhibits or {}, documents or {}, header):
        tally[path] = _measure(content)
        yield path, content
    manifest = manifest_text({path: digest for path, (_, digest) in tally.items()})
    sizes = [size for size, _ in tally.values()]
    tags = {
        BAGIT: DECLARATION,
        INFO: bag_info(organization, dossier, exported, sizes, tools).encode(),
        MANIFEST: manifest,
    }
    if attest is not None:
        statement = Statement(
            dossier=dossier, acts=len(acts), last=acts[-1].seal.sha256, exported=exported,
            manifest=sha256_hex(manifest), info=sha256_hex(tags[INFO]),
        )  # fmt: skip
        tags[STATEMENT] = attest(statement.text).encode()
    tags |= {path: tools[path] for path in sorted(tools)}
    yield from tags.items()
    yield TAG_MANIFEST, manifest_text({path: sha256_hex(content) for path, content in tags.items()})


def write_zip(files: Iterable[tuple[str, Content]], to: IO[bytes], folder: str) -> None:
    """写成 zip：全在一个文件夹里 (RFC 8493, 4)，不记文件时间，同样的内容得同样的字节。"""
    if not is_safe_path(folder) or "/" in folder:
        raise ValueError("the folder is one plain name")
    with zipfile.ZipFile(to, "w") as archive:
        for path, content in files:
            entry = zipfile.ZipInfo(f"{folder}/{path}")
            # Recordings hardly compress: trying costs ten times the hashing, at export and at every verification.
            plain = path.startswith(EXHIBITS)
            entry.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            # Archives unpacked on a server should be readable by whoever unpacked them.
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as out, opened(content) as source:
                while chunk := source.read(CHUNK):
                    out.write(chunk)


def opened(content: Content) -> BinaryIO:
    return io.BytesIO(content) if isinstance(content, bytes) else content()


def manifest_text(digests: Mapping[str, str]) -> bytes:
    """文件清单，按路径排序；校验时逐字节相同才算相符。"""
    lines = (f"{digests[path]}  {_encoded(path)}\n" for path in sorted(digests))
    return "".join(lines).encode()


def bag_info(
    organization: str,
    dossier: str,
    exported: str,
    sizes: Sequence[int],
    tools: Mapping[str, bytes] | None = None,
) -> str:
    values = (organization, dossier)
    if any(ord(character) < 32 for value in values for character in value):
        raise ValueError("bag-info values are single lines")
    return (
        f"Source-Organization: {organization}\n"
        f"External-Identifier: {dossier}\n"
        f"Bagging-Date: {exported[:10]}\n"
        f"Payload-Oxum: {sum(sizes)}.{len(sizes)}\n"
        "Mingzhi-Package-Version: 1\n"
    ) + "".join(f"{TOOL}: {sha256_hex(content)}  {path}\n" for path, content in sorted((tools or {}).items()))


def is_safe_path(path: str) -> bool:
    """路径不出包外，在各种系统上都能落盘。"""
    return all(
        _SEGMENT.fullmatch(segment) is not None and segment.strip(" .") != "" for segment in path.split("/")
    )


def _dossier_of(acts: Sequence[PackedAct]) -> str:
    dossiers = {act.envelope.dossier for act in acts}
    if len(dossiers) != 1:
        raise ValueError("a package holds the acts of exactly one dossier")
    return dossiers.pop()


def _payload(
    acts: Sequence[PackedAct],
    checkpoint: str,
    exhibits: Mapping[str, Content],
    documents: Mapping[str, Content],
    header: DossierEntry | None,
) -> Iterator[tuple[str, Content]]:
    referred = {exhibit["sha256"] for act in acts for exhibit in act.envelope.exhibits}
    if stray := set(exhibits) - referred:
        raise ValueError(f"no act rests on exhibit {min(stray)}")
    if unsafe := [path for path in documents if not is_safe_path(path)]:
        raise ValueError(f"not a path for a document: {unsafe[0]!r}")
    if header is not None:
        yield DOSSIER, _pretty(header)
    yield ACTS, _pretty([_act_entry(act) for act in acts])
    yield CHECKPOINT, checkpoint.encode()
    yield PROOFS, _pretty([_proof_entry(act) for act in acts])
    for digest in sorted(exhibits):
        yield EXHIBITS + digest, exhibits[digest]
    for path in sorted(documents):
        yield DOCUMENTS + path, documents[path]


def _act_entry(act: PackedAct) -> ActEntry:
    return {
        "envelope": act.envelope.as_json(),
        "body": act.body,
        "names": list(act.names),
        "disposal": act.disposal,
        "seal": {"sha256": act.seal.sha256, "sm3": act.seal.sm3},
        "salt": act.salt.hex(),
        "leaf_index": act.leaf_index,
    }


def _proof_entry(act: PackedAct) -> ProofEntry:
    proof = [node.hex() for node in act.proof]
    return {"number": act.envelope.number, "leaf_index": act.leaf_index, "proof": proof}


def _pretty(value: object) -> bytes:
    # Indented, so that a person can read the package without a tool; digests are over the canonical form.
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _measure(content: Content) -> tuple[int, Sha256]:
    if isinstance(content, bytes):
        return len(content), sha256_hex(content)
    with content() as stream:
        size, digest = 0, hashlib.sha256()
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            digest.update(chunk)
    return size, Sha256(digest.hexdigest())


def _encoded(path: str) -> str:
    # RFC 8493, 2.1.3: these three, and no others.
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
