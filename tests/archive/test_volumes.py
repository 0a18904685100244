"""卷内次序、编页、立卷：正卷在前、结论在前，副卷里才有举报人、审核、讨论；页号连续，封面、目录、备考表不编。"""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from mingzhi.archive.binding import page_count
from mingzhi.archive.selectors import Volumes, volumes
from mingzhi.archive.services import assemble, bound, prefill
from mingzhi.archive.volumes import Entry, arrange, chosen, numbered, of_volume, total
from mingzhi.casework.act import KINDS
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.archive import FileAssembled, Volume
from mingzhi.casework.casefile import CaseFile
from mingzhi.instruments.services import as_pdf
from mingzhi.law.pack import load_pack
from mingzhi.record.append import Refused
from mingzhi.record.models import Dossier
from tests.archive.cast import NOW, staff, written
from tests.instruments import cases

PHARMACY = CaseFile(cases.pharmacy())


def entries() -> tuple[Entry, ...]:
    return arrange(PHARMACY, load_pack("chongqing").on(NOW.date()))


def forms(volume: Volume) -> list[str]:
    return [entry.form or entry.kind for entry in of_volume(entries(), volume)]


def test_decision_comes_first_with_its_receipts_behind_it() -> None:
    main = of_volume(entries(), Volume.MAIN)
    assert main[0].form == "penalty_decision"
    decision = main[0].act
    receipts = [entry for entry in main[1:4]]
    assert {entry.form for entry in receipts} <= {"service_receipt", "service_announcement"}
    for entry in receipts:
        assert getattr(PHARMACY.by_number[entry.act].body, "of", None) == decision


def test_each_receipt_stands_behind_the_document_it_served() -> None:
    placed = entries()
    for place, entry in enumerate(placed):
        if entry.form == "service_receipt":
            of = getattr(PHARMACY.by_number[entry.act].body, "of", None)
            before = [each for each in placed[:place] if each.form != "service_receipt"]
            before = [each for each in before if each.form != "service_announcement"]
            assert before[-1].act == of, entry.title


def test_informant_review_and_discussion_are_in_the_auxiliary_volume_only() -> None:
    secret = {
        "lead_register",
        "lead.verified",
        "review_opinion",
        "discussion_record",
        "case_report",
        "filing_approval",
    }
    assert secret <= set(forms(Volume.AUXILIARY))
    assert not secret & set(forms(Volume.MAIN))
    assert not [entry for entry in of_volume(entries(), Volume.MAIN) if KINDS[entry.kind].restricted]


def test_restricted_act_stays_auxiliary_even_if_a_pack_puts_it_in_the_main_volume() -> None:
    rules = load_pack("chongqing").on(NOW.date())
    careless = tuple(
        rule.model_copy(update={"volume": rule.volume.model_copy(update={"volume": "main"})})
        if rule.volume is not None and "lead_register" in rule.volume.entries
        else rule
        for rule in rules.part("volume")
    )
    moved = type(rules)(
        rules.day,
        rules.all,
        rules.parameters,
        rules.by_id,
        _instruments=rules._instruments,
        _parts={"volume": careless},
    )
    found = {entry.form: entry.volume for entry in arrange(PHARMACY, moved)}
    assert KINDS["lead.registered"].restricted
    assert found["lead_register"] is Volume.AUXILIARY


def test_draft_of_the_decision_is_not_filed_beside_the_decision() -> None:
    assert forms(Volume.MAIN).count("penalty_decision") == 1
    assert forms(Volume.AUXILIARY).count("filing_approval") == 1
    assert "opinion.given" not in forms(Volume.AUXILIARY)


def test_pages_run_on_within_each_volume_from_one() -> None:
    counts = {entry.key: 1 + place % 3 for place, entry in enumerate(entries())}
    done = numbered(entries(), counts)
    for volume in Volume:
        following = 1
        for entry in of_volume(done, volume):
            assert entry.first == following
            following += entry.count
        assert total(of_volume(done, volume)) == following - 1


def test_entry_may_move_to_the_auxiliary_volume_but_never_out_of_it() -> None:
    main, secret = of_volume(entries(), Volume.MAIN)[0], of_volume(entries(), Volume.AUXILIARY)[0]
    wanted = {main.key: Volume.AUXILIARY, secret.key: Volume.MAIN}
    found = {entry.key: entry.volume for entry in chosen(entries(), wanted, {})}
    assert found[main.key] is Volume.AUXILIARY
    assert found[secret.key] is Volume.AUXILIARY


def test_archivist_may_change_the_order() -> None:
    second = of_volume(entries(), Volume.MAIN)[1]
    assert chosen(entries(), {}, {second.key: -1})[0].key == second.key


def test_page_counts_are_those_of_the_printed_documents(closed: Dossier) -> None:
    found = volumes(closed, NOW.date())
    for entry in found.entries[:8]:
        content = as_pdf(found.press.entry(entry))
        assert entry.count == len(pypdf.PdfReader(io.BytesIO(content)).pages) == page_count(content)


def assembled(dossier: Dossier, found: Volumes | None = None) -> FileAssembled:
    found = found or volumes(dossier, NOW.date())
    by = staff(dossier, Role.ARCHIVIST)
    body = prefill(found, by=by)
    done = assemble(
        found,
        by=by,
        now=NOW,
        expects=len(found.press.acts),
        archive_no=body.archive_no,
        retention=body.retention,
        situation=body.situation,
        assembler=body.assembler,
        checker=body.checker,
    )
    assert isinstance(done.act.body, FileAssembled)
    return done.act.body


def test_prefilled_file_is_assembled_as_it_stands(closed: Dossier) -> None:
    body = assembled(closed)
    assert body.archive_no and body.retention == "30年"
    assert body.assembler is not None and body.checker is not None
    found = volumes(closed, NOW.date())
    assert [entry.row() for entry in found.entries] == list(body.entries)
    assert "正卷" in body.situation and "副卷" in body.situation


def test_file_without_archive_number_is_refused_with_the_clause(closed: Dossier) -> None:
    found = volumes(closed, NOW.date())
    by = staff(closed, Role.ARCHIVIST)
    with pytest.raises(Refused, match=r"档号.*档案法"):
        assemble(
            found,
            by=by,
            now=NOW,
            expects=len(found.press.acts),
            archive_no="",
            retention="30年",
            situation="",
            assembler=by.officer(),
            checker=by.officer(),
        )


def test_handling_officer_does_not_assemble(closed: Dossier) -> None:
    found = volumes(closed, NOW.date())
    with pytest.raises(Refused, match="档案管理员"):
        assemble(
            found,
            by=staff(closed, Role.HANDLER),
            now=NOW,
            expects=len(found.press.acts),
            archive_no="档",
            retention="30年",
            situation="",
            assembler=staff(closed, Role.HANDLER).officer(),
            checker=staff(closed, Role.ARCHIVIST).officer(),
        )


def test_file_is_not_assembled_before_the_case_is_closed(bureaus: None) -> None:
    dossier = written("decision.made")
    with pytest.raises(Refused, match="还没有结案"):
        assembled(dossier)


def test_bound_volume_has_cover_index_every_page_and_note(closed: Dossier) -> None:
    assembled(closed)
    found = volumes(closed, NOW.date())
    reader = pypdf.PdfReader(io.BytesIO(bound(found, Volume.MAIN)))
    texts = [page.extract_text() for page in reader.pages]
    stamps = [re.findall(r"第 (\d+) 页", text) for text in texts]
    assert "行政执法案卷" in texts[0] and "卷内文件目录" in texts[1] and "备考表" in texts[-1]
    begin = next(place for place, each in enumerate(stamps) if each)
    assert stamps[begin:-1] == [[str(page)] for page in range(1, total(found.of(Volume.MAIN)) + 1)]
    assert not any(stamps[:begin]) and not stamps[-1]


def test_missing_receipt_and_unsigned_scan_are_named(closed: Dossier) -> None:
    rows = {row.what: row for row in volumes(closed, NOW.date()).checks}
    decision = next(
        row for what, row in rows.items() if what.startswith("行政处罚决定书") and what.endswith("送达回证")
    )
    assert decision.present
    unsigned = next(row for what, row in rows.items() if what == "现场检查笔录的签字件")
    assert not unsigned.present and unsigned.words == "没有扫描回卷"
    early = written("decision.made")
    lacking = [row.what for row in volumes(early, NOW.date()).checks if not row.present]
    assert any(what.startswith("行政处罚决定书") and what.endswith("送达回证") for what in lacking)


def test_what_is_not_published_is_named_before_filing(bureaus: None) -> None:
    early = written("decision.made")
    found = volumes(early, NOW.date())
    rows = {row.what: row for row in found.checks if row.what.endswith("的公示")}
    decision = next(row for what, row in rows.items() if "决定" in what and "强制" not in what)
    assert not decision.present and "没有公示（未拟稿）" in decision.words and decision.cite
    # 期限写在这一行，不再另起一行说“没有办完”。
    assert not any(row.what.startswith("没有办完：公示") for row in found.checks)
