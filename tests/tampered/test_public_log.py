"""公开日志的文件夹：完好的通过，各种损害两个核验程序都说得出，说得一样。"""

import random
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingzhi.commands.verify import verify as command
from mingzhi.ledger.bureau import verify_path
from mingzhi.ledger.tiles import grown
from mingzhi.ledger.timestamp import read_stamp
from mingzhi.ledger.witness import WitnessKey, cosign
from tests.ledger.dossiers import VERIFIER, intact, rebagged
from tests.tampered.both import KEY, alone, library
from tests.tampered.logs import DAMAGES, LEAVES, Damage, intact_log, note, put
from tools import verify as standalone

INTACT = intact_log()


@pytest.mark.parametrize("key", [True, False], ids=["with the key", "without a key"])
def test_the_intact_log_verifies(tmp_path: Path, key: bool) -> None:
    folder = put(INTACT, tmp_path)
    assert alone(folder, key=key) == library(folder, key=key)
    assert alone(folder, key=key).found == set()
    assert alone(folder, key=key).doubts == (1 if key else 2)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_the_damage_is_found_by_both(tmp_path: Path, damage: Damage) -> None:
    damaged, code = damage(dict(INTACT))
    folder = put(damaged, tmp_path)
    assert (None, code) in alone(folder).found
    assert alone(folder).found == library(folder).found


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_both_find_any_changed_byte(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    name = data.draw(
        st.sampled_from(sorted(n for n in INTACT if n[0] != "." and n != "witnesses.json" and n[-1] != "r"))
    )
    content = bytearray(INTACT[name])
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    folder = put({**INTACT, name: bytes(content)}, tmp_path_factory.mktemp("log"))
    assert alone(folder).found == library(folder).found != set()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_garbage_in_a_log_is_a_verdict(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    names = st.sampled_from(sorted(INTACT)) | st.from_regex(r"tile/[0-9]/[0-9]{1,4}", fullmatch=True)
    damaged = {**INTACT, **data.draw(st.dictionaries(names, st.binary(max_size=80), max_size=4))}
    folder = tmp_path_factory.mktemp("log")
    try:
        put(damaged, folder)
    except OSError:
        return
    assert alone(folder).found == library(folder).found


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 700])
def test_a_log_of_any_size_verifies(tmp_path: Path, size: int) -> None:
    files = dict(grown(LEAVES[:size], 0, lambda _: None)) | {"checkpoint": note(size)}
    folder = put(files, tmp_path)
    assert alone(folder).found == library(folder).found == set()
    assert alone(folder).doubts == library(folder).doubts == 1


def test_tiles_beyond_the_checkpoint_are_said_not_to_be_signed(tmp_path: Path) -> None:
    files = {**INTACT, "checkpoint": note(300)}
    folder = put({name: data for name, data in files.items() if "-700" not in name}, tmp_path)
    assert alone(folder) == library(folder)
    assert (alone(folder).found, alone(folder).doubts) == (set(), 2)


def test_honest_growth_never_alarms(tmp_path: Path) -> None:
    chance = random.Random(4)
    files: dict[str, bytes] = {}
    before = 0
    for hour in range(12):
        size = min(len(LEAVES), before + chance.randrange(0, 90))
        files.update(grown(LEAVES[before:size], before, files.get))
        # 同一个钟点里公开两次，也不是倒填。
        files[f"history/20260301T{hour // 2:02d}00-{size}.txt"] = files["checkpoint"] = note(size)
        before = size
        folder = put(files, tmp_path)
        assert alone(folder).found == library(folder).found == set(), hour


# ── 见证和时间戳 ───────────────────────────────────────────────────────

NEIGHBOUR, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (21, 22))
THERE, ELSEWHERE = WitnessKey.of("示例县见证", NEIGHBOUR), WitnessKey.of("示例市见证", OTHER)
WHEN = 1_790_000_000


def cosigned(checkpoint: bytes, *by: Ed25519PrivateKey, name: str = "") -> bytes:
    text = checkpoint.decode()
    names = {id(NEIGHBOUR): THERE.name, id(OTHER): ELSEWHERE.name}
    return (text + "".join(cosign(text, name or names[id(key)], key, WHEN).line for key in by)).encode()


def heard(folder: Path, *witnesses: WitnessKey) -> tuple[set[str], tuple[str, ...], tuple[str, ...]]:
    """两个程序听见的：问题的代号、核实了的、关于见证的无法确定；须一字不差。"""
    ours = verify_path(folder, verifiers=[VERIFIER], witnesses=witnesses)
    theirs = standalone.verify(folder, [KEY], [standalone.Witness(each.vkey) for each in witnesses])
    assert {each.code for each in ours.findings} == {code for _, code, _ in theirs.findings}
    assert ours.confirmed == tuple(theirs.confirmed)
    doubts = tuple(doubt for doubt in ours.undetermined if "见证人" in doubt)
    assert doubts == tuple(doubt for doubt in theirs.undetermined if "见证人" in doubt)
    return {each.code for each in ours.findings}, ours.confirmed, doubts


@pytest.fixture(params=["log", "package"])
def witnessed(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Path]:
    """检查点上有这些见证人签字的日志，或者档案包。"""

    def made(*by: Ed25519PrivateKey, name: str = "", spoil: bool = False) -> Path:
        if request.param == "log":
            files, at = dict(INTACT), "checkpoint"
        else:
            files, at = {**intact()}, "data/checkpoint.txt"
            del files["statement.txt"]
        note = cosigned(files[at], *by, name=name)
        if spoil:
            last = note.rindex(b" ") + 20
            note = note[:last] + (b"A" if note[last : last + 1] != b"A" else b"B") + note[last + 1 :]
        files[at] = note
        return put(files if request.param == "log" else rebagged(files), tmp_path / request.param)

    return made


def test_a_cosignature_is_confirmed_with_its_time(witnessed: Callable[..., Path]) -> None:
    codes, confirmed, doubts = heard(witnessed(NEIGHBOUR), THERE)
    assert (codes, doubts) == (set(), ())
    assert confirmed == ("检查点由见证人“示例县见证”见证，签字的时刻是 2026-09-21T22:13:20+08:00",)


def test_a_witness_that_did_not_sign_and_one_not_listed_are_said(witnessed: Callable[..., Path]) -> None:
    codes, confirmed, doubts = heard(witnessed(OTHER), THERE)
    assert (codes, confirmed) == (set(), ())
    assert doubts[0] == "检查点：见证人“示例县见证”没有签字"
    assert "1 个签字的人不在所给的见证人里" in doubts[1]


def test_cosignatures_are_said_not_to_be_judged_without_the_witnesses_keys(
    witnessed: Callable[..., Path],
) -> None:
    codes, confirmed, doubts = heard(witnessed(NEIGHBOUR, OTHER))
    assert (codes, confirmed) == (set(), ())
    assert doubts == ("检查点：没有给出见证人的公钥，2 个见证人的签字没有核对",)


def test_a_forged_cosignature_is_named(witnessed: Callable[..., Path]) -> None:
    codes, confirmed, _ = heard(witnessed(NEIGHBOUR, spoil=True), THERE)
    assert (codes, confirmed) == ({"witness.forged"}, ())


def test_one_witness_in_the_name_of_another_is_not_listed(witnessed: Callable[..., Path]) -> None:
    # 标识是名称和公钥一起的摘要：借了名称，标识对不上，就不是那个人。
    codes, _, doubts = heard(witnessed(OTHER, name=THERE.name), THERE)
    assert codes == set()
    assert len(doubts) == 2


def test_a_forged_cosignature_in_the_history_is_named(tmp_path: Path) -> None:
    name = "history/20260302T0000-200.txt"
    note = cosigned(INTACT[name], NEIGHBOUR)
    forged = cosigned(INTACT["history/20260303T0000-300.txt"], NEIGHBOUR).split(b"\n")[-2]
    put({**INTACT, name: INTACT[name] + forged + b"\n"}, tmp_path)
    assert heard(tmp_path, THERE)[0] == {"witness.forged"}
    put({**INTACT, name: note}, tmp_path)
    assert heard(tmp_path, THERE)[0] == set()


def test_keys_of_witnesses_are_read_from_a_file(tmp_path: Path) -> None:
    folder = put({**INTACT, "checkpoint": cosigned(INTACT["checkpoint"], NEIGHBOUR)}, tmp_path / "log")
    (tmp_path / "witness.keys").write_text(f"# 见证人\n\n{THERE.vkey}\n{ELSEWHERE.vkey}\n")
    words = [str(folder), "--key", VERIFIER.vkey, "--witness", str(tmp_path / "witness.keys")]
    said = subprocess.run(
        [sys.executable, "-I", "-B", standalone.__file__, *words], capture_output=True, text=True, check=False
    )
    told = CliRunner().invoke(command, words)
    assert (said.returncode, told.exit_code) == (0, 0)
    for output in (said.stdout, told.output):
        assert "✓ 检查点由见证人“示例县见证”见证" in output
        assert "？ 检查点：见证人“示例市见证”没有签字" in output
    for wrong in (VERIFIER.vkey, "nonsense"):
        assert CliRunner().invoke(command, [str(folder), "--witness", wrong]).exit_code == 2


def der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    long = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + long + content


def stamped(imprint: bytes, when: bytes = b"20260302010203Z", *, aside: bytes = b"") -> bytes:
    """一份时间戳，没有签名的部分；aside 是夹带在旁边的字节。"""
    info = der(
        0x30,
        der(0x02, b"\x01"),
        der(0x06, b"\x2a\x03"),
        der(0x30, der(0x30, der(0x06, b"\x2a")), der(0x04, imprint)),
        der(0x02, b"\x07"),
        der(0x18, when),
    )
    content = der(0x30, der(0x06, bytes.fromhex("2a864886f70d0109100104")), der(0xA0, der(0x04, info)))
    signed = der(0x30, der(0x02, b"\x03"), der(0x31), content)
    token = der(0x30, der(0x06, bytes.fromhex("2a864886f70d010702")), der(0xA0, signed))
    return der(0x30, der(0x30, der(0x02, b"\x00"), der(0x04, aside)), token)


def test_a_time_stamp_says_its_time_and_that_its_signature_was_not_judged(tmp_path: Path) -> None:
    note = INTACT["history/20260301T0000-3.txt"]
    put({**INTACT, "history/20260301T0000-3.tsr": stamped(sha256(note).digest())}, tmp_path)
    assert alone(tmp_path) == library(tmp_path)
    (doubt,) = verify_path(tmp_path, verifiers=[VERIFIER]).undetermined
    assert "1 份时间戳盖的都是旁边的检查点" in doubt
    assert "自 2026-03-02 01:02:03" in doubt
    assert "签名没有核对" in doubt


def test_a_time_stamp_that_carries_the_digest_elsewhere_than_in_its_imprint_is_found(tmp_path: Path) -> None:
    note = INTACT["history/20260301T0000-3.txt"]
    whole = stamped(b"\x00" * 32, aside=sha256(note).digest())
    put({**INTACT, "history/20260301T0000-3.tsr": whole}, tmp_path)
    assert read_stamp(whole) is not None
    assert (None, "history.bad") in library(tmp_path).found
    assert alone(tmp_path) == library(tmp_path)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_both_read_any_time_stamp_alike(data: st.DataObject) -> None:
    content = bytearray(stamped(b"\x05" * 32))
    for _ in range(data.draw(st.integers(0, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = (
        bytes(content[: data.draw(st.integers(0, len(content)))])
        if data.draw(st.booleans())
        else bytes(content)
    )
    read = read_stamp(cut)
    assert standalone.stamped_on(cut) == ((read.imprint, read.time) if read else (b"", ""))
