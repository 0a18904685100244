"""条款登记的页：每一条由什么做到、怎样证明、本局的数字；可以查、排、下载；数字从案卷来，可以丢掉重数。"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from mingzhi.disclosure import tallies
from mingzhi.disclosure.models import DossierTally, FigureSheet
from mingzhi.disclosure.register import ClauseQuery, clause_entries, clause_rows
from mingzhi.law.pack import load_pack, load_pack_from, pack_files
from mingzhi.law.register import load_documents
from mingzhi.people.models import Agency
from mingzhi.record.models import Dossier
from mingzhi.record.rebuild import rebuild
from mingzhi.record.selectors import acts, pack_for
from tests.disclosure.cases import PHARMACY, case, last, signed_in, write
from tests.portal.published import Published, text

pytestmark = pytest.mark.usefixtures("bureaus")
CHONGQING, QILIN = "shili-chongqing", "shili-qilin"
DAY = date(2026, 3, 20)


def figures(clause: str, *, public: bool = False, day: date = DAY) -> tuple[str, ...]:
    agency = Agency.objects.get(code=CHONGQING)
    rows = clause_rows(agency, day, ClauseQuery(), public=public)
    return next(row for row in rows if row.id == clause).figures


def test_the_page_lists_every_clause_of_the_place_and_none_of_another(citizen: Client) -> None:
    documents = {document.prefix: document for document in load_documents()}
    for code, prefix in ((CHONGQING, "CQ-"), (QILIN, "QL-")):
        rows = citizen.get(f"/b/{code}/clauses/").context["rows"]
        assert [row.id for row in rows] == [clause.id for clause in documents[prefix].clauses]
    choose = text(citizen, "/clauses/")
    assert f"/b/{CHONGQING}/clauses/" in choose and f"/b/{QILIN}/clauses/" in choose


def test_a_clause_names_its_rules_and_its_tests_and_an_open_one_what_is_missing(citizen: Client) -> None:
    page = text(citizen, f"/b/{CHONGQING}/clauses/?q=CQ-L-12")
    assert "重大执法决定未经法制审核，不得提请集体审议" in page
    assert "tests/scenarios/" in page
    rows = citizen.get(f"/b/{CHONGQING}/clauses/").context["rows"]
    for row in rows:
        assert row.reason if row.kind == "open" else row.tests or row.reason, row.id


def test_clauses_are_found_by_words_and_by_kind_and_ordered(citizen: Client) -> None:
    url = f"/b/{CHONGQING}/clauses/"
    found = citizen.get(url, {"q": "归档 三十日"}).context["rows"]
    assert "CQ-R-22¶1" in [row.id for row in found] and len(found) < 5
    declined = citizen.get(url, {"kind": "declined"}).context["rows"]
    assert declined and {row.kind for row in declined} == {"declined"}
    assert "没有查到" in text(citizen, f"{url}?q=没有这样的条款")
    assert len(citizen.get(url, {"kind": "nonsense", "order": "nonsense"}).context["rows"]) > 150
    ordered = [row.kind for row in citizen.get(url, {"order": "kind"}).context["rows"]]
    assert ordered == sorted(ordered, key=("open", "rule", "feature", "declined").index)


def test_the_files_say_what_the_page_says(citizen: Client) -> None:
    told = json.loads(citizen.get(f"/b/{CHONGQING}/clauses.json?q=CQ-L").content)
    assert told["agency"] and told["as_of"] == "2026-03-20"
    rows = citizen.get(f"/b/{CHONGQING}/clauses/?q=CQ-L").context["rows"]
    assert [item["id"] for item in told["items"]] == [row.id for row in rows]
    assert set(told["items"][0]) == {"id", "kind", "title", "rules", "tests", "reason", "figures"}
    table = citizen.get(f"/b/{CHONGQING}/clauses.csv").content.decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(table))
    assert head[0] == "条款编号" and len(lines) > 150
    assert citizen.get("/clauses.json").status_code == 404


def test_figures_count_penalties_published_in_time_and_the_median_of_working_days() -> None:
    assert figures("CQ-D-9¶1-b") == ()
    case(PHARMACY, "公示")
    case(PHARMACY, "作出决定")
    due = date(2025, 12, 30)
    said = "公示处罚决定 1 件，按期 1 件，中位数 5 个工作日，另有 1 件没有到期"
    assert figures("CQ-D-9¶1-b", public=True, day=due) == (said,)
    later = "公示处罚决定 2 件，按期 1 件，晚 1 件，中位数 5 个工作日"
    assert figures("CQ-D-9¶1-b", public=True, day=date(2025, 12, 31)) == (later,), "期限过了，不用重数"


def test_few_are_not_told_on_the_portal_but_at_the_desk() -> None:
    case(PHARMACY, "公示")
    assert "法制审核完毕 2 件，按期 2 件，中位数 4 个工作日" in figures("CQ-L-8¶2-a")
    assert "法制审核完毕：不到 5 件，不列" in figures("CQ-L-8¶2-a", public=True)
    assert figures("CQ-L-5.3") == ("因此应当法制审核 1 件",)
    assert figures("CQ-L-5.3", public=True) == ("因此应当法制审核：不到 5 件，不列",)
    assert "现在公示着 1 项" in figures("CQ-D-5.2", public=True), "逐项公示的，件数看得到"


def test_a_defect_is_counted_under_its_rule() -> None:
    dossier = case(PHARMACY, "公示")
    assert "音像资料存储 4 项，其中不合本条的 0 项" in figures("CQ-R-21-b")
    recorded = last(dossier, "recording.ingested").body
    kept = {name: value for name, value in recorded.model_dump(mode="json").items() if name != "received_by"}
    write(dossier, "recording.ingested", "zhoujia", "2026-03-20 09:00", **kept)
    assert "音像资料存储 5 项，其中不合本条的 1 项" in figures("CQ-R-21-b")


def test_tallies_hold_numbers_of_rules_only_and_are_the_same_when_counted_again() -> None:
    dossier = case(PHARMACY, "公示")
    tallies.refresh(dossier, pack_for(dossier), acts(dossier), DAY)
    kept = dict(DossierTally.objects.get(dossier=dossier).body)
    stored = json.dumps(kept, ensure_ascii=False)
    for word in ("示例大药房", "周甲示", "苏某示", "62600"):
        assert word not in stored
    before = figures("CQ-D-9¶1-b")
    tallies.forget()
    assert not DossierTally.objects.exists() and not FigureSheet.objects.exists()
    rebuild(DAY)
    again = DossierTally.objects.get(dossier=dossier).body
    assert again == kept
    assert figures("CQ-D-9¶1-b") == before


def test_a_dossier_without_news_is_not_counted_again(clock: Callable[[str], datetime]) -> None:
    dossier: Dossier = case(PHARMACY, "公示")
    tallies.refresh(dossier, pack_for(dossier), acts(dossier), DAY)
    DossierTally.objects.filter(dossier=dossier).update(
        body={"dues": [], "acts": {}, "defects": {}, "review": []}
    )
    tallies.refresh(dossier, pack_for(dossier), acts(dossier), DAY)
    assert DossierTally.objects.get(dossier=dossier).body["acts"] == {}, "行为没有变"
    changed = pack_for(dossier).with_parameter("disclosure.penalty.days", "6")
    tallies.refresh(dossier, changed, acts(dossier), DAY)
    assert DossierTally.objects.get(dossier=dossier).body["acts"], "规则变了，重数"


def test_a_place_outside_the_software_has_its_clauses_from_its_rules_without_proof() -> None:
    files = {name: each.replace("id: cq.", "id: zz.") for name, each in pack_files("chongqing").items()}
    files = {name: each.replace("CQ-", "ZZ-") for name, each in files.items()}
    files["pack.yaml"] = (
        files["pack.yaml"].replace("id: chongqing", "id: yishi").replace("prefix: CQ", "prefix: ZZ")
    )
    found = {entry.id: entry for entry in clause_entries(load_pack_from(files))}
    assert "zz.due.disclosure-decision" in found["ZZ-D-9¶1-b"].rules and not found["ZZ-D-9¶1-b"].tests
    assert not {entry.id for entry in clause_entries(load_pack("yunnan"))}


def test_the_desk_has_the_same_page_with_links_to_the_rules_and_files(published: Published) -> None:
    client = signed_in("zhoujia")
    page = text(client, "/desk/rules/clauses/?q=CQ-L-8")
    assert "/desk/rules/cq.due.review/" in page and "没有做到" in page
    told = json.loads(client.get("/desk/rules/clauses/?q=CQ-L-8&form=json").content)
    assert {item["id"].startswith("CQ-L-8") for item in told["items"]} == {True}
    assert client.get("/desk/rules/clauses/?form=csv").content.startswith(b"\xef\xbb\xbf")
    assert 'href="/desk/rules/clauses/"' in text(client, "/desk/rules/")
    assert Client().get("/desk/rules/clauses/").status_code == 302
