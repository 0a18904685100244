"""一个文件的核验程序：每一种损害都与随软件的核验程序意见相同；再坏的输入也只是一个结论。"""

import ast
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingzhi.ledger import sm2
from mingzhi.ledger.canonical import canonical
from mingzhi.ledger.digests import sm3_hex
from mingzhi.ledger.package import ACTS, CHECKPOINT, PROOFS, STATEMENT, write_zip
from tests.ledger.dossiers import VERIFIER, Draft, intact, load, package, rebagged, with_json
from tests.ledger.test_canonical import JSON
from tests.ledger.test_verify import ANY_JSON, changed, places
from tests.tampered.both import KEY, alone, library
from tests.tampered.damages import DAMAGES, Damage
from tools import verify as standalone

INTACT = intact()
SOURCE = Path(standalone.__file__)


def test_the_file_uses_the_standard_library_alone() -> None:
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(SOURCE.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "?"]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("key", [True, False], ids=["with the key", "without a key"])
def test_both_say_the_same_of_the_intact_package(key: bool) -> None:
    assert alone(INTACT, key=key) == library(INTACT, key=key)
    assert alone(INTACT, key=key).found == set()


@pytest.mark.parametrize("key", [True, False], ids=["with the key", "without a key"])
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_both_name_the_same_acts_and_damages(damage: Damage, key: bool) -> None:
    damaged, expected = damage(intact())
    assert alone(damaged, key=key) == library(damaged, key=key)
    if key:
        assert expected in alone(damaged).found


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(INTACT)), st.data())
def test_both_agree_on_any_changed_byte(path: str, data: st.DataObject) -> None:
    content = bytearray(INTACT[path])
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    for damaged in ({**INTACT, path: bytes(content)}, rebagged({**INTACT, path: bytes(content)})):
        assert alone(damaged).found == library(damaged).found


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([ACTS, PROOFS]), st.data())
def test_both_agree_on_any_value_put_anywhere(path: str, data: st.DataObject) -> None:
    value = load(INTACT, path)
    place = data.draw(st.sampled_from(places(value)))
    damaged = rebagged(with_json(INTACT, path, changed(value, place, data.draw(ANY_JSON))))
    assert alone(damaged).found == library(damaged).found


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(INTACT)), st.binary(max_size=300))
def test_both_agree_on_garbage_in_place_of_a_file(path: str, garbage: bytes) -> None:
    damaged = rebagged({**INTACT, path: garbage})
    assert alone(damaged).found == library(damaged).found


@pytest.mark.parametrize("path", [ACTS, PROOFS])
@pytest.mark.parametrize("depth", [201, 5_000, 200_000])
def test_deep_json_is_a_finding(path: str, depth: int) -> None:
    deep = b'[{"a":' * depth + b"1" + b"}]" * depth
    assert alone(rebagged({**INTACT, path: deep})).found
    nested = INTACT[ACTS].replace(b'"amount"', b'"deep": ' + b"[" * depth + b"]" * depth + b', "amount"', 1)
    assert alone(rebagged({**INTACT, ACTS: nested})).found


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e400", "-0.0", "1" * 5000, '"\\ud800"'])
def test_values_that_json_programs_read_differently_are_findings(text: str) -> None:
    damaged = rebagged({**INTACT, ACTS: INTACT[ACTS].replace(b'"2561.00"', text.encode())})
    assert alone(damaged).found == library(damaged).found != set()


# ── 文件夹、zip、命令 ──────────────────────────────────────────────────


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(f"示例卷/{name}", content)
    return out.getvalue()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_zip_is_a_verdict(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(zipped(INTACT))
    at = data.draw(st.integers(0, len(whole) - 1))
    how = data.draw(st.sampled_from(["cut", "flip", "garbage"]))
    if how == "cut":
        del whole[at:]
    elif how == "flip":
        whole[at] ^= data.draw(st.integers(1, 255))
    else:
        whole[at:] = data.draw(st.binary(max_size=200))
    path = tmp_path / "damaged.zip"
    path.write_bytes(whole)
    # 有的字节（时间、属性）不算内容；两个程序说的须一样。
    assert bool(alone(path).found) == bool(library(path).found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_are_a_verdict(tmp_path: Path, garbage: bytes) -> None:
    path = tmp_path / "garbage"
    path.write_bytes(garbage)
    assert alone(path).found == library(path).found == {(None, "package.unreadable")}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_compressed_in_an_unusual_way_is_refused_by_both(tmp_path: Path, method: int) -> None:
    path = tmp_path / "odd.zip"
    path.write_bytes(zipped(INTACT, method))
    assert alone(path).found == library(path).found
    assert (None, "file.unreadable") in alone(path).found


def large() -> bytes:
    """一份材料不压缩、一兆以上的包。"""
    files = package([Draft(exhibits=(b"video" * 300_000,))])
    out = io.BytesIO()
    write_zip(files.items(), out, "示例卷")
    return out.getvalue()


LARGE = large()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_zip_with_a_large_exhibit_is_a_verdict(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "large.zip"
    path.write_bytes(LARGE)
    assert alone(path).found == library(path).found == set()
    inside = LARGE.index(b"videovideo")
    header = LARGE.rindex(b"PK\x03\x04", 0, inside)
    # 材料的头、材料里面、末尾的目录：大的材料在哪里坏了，两个程序都说得一样。
    at = data.draw(
        st.integers(header, inside + 9) | st.integers(inside, inside + 1_000_000) | st.integers(-900, -1)
    )
    content = bytearray(LARGE)
    if data.draw(st.booleans()):
        del content[at:]
    else:
        content[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    assert bool(alone(path).found) == bool(library(path).found)
    if at >= inside:
        assert alone(path).found


def test_a_zip_bomb_is_not_inflated(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in INTACT.items():
            archive.writestr(name, content)
        with archive.open("data/exhibits/" + "0" * 64, "w", force_zip64=True) as out:
            for _ in range(257):
                out.write(bytes(1 << 20))
    assert alone(path).found == library(path).found
    assert (None, "file.unreadable") in alone(path).found


def test_a_zip_whose_entries_overlap_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"bagit.txt": b"a" * 50, "bag-info.txt": b"b" * 50}, zipfile.ZIP_STORED))
    # 目录里第二个文件的长短写得比整个 zip 还大：与别的重叠。
    central = content.rfind(b"PK\x01\x02")
    content[central + 20 : central + 28] = (50_000).to_bytes(4, "little") * 2
    path = tmp_path / "overlap.zip"
    path.write_bytes(content)
    assert alone(path).found == library(path).found == {(None, "package.unreadable")}


def test_links_and_pipes_in_a_folder_are_findings(tmp_path: Path) -> None:
    for name, content in INTACT.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert alone(tmp_path).found == library(tmp_path).found == set()
    (tmp_path / CHECKPOINT).unlink()
    (tmp_path / CHECKPOINT).symlink_to(SOURCE)
    (tmp_path / "data/documents/loop").symlink_to(tmp_path)
    assert alone(tmp_path).found == library(tmp_path).found != set()


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-B", str(SOURCE), *words], capture_output=True, text=True, check=False
    )


def test_the_command_speaks_chinese_and_answers_by_its_exit_code(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    with good.open("wb") as out:
        write_zip(INTACT.items(), out, "示例卷")
    damaged, _ = DAMAGES[0](intact())
    bad.write_bytes(zipped(damaged))
    (tmp_path / "key").write_text(VERIFIER.vkey + "\n")
    said = run(str(good), "--key", str(tmp_path / "key"))
    assert (said.returncode, said.stderr) == (0, "")
    assert "未发现改动" in said.stdout
    said = run(str(bad), "--key", VERIFIER.vkey, "--json")
    told = json.loads(said.stdout)
    assert (said.returncode, told["ok"]) == (1, False)
    assert {each["act_number"] for each in told["findings"]} >= {5}
    assert run("--key", "nonsense", str(good)).returncode == 2
    assert run("--what").returncode == 2
    assert run(str(tmp_path / "nothing")).returncode == 1


# ── 算法 ───────────────────────────────────────────────────────────────


@given(st.binary(max_size=300))
def test_the_written_out_sm3_is_the_standard_one(data: bytes) -> None:
    assert standalone.slow_sm3(data) == sm3_hex(data)


def test_sm3_of_the_standards_own_examples() -> None:
    # GB/T 32905-2016, A.1, A.2.
    assert standalone.slow_sm3(b"abc").startswith("66c7f0f462eeedd9d1f2d46bdc10e4e2")
    assert standalone.slow_sm3(b"abcd" * 16).startswith("debe9ff92275b8a138604889c18e5a4d")


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 95), st.integers(0, 255))
def test_signatures_are_judged_as_openssl_judges_them(seed: bytes, text: bytes, at: int, flip: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(text)
    assert standalone.ed25519_ok(public, text, signature)
    both = bytearray(public + signature)
    both[at] ^= flip
    public, signature = bytes(both[:32]), bytes(both[32:])
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
        accepted = True
    except (InvalidSignature, ValueError):
        accepted = False
    assert standalone.ed25519_ok(public, text, signature) == accepted


def test_a_signature_with_s_beyond_the_order_is_refused() -> None:
    private = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
    signature = private.sign(b"text")
    order = 2**252 + 27742317777372353535851937790883648493
    s = int.from_bytes(signature[32:], "little") + order
    forged = signature[:32] + s.to_bytes(32, "little")
    assert not standalone.ed25519_ok(private.public_key().public_bytes_raw(), b"text", forged)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, sm2.N - 2), st.binary(max_size=100), st.integers(0, 127), st.integers(0, 255))
def test_sm2_signatures_are_judged_as_the_library_judges_them(
    private: int, text: bytes, at: int, flip: int
) -> None:
    public, signature = sm2.public_key(private), sm2.sign(private, text)
    assert standalone.sm2_ok(public, text, signature)
    both = bytearray(public + signature)
    both[at] ^= flip
    public, signature = bytes(both[:64]), bytes(both[64:])
    assert standalone.sm2_ok(public, text, signature) == sm2.verify(public, text, signature)


def test_a_checkpoint_signed_again_by_sm2_verifies_with_either_key() -> None:
    private = 7**80 % sm2.N
    key = sm2.Sm2Verifier(VERIFIER.name, sm2.public_key(private))
    text = INTACT[CHECKPOINT].split(b"\n\n")[0] + b"\n"
    line = sm2.signature_line(key, sm2.sign(private, text)).encode()
    signed = INTACT[CHECKPOINT] + line
    for keys in ([KEY], [standalone.Key(key.vkey)], [KEY, standalone.Key(key.vkey)]):
        assert standalone.Checkpoint(signed, keys).size == 24
    wrong = INTACT[CHECKPOINT] + line[:-3] + (b"AA" if line[-3:-1] != b"AA" else b"BB") + b"\n"
    with pytest.raises(standalone.Broken):
        standalone.Checkpoint(wrong, [standalone.Key(key.vkey)])


@given(JSON)
def test_both_write_canonical_json_alike(value: object) -> None:
    assert standalone.canonical(value) == canonical(value)


def test_the_tree_of_both_is_one() -> None:
    from mingzhi.ledger.merkle import inclusion_proofs, leaf_hash, root

    for size in (1, 2, 3, 7, 8, 33, 100):
        leaves = [hashlib.sha256(bytes([n])).digest() for n in range(size)]
        roots = standalone.prefix_roots([standalone.leaf_node(each) for each in leaves], {size})
        assert roots[size] == root(leaves)
        for index, path in enumerate(inclusion_proofs(leaves, range(size))):
            node = leaf_hash(leaves[index])
            assert standalone.root_through(node, index, size, path) == root(leaves)
            assert standalone.root_through(node, index, size, [*path, node]) is None


def test_without_a_statement_both_say_that_the_end_may_be_missing() -> None:
    files = rebagged({path: content for path, content in INTACT.items() if path != STATEMENT})
    assert alone(files) == library(files)
    assert alone(files).found == set()
    assert alone(files).doubts == 3


def test_the_guide_prints_the_digest_of_this_very_program() -> None:
    guide = (SOURCE.parents[1] / "docs" / "verify.md").read_text("utf-8")
    assert hashlib.sha256(SOURCE.read_bytes()).hexdigest() in guide


def test_the_guide_names_only_codes_that_exist() -> None:
    guide = (SOURCE.parents[1] / "docs" / "verify.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z]+\.[a-z_]+)`", guide)) - {
        "verify.py",
        "statement.txt",
        "accesses.jsonl",
        "empty.jsonl",
    }
    assert len(named) > 25
    assert named <= set(re.findall(r'"([a-z]+\.[a-z_]+)"', SOURCE.read_text("utf-8")))
