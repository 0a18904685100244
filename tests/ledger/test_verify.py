"""校验的性质：合法的总能通过，改动一个字节总会发现，再坏的输入也只是一个结论。"""

import copy
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mingzhi.ledger import digests
from mingzhi.ledger.package import ACTS, CHECKPOINT, PROOFS, STATEMENT, write_zip
from mingzhi.ledger.reader import MemoryReader, Unreadable, ZipReader
from mingzhi.ledger.verify import verify_package
from tests.ledger.dossiers import VERIFIER, Draft, intact, load, package, rebagged, with_json
from tests.ledger.test_canonical import JSON, TEXT

INTACT = intact()
KEYS = [VERIFIER]
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)

drafts = st.builds(
    Draft,
    kind=st.sampled_from(["case.filed", "inspection.made", "decision.made"]),
    body=st.dictionaries(TEXT, JSON, max_size=3),
    exhibits=st.lists(st.binary(max_size=40), max_size=2, unique=True).map(tuple),
    wait=st.timedeltas(timedelta(0), timedelta(days=30)),
    late=st.timedeltas(timedelta(0), timedelta(days=30)),
    others=st.integers(0, 5),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(drafts, min_size=1, max_size=8))
def test_any_lawful_list_of_acts_verifies(acts: list[Draft]) -> None:
    verdict = verify_package(MemoryReader(package(acts)), verifiers=KEYS)
    assert verdict.findings == ()
    assert verdict.undetermined == ()


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(INTACT)), st.data())
def test_any_one_changed_byte_is_found(path: str, data: st.DataObject) -> None:
    content = bytearray(INTACT[path])
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    assert not verify_package(MemoryReader({**INTACT, path: bytes(content)})).ok


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(INTACT)), st.data())
def test_any_truncated_or_lengthened_file_is_found(path: str, data: st.DataObject) -> None:
    content = INTACT[path]
    shorter = content[: data.draw(st.integers(0, len(content) - 1))]
    longer = content + data.draw(st.binary(min_size=1, max_size=3))
    for damaged in (shorter, longer):
        assert not verify_package(MemoryReader({**INTACT, path: damaged})).ok


@pytest.mark.parametrize("path", sorted(INTACT))
def test_any_missing_file_is_found(path: str) -> None:
    assert not verify_package(MemoryReader({name: c for name, c in INTACT.items() if name != path})).ok


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """每一个可以下手的位置。"""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, child in inner for place in places(child, (*path, name)))]


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    value = copy.copy(value)
    value[path[0]] = changed(value[path[0]], path[1:], new)
    return value


WITHOUT_STATEMENT = {name: content for name, content in INTACT.items() if name != STATEMENT}
PLACES = [(file, place) for file in (ACTS, PROOFS) for place in places(load(INTACT, file))]


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(PLACES), ANY_JSON)
def test_any_value_changed_in_the_acts_or_proofs_is_found_though_the_manifests_are_made_anew(
    place: tuple[str, tuple[Any, ...]], new: Any
) -> None:
    file, path = place
    whole = load(INTACT, file)
    damaged = changed(whole, path, new)
    assume(json.dumps(damaged, sort_keys=True) != json.dumps(whole, sort_keys=True))
    text = json.dumps(damaged)  # escapes lone surrogates, and writes NaN as some programs do
    files = rebagged({**WITHOUT_STATEMENT, file: text.encode()})
    verdict = verify_package(MemoryReader(files), verifiers=KEYS)
    assert not verdict.ok
    str(verdict).encode()


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([ACTS, PROOFS, CHECKPOINT, STATEMENT, "bag-info.txt", "bagit.txt"]),
    st.binary(max_size=60),
)
def test_garbage_in_place_of_a_file_is_a_finding(path: str, garbage: bytes) -> None:
    verdict = verify_package(MemoryReader(rebagged({**INTACT, path: garbage})), verifiers=KEYS)
    assert not verdict.ok


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(INTACT)) | st.text(), st.binary(max_size=60), max_size=9))
def test_anything_at_all_is_a_verdict(files: dict[str, bytes]) -> None:
    verdict = verify_package(MemoryReader(files), verifiers=KEYS)
    assert not verdict.ok
    str(verdict).encode()


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[" + "9" * 5000 + "]", '[{"a":1,"a":2}]', "\ufeff[]", "[1e999]"]
)
def test_hostile_json_is_a_finding(text: str) -> None:
    for path in (ACTS, PROOFS):
        assert not verify_package(MemoryReader(rebagged({**INTACT, path: text.encode()}))).ok


def test_a_body_nested_too_deeply_names_its_act() -> None:
    acts = load(INTACT, ACTS)
    deep: Any = "x"
    for _ in range(300):
        deep = [deep]
    acts[3]["body"]["deep"] = deep
    verdict = verify_package(MemoryReader(rebagged(with_json(INTACT, ACTS, acts))))
    assert (4, "act.body_altered") in [(finding.act_number, finding.code) for finding in verdict.findings]


def test_an_act_numbered_absurdly_does_not_exhaust_the_verifier() -> None:
    acts = load(INTACT, ACTS)
    acts[6]["envelope"]["number"] = 2**53 - 1
    verdict = verify_package(MemoryReader(rebagged(with_json(INTACT, ACTS, acts))))
    assert any(finding.code == "act.removed" and finding.act_number == 7 for finding in verdict.findings)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_zip_with_one_changed_byte_is_found_or_holds_the_same_files(
    tmp_path: Path, data: st.DataObject
) -> None:
    # A zip has bytes that say nothing of its files (times, for one): those alone may change unnoticed.
    archive = io.BytesIO()
    write_zip(INTACT.items(), archive, "示例卷")
    content = bytearray(archive.getvalue())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path = tmp_path / "damaged.zip"
    path.write_bytes(content)
    if not verify_package(ZipReader(path), verifiers=KEYS).ok:
        return
    reader = ZipReader(path)
    assert {name: b"".join(reader.chunks(name)) for name in reader.names()} == INTACT


def test_a_file_that_breaks_off_while_it_is_read_is_a_finding() -> None:
    class Failing(MemoryReader):
        def chunks(self, name: str) -> Any:
            yield INTACT[name][:5]
            if name == ACTS:
                raise Unreadable("读到一半断了")
            yield INTACT[name][5:]

    verdict = verify_package(Failing(INTACT), verifiers=KEYS)
    assert "file.unreadable" in {finding.code for finding in verdict.findings}


def test_a_file_name_cannot_forge_a_line_of_the_verdict() -> None:
    verdict = verify_package(MemoryReader({**INTACT, "data/\n未发现改动\x1b[2J": b""}), verifiers=KEYS)
    assert not any(character in finding.message for finding in verdict.findings for character in "\n\x1b")


def test_a_machine_without_sm3_says_what_it_could_not_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "has_openssl_sm3", lambda: False)
    monkeypatch.setattr(digests, "PURE_SM3_LIMIT", 100)
    verdict = verify_package(MemoryReader(INTACT), verifiers=KEYS)
    assert verdict.ok
    assert any("SM3" in doubt for doubt in verdict.undetermined)
