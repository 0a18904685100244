import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mingzhi.ledger import bag
from mingzhi.ledger.chain import leaf
from mingzhi.ledger.checkpoint import open_note, sign_note
from mingzhi.ledger.digests import sha256_hex
from mingzhi.ledger.package import ACTS, EXHIBITS, STATEMENT, build, is_safe_path, opened, write_zip
from mingzhi.ledger.reader import MemoryReader
from mingzhi.ledger.statement import parse_statement
from mingzhi.ledger.verify import reader_for, verify_package
from tests.ledger.dossiers import KEY, LOG, VERIFIER, Draft, intact, logged, package, sealed


def test_the_package_is_a_bag_in_the_letter_of_the_rfc() -> None:
    files = intact()
    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    payload = {path for path in files if path.startswith("data/")}
    for name, covered in (
        ("manifest-sha256.txt", payload),
        ("tagmanifest-sha256.txt", set(files) - payload - {"tagmanifest-sha256.txt"}),
    ):
        lines = set(files[name].decode().splitlines())
        assert lines == {f"{sha256_hex(files[path])}  {path}" for path in covered}
    octets = sum(len(files[path]) for path in payload)
    assert f"Payload-Oxum: {octets}.{len(payload)}\n" in files["bag-info.txt"].decode()


def test_the_same_values_give_the_same_bytes() -> None:
    archives = []
    for _ in range(2):
        archive = io.BytesIO()
        write_zip(intact().items(), archive, "示例卷")
        archives.append(archive.getvalue())
    assert archives[0] == archives[1]


def test_contents_may_be_opened_late_and_are_the_same() -> None:
    acts, checkpoint = logged(sealed([Draft(exhibits=(b"video",))]))
    note = sign_note(checkpoint, LOG, KEY)

    def built(exhibit: bytes, late: bool) -> dict[str, bytes]:
        content = (lambda: io.BytesIO(exhibit)) if late else exhibit
        files = build(
            acts, checkpoint=note, exported="2026-11-20T10:00:00+08:00", organization="示例局",
            exhibits={sha256_hex(b"video"): content}, documents={"a/b.pdf": content},
        )  # fmt: skip
        return {path: opened(content).read() for path, content in files}

    assert built(b"video", late=True) == built(b"video", late=False)
    assert f"{EXHIBITS}{sha256_hex(b'video')}" in built(b"video", late=True)


def test_the_package_says_in_plain_json_what_the_acts_are() -> None:
    entry = json.loads(intact()[ACTS])[2]
    assert entry["envelope"]["kind"] == "case.filed"
    assert entry["body"] == {"grounds": ["医疗保障基金使用监督管理条例"]}
    assert set(entry) == {"envelope", "body", "names", "disposal", "seal", "salt", "leaf_index"}


def test_the_statement_tells_how_many_acts_there_are_and_where_they_end() -> None:
    files = intact()
    statement = parse_statement(open_note(files[STATEMENT].decode(), [VERIFIER]))
    assert statement.acts == 7
    assert statement.last == json.loads(files[ACTS])[-1]["seal"]["sha256"]


def test_a_leaf_in_the_log_gives_nothing_of_the_act_away() -> None:
    act = sealed([Draft()])[0]
    assert leaf(act.seal, act.salt) != leaf(act.seal, b"another salt....")


def test_what_cannot_be_packed_is_refused() -> None:
    one, other = sealed([Draft()]), sealed([Draft()], dossier="示例〔2026〕2号")

    def attempt(acts: list[object], **more: object) -> Iterator[object]:
        common = {"checkpoint": "", "exported": "2026-11-20T10:00:00+08:00", "organization": "示例局"}
        return build(acts, **{**common, **more})  # type: ignore[arg-type]

    for acts, more in (
        ([], {}),
        ([*one, *other], {}),
        (one, {"exhibits": {"0" * 64: b""}}),
        (one, {"documents": {"../../etc/passwd": b""}}),
        (one, {"organization": "两\n行"}),
        (one, {"exported": "2026-11-20"}),
    ):
        with pytest.raises(ValueError):
            list(attempt([*acts], **more))


@pytest.mark.parametrize(
    "path", ["", "/a", "a//b", "..", "a/../b", "a\\b", "C:", "a\nb", ".", "a/", "\ud800"]
)
def test_paths_that_leave_the_package_are_not_safe(path: str) -> None:
    assert not is_safe_path(path)
    assert is_safe_path("正卷/行政处罚决定书（示例）.pdf")


def written_to(folder: Path, files: dict[str, bytes]) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def test_a_folder_a_zip_and_a_zip_made_by_hand_read_the_same(tmp_path: Path) -> None:
    files = intact()
    with (tmp_path / "made.zip").open("wb") as out:
        write_zip(files.items(), out, "示例卷")
    with zipfile.ZipFile(tmp_path / "flat.zip", "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    folder = written_to(tmp_path / "folder", files)
    expected = verify_package(MemoryReader(files), verifiers=[VERIFIER])
    assert expected.ok
    for package_path in (folder, tmp_path / "made.zip", tmp_path / "flat.zip"):
        assert verify_package(reader_for(package_path), verifiers=[VERIFIER]) == expected


def test_what_is_no_package_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("不是导出包")
    (tmp_path / "empty").mkdir()
    for name in ("text", "absent", "empty", "nul\0name"):
        verdict = verify_package(reader_for(tmp_path / name))
        assert not verdict.ok
        assert verdict.summary.startswith("发现")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = written_to(tmp_path / "folder", intact())
    outside = tmp_path / "outside.pdf"
    document = folder / "data/documents/决定书.pdf"
    document.rename(outside)
    document.symlink_to(outside)
    codes = {finding.code for finding in verify_package(reader_for(folder), verifiers=[VERIFIER]).findings}
    assert "file.unreadable" in codes


def test_a_zip_with_two_files_of_one_name_is_found(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as archive:
        for path, content in intact().items():
            archive.writestr(path, content)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(ACTS, intact()[ACTS])
    codes = {finding.code for finding in verify_package(reader_for(tmp_path / "twice.zip")).findings}
    assert codes == {"file.duplicated"}


def test_a_disposed_exhibit_is_told_and_an_undeclared_gap_is_not_excused() -> None:
    digest = sha256_hex(b"secret")
    gone = {"act": 1, "body": False, "exhibits": [digest]}
    drafts = [
        Draft(exhibits=(b"secret",), disposal={"act": 2, "body": False, "exhibits": [digest]}),
        Draft("content.disposed", {"disposed": [gone]}),
    ]
    verdict = verify_package(MemoryReader(package(drafts)), verifiers=[VERIFIER])
    assert verdict.ok
    assert verdict.undetermined == ("第 1 项执法行为的1 份证据已由第 2 项依法处置，无从核对",)
    drafts[1].body = {"disposed": [{**gone, "exhibits": []}]}
    assert not verify_package(MemoryReader(package(drafts)), verifiers=[VERIFIER]).ok


def test_a_disposal_is_not_believed_from_an_act_before_it() -> None:
    drafts = [
        Draft("content.disposed", {"disposed": [{"act": 2, "body": True, "exhibits": []}]}),
        Draft("informant.recorded", {"name": "示例"}, disposal={"act": 1, "body": True, "exhibits": []}),
    ]
    found = verify_package(MemoryReader(package(drafts)), verifiers=[VERIFIER]).findings
    assert [(finding.act_number, finding.code) for finding in found] == [(2, "disposal.unsupported")]


def test_documents_without_a_signed_statement_are_said_to_be_unsigned() -> None:
    files = package([Draft()], documents={"a.pdf": b"%PDF"}, attest=None)
    doubts = verify_package(MemoryReader(files), verifiers=[VERIFIER]).undetermined
    assert "文书文件只列在文件清单里，没有签名可核对" in doubts


def test_a_file_too_large_to_parse_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bag, "PARSED_LIMIT", 1000)
    codes = {finding.code for finding in verify_package(MemoryReader(intact())).findings}
    assert codes >= {"file.too_large"}
