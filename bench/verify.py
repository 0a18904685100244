"""核验：一份 1,000 项行为、1 GB 材料的包，与只读出同样的字节算摘要相比。大小可以少：BENCH_BYTES=100000000 make bench ONLY=verify"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import perf_counter, process_time

from bench.hashing import BYTES, cpu_of, pure, recording
from bench.timing import Result, spoken
from mingzhi.ledger.package import NameEntry

ACTS, EXHIBITS = 1000, 4
LOG = "bench.example.org/log"
NAME: NameEntry = {"name": "示例录像.mp4", "salt": "05" * 32}
DOSSIER = "00000000-0000-4000-8000-000000000001"


def run() -> Iterator[Result]:
    import sys

    from mingzhi.ledger.verify import reader_for, verify_package

    with tempfile.TemporaryDirectory(prefix="mingzhi-bench-") as folder:
        os.environ.update(MINGZHI_DATA=folder, DJANGO_SETTINGS_MODULE="mingzhi.settings")
        import django

        django.setup()
        path, verifier = package(Path(folder))
        size = path.stat().st_size
        began, at = process_time(), perf_counter()
        verdict = verify_package(reader_for(path), verifiers=[verifier])
        took, waited = process_time() - began, perf_counter() - at
        assert verdict.ok, verdict.findings[:3]
        at = perf_counter()
        plain = _read(path)
        waited_plain = perf_counter() - at
        script = Path(__file__).resolve().parent.parent / "tools" / "verify.py"
        alone = cpu_of([sys.executable, str(script), str(path), "--key", verifier.vkey])
    limit = pure(size, "sha256", "sm3")
    yield Result(
        f"{ACTS} 项行为、{size / (1 << 30):.2f} GB 的包",
        f"核验 {spoken(took)}；读出来算两种摘要 {spoken(plain)}，光算 {spoken(limit)}",
    )
    yield Result(
        "核验，是读出来算摘要速度的（处理器时间）", f"{plain / took:.0%}", "90% 以上", plain / took >= 0.9
    )
    yield Result("几个核一起算，墙上时间", f"{waited_plain / waited:.0%}（{spoken(waited)}）")
    yield Result(
        "单个文件的 verify.py，是读出来算摘要速度的（处理器时间）",
        f"{plain / alone:.0%}",
        "90% 以上",
        plain / alone >= 0.9,
    )


def _read(path: Path) -> float:
    """读出整个文件，算两种摘要，别的什么也不做。"""
    from mingzhi.ledger.digests import digest_stream

    began = process_time()
    with path.open("rb") as stream:
        digest_stream(stream)
    return process_time() - began


def package(folder: Path):  # type: ignore[no-untyped-def]
    """一份完好的包：行为照示例案件的内容轮流写，材料是大文件。"""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from bench.standing import sample
    from mingzhi.ledger.chain import GENESIS, Envelope, ExhibitRef, body_digest, leaf, name_digest, seal
    from mingzhi.ledger.checkpoint import Checkpoint, Verifier, sign_note, sign_text
    from mingzhi.ledger.digests import digest_stream
    from mingzhi.ledger.merkle import inclusion_proofs, root
    from mingzhi.ledger.package import PackedAct, build, write_zip
    from mingzhi.record.bodies import as_json

    key = Ed25519PrivateKey.generate()
    _, written = sample()
    files: dict[str, Path] = {}
    named: list[ExhibitRef] = []
    for _ in range(EXHIBITS):
        found = recording(folder, BYTES // EXHIBITS)
        with found.open("rb") as stream:
            size, digest, sm3 = digest_stream(stream)
        files[digest] = found.rename(folder / digest)
        named.append(
            ExhibitRef(
                sha256=digest,
                sm3=sm3,
                size=size,
                name_digest=name_digest(NAME["name"], bytes.fromhex(NAME["salt"])),
                media_type="video/mp4",
            )
        )
    at = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8)))
    acts, leaves, previous = [], [], GENESIS
    for number in range(1, ACTS + 1):
        act = written[(number - 1) % len(written)]
        body = as_json(act.body)
        at += timedelta(minutes=1)
        envelope = Envelope(
            dossier=DOSSIER, number=number, kind=act.kind, happened=at.isoformat(), recorded=at.isoformat(),
            actor=act.actor.model_dump(mode="json"), body_digest=body_digest(body),
            exhibits=tuple(named[number - 1 : number]), previous=previous,
        )  # fmt: skip
        sealed = seal(envelope)
        salt = sha256(b"salt %d" % number).digest()
        acts.append((envelope, body, sealed, salt))
        leaves.append(leaf(sealed, salt))
        previous = sealed.sha256
    proofs = inclusion_proofs(leaves, range(ACTS))
    packed = [
        PackedAct(
            envelope=envelope,
            body=body,
            seal=sealed,
            salt=salt,
            leaf_index=index,
            proof=proofs[index],
            names=[NAME] * len(envelope.exhibits),
        )
        for index, (envelope, body, sealed, salt) in enumerate(acts)
    ]
    built = build(
        packed,
        checkpoint=sign_note(Checkpoint(LOG, ACTS, root(leaves)), LOG, key),
        exported=at.isoformat(),
        organization="示例区医疗保障局",
        exhibits={digest: partial(path.open, "rb") for digest, path in files.items()},
        attest=lambda text: sign_text(text, LOG, key),
    )
    target = folder / "package.zip"
    with target.open("wb") as out:
        write_zip(built, out, DOSSIER)
    return target, Verifier.of(LOG, key)
