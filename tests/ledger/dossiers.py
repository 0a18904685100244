"""测试用的卷：一份完好的导出包怎样做成。人员、机构均为示例。"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingzhi.ledger.chain import GENESIS, Envelope, ExhibitRef, Seal, body_digest, leaf, name_digest, seal
from mingzhi.ledger.checkpoint import Checkpoint, Verifier, sign_note, sign_text
from mingzhi.ledger.digests import sha256_hex, sm3_hex
from mingzhi.ledger.merkle import inclusion_proofs, root
from mingzhi.ledger.package import Disposal, DossierEntry, NameEntry, PackedAct, build, manifest_text, opened

KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
STRANGER_KEY = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
LOG = "log.example.org/mingzhi"
VERIFIER = Verifier.of(LOG, KEY)
OFFICER: dict[str, object] = {
    "name": "示例甲",
    "officer": "示例-001",
    "agency": "示例区医疗保障局",
    "roles": ["handler"],
}
FIRST = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))


@dataclass
class Draft:
    """将要记录的一项执法行为。"""

    kind: str = "complaint.taken"
    body: dict[str, Any] = field(default_factory=dict)
    exhibits: tuple[bytes, ...] = ()
    wait: timedelta = timedelta(hours=1)
    late: timedelta = timedelta(0)
    others: int = 2
    """同一日志里，此前别的卷写入的叶。"""
    disposal: Disposal | None = None


def exhibit_ref(content: bytes, named: NameEntry) -> ExhibitRef:
    return {
        "sha256": sha256_hex(content), "sm3": sm3_hex(content), "size": len(content),
        "name_digest": name_digest(named["name"], bytes.fromhex(named["salt"])),
        "media_type": "application/octet-stream",
    }  # fmt: skip


def names_of(number: int, count: int) -> list[NameEntry]:
    """第 number 项的各份材料的文件名。"""
    return [
        {"name": f"材料{i}", "salt": sha256(b"name %d %d" % (number, i)).hexdigest()}
        for i in range(1, count + 1)
    ]


def salt_of(number: int) -> bytes:
    return sha256(b"salt %d" % number).digest()


def sealed(drafts: Sequence[Draft], dossier: str = "示例〔2026〕1号") -> list[PackedAct]:
    """依次封存，不带证明。"""
    acts: list[PackedAct] = []
    previous, recorded, index = GENESIS, FIRST, 0
    for number, draft in enumerate(drafts, start=1):
        recorded += draft.wait
        index += draft.others
        names = names_of(number, len(draft.exhibits))
        envelope = Envelope(
            dossier=dossier, number=number, kind=draft.kind,
            happened=(recorded - draft.late).isoformat(), recorded=recorded.isoformat(),
            actor=OFFICER, body_digest=body_digest(draft.body), previous=previous,
            exhibits=tuple(map(exhibit_ref, draft.exhibits, names)),
        )  # fmt: skip
        gone = draft.disposal is not None and draft.disposal["body"]
        destroyed = draft.disposal["exhibits"] if draft.disposal is not None else ()
        acts.append(
            PackedAct(
                envelope=envelope, body=None if gone else draft.body, seal=seal(envelope), salt=salt_of(number),
                leaf_index=index, proof=(), disposal=draft.disposal,
                names=[
                    None if ref["sha256"] in destroyed else named
                    for ref, named in zip(envelope.exhibits, names, strict=True)
                ],
            )
        )  # fmt: skip
        previous, index = acts[-1].seal.sha256, index + 1
    return acts


def logged(acts: Sequence[PackedAct], after: int = 3) -> tuple[list[PackedAct], Checkpoint]:
    """写进日志树，给出证明与检查点。"""
    size = max(act.leaf_index for act in acts) + 1 + after
    leaves = [b"another dossier %d" % index for index in range(size)]
    for act in acts:
        leaves[act.leaf_index] = leaf(act.seal, act.salt)
    proofs = inclusion_proofs(leaves, [act.leaf_index for act in acts])
    proven = [replace(act, proof=proof) for act, proof in zip(acts, proofs, strict=True)]
    return proven, Checkpoint(LOG, size, root(leaves))


def signed_by_us(text: str) -> str:
    return sign_text(text, LOG, KEY)


def package(
    drafts: Sequence[Draft],
    *,
    documents: dict[str, bytes] | None = None,
    attest: Callable[[str], str] | None = signed_by_us,
    tools: dict[str, bytes] | None = None,
    header: DossierEntry | None = None,
) -> dict[str, bytes]:
    """一份完好的导出包：路径 → 字节。"""
    acts, checkpoint = logged(sealed(drafts))
    gone = {digest for act in acts if act.disposal for digest in act.disposal["exhibits"]}
    exhibits = {sha256_hex(content): content for draft in drafts for content in draft.exhibits}
    files = build(
        acts,
        checkpoint=sign_note(checkpoint, LOG, KEY),
        exported="2026-11-20T10:00:00+08:00",
        organization="示例区医疗保障局",
        exhibits={digest: content for digest, content in exhibits.items() if digest not in gone},
        documents=documents or {},
        attest=attest,
        tools=tools,
        header=header,
    )
    return {path: opened(content).read() for path, content in files}


def usual_drafts() -> list[Draft]:
    """一件示例案件：第 2 项的内容由第 6 项依法处置。"""
    return [
        Draft(
            "complaint.taken",
            {"summary": "示例诊所涉嫌虚记诊疗项目", "amount": "1280.50"},
            (b"complaint scan",),
        ),
        Draft(
            "informant.recorded", {"name": "示例举报人"}, disposal={"act": 6, "body": True, "exhibits": []}
        ),
        Draft("case.filed", {"grounds": ["医疗保障基金使用监督管理条例"]}, late=timedelta(minutes=30)),
        Draft("inspection.made", {"place": "示例诊所"}, (b"video bytes" * 50, b"photo bytes")),
        Draft("decision.made", {"amount": "2561.00", "category": "penalty"}, (b"signed decision",)),
        Draft("content.disposed", {"ground": "示例", "disposed": [{"act": 2, "body": True, "exhibits": []}]}),
        Draft("case.closed", {"outcome": "executed"}),
    ]


HEADER: DossierEntry = {
    "agency": "sample-a",
    "agency_name": "示例区医疗保障局",
    "abbr": "示",
    "place": "chongqing",
    "matter": "case",
    "sample": True,
    "created": "2026-03-02T09:00:00+08:00",
    "numbers": [
        {"series": "case", "year": 2026, "n": 1, "document_no": "示医保立〔2026〕1号", "act": 3},
    ],
}


def intact() -> dict[str, bytes]:
    return package(
        usual_drafts(),
        documents={"决定书.pdf": b"%PDF printed decision"},
        tools={"verify.py": b"print('verifier')\n", "核验说明.txt": "怎样核验\n".encode()},
        header=HEADER,
    )


# 高手的手法 ---------------------------------------------------------------------------------------


def rebagged(files: dict[str, bytes]) -> dict[str, bytes]:
    """重做两份文件清单和包信息里的总数：外层看不出破绽。"""
    files = {path: content for path, content in files.items() if "manifest" not in path}
    payload = {path: content for path, content in files.items() if path.startswith("data/")}
    oxum = f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}"
    info = files["bag-info.txt"].split(b"\n")
    files["bag-info.txt"] = b"\n".join(
        oxum.encode() if line.startswith(b"Payload-Oxum") else line for line in info
    )
    files["manifest-sha256.txt"] = manifest_text({path: sha256_hex(c) for path, c in payload.items()})
    tags = {path: sha256_hex(content) for path, content in files.items() if path not in payload}
    return {**files, "tagmanifest-sha256.txt": manifest_text(tags)}


def load(files: dict[str, bytes], path: str) -> Any:
    return json.loads(files[path])


def with_json(files: dict[str, bytes], path: str, value: object) -> dict[str, bytes]:
    return {**files, path: json.dumps(value, ensure_ascii=False).encode()}


def resealed(entries: list[Any], start: int) -> None:
    """从第 start 项（下标）起重算内容摘要、前一项与封印，让链自洽。"""
    for position in range(start, len(entries)):
        envelope = entries[position]["envelope"]
        envelope["previous"] = entries[position - 1]["seal"]["sha256"] if position else GENESIS
        if entries[position]["body"] is not None:
            envelope["body_digest"] = body_digest(entries[position]["body"])
        made: Seal = seal(Envelope.from_json(envelope))
        entries[position]["seal"] = {"sha256": made.sha256, "sm3": made.sm3}
