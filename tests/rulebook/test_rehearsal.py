"""推演：换一个规则包、改一个数，去年的案卷会怎样；断了接着做；导出；推演过的规则包由两人施行。"""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mingzhi.casework.act import Matter
from mingzhi.casework.rehearsal import Effect, compare, touched
from mingzhi.law.bundle import Bundle, bundle_of
from mingzhi.law.pack import load_pack
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for
from mingzhi.record.dossiers import find_register
from mingzhi.record.models import ActRow, Dossier
from mingzhi.record.selectors import acts, pack_for
from mingzhi.rulebook.models import Rehearsal
from mingzhi.rulebook.tasks import ask_parameter, run, run_here
from tests.desk.conftest import SignedIn

TODAY = date(2026, 12, 1)
PUBLISH = "disclosure.penalty.days"
WAS = 'parameter: {name: disclosure.penalty.days, label: 处罚决定公示的期限, value: "7"'


def changed_pack(value: str = "3") -> Bundle:
    """重庆的规则包，处罚决定公示的期限改成 value。"""
    layers = {name: dict(files) for name, files in bundle_of("chongqing").layers.items()}
    text = layers["chongqing"]["parameters.yaml"]
    assert WAS in text
    layers["chongqing"]["parameters.yaml"] = text.replace(WAS, WAS.replace('"7"', f'"{value}"'))
    return Bundle("chongqing", layers)


# 比较 ---------------------------------------------------------------------------------------------


def test_nothing_changes_when_the_rules_do_not(whole_case: Dossier) -> None:
    pack = load_pack("chongqing")
    assert compare(pack, pack, acts(whole_case), TODAY).shifts == ()
    assert not touched(pack, pack) and touched(pack, pack.without("nat.decision.told"))


def test_a_shorter_period_moves_the_deadline_and_says_if_it_would_be_late(whole_case: Dossier) -> None:
    pack = load_pack("chongqing")
    found = compare(pack, pack.with_parameter(PUBLISH, "1"), acts(whole_case), TODAY)
    moved = [shift for shift in found.shifts if shift.effect is Effect.MOVED]
    assert {shift.what for shift in moved} == {"公示处罚决定"} and all(
        shift.old_day is not None and shift.new_day is not None and shift.new_day < shift.old_day
        for shift in moved
    )
    longer = compare(pack, pack.with_parameter(PUBLISH, "30"), acts(whole_case), TODAY)
    assert not any(shift.late for shift in longer.shifts)


def test_a_gate_that_goes_takes_its_refusals_with_it(whole_case: Dossier) -> None:
    pack, found = load_pack("chongqing"), acts(whole_case)
    decided = next(act for act in found if act.kind == "decision.made")
    without = [act for act in found if not act.kind.startswith("discussion.")]
    missing = compare(pack.without("nat.discussion.required"), pack, without, TODAY).shifts
    gates = [rule.id for rule in pack.on(decided.day).gates("decision.made")]
    refused = [shift for shift in missing if shift.effect is Effect.REFUSED]
    if "nat.discussion.required" in gates:
        assert [shift.rule for shift in refused] == ["nat.discussion.required"]
    for rule_id in gates:
        arising = compare(pack.without(rule_id), pack, without, TODAY).shifts
        vanishing = compare(pack, pack.without(rule_id), without, TODAY).shifts
        opposite = {Effect.REFUSED: Effect.ALLOWED, Effect.ALLOWED: Effect.REFUSED}
        assert {
            (opposite.get(s.effect, s.effect), s.act, s.rule) for s in arising if s.effect in opposite
        } == {(s.effect, s.act, s.rule) for s in vanishing if s.effect in opposite}


def test_a_review_no_longer_required_is_said(whole_case: Dossier) -> None:
    pack = after = load_pack("chongqing")
    for rule in pack.rules:
        after = after.without(rule.id) if rule.review is not None else after
    found = compare(pack, after, acts(whole_case), TODAY).shifts
    assert [shift.after for shift in found if shift.effect is Effect.NO_REVIEW] == ["不要求"]
    again = compare(after, pack, acts(whole_case), TODAY).shifts
    assert [shift.before for shift in again if shift.effect is Effect.REVIEW] == ["不要求"]


# 页面和后台 ---------------------------------------------------------------------------------------


def ask(client: Client, bundle: Bundle) -> Rehearsal:
    file = SimpleUploadedFile("pack.zip", bundle.zipped(), content_type="application/zip")
    answer = client.post(reverse("rulebook:rehearsals"), {"what": "pack", "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return Rehearsal.objects.latest("asked")


def test_a_pack_is_rehearsed_against_last_years_dossiers(whole_case: Dossier, as_: SignedIn) -> None:
    client, before = as_("zhengbing"), ActRow.objects.count()
    job = ask(client, changed_pack())
    assert (
        job.status == "waiting"
        and "正在做" not in client.get(reverse("rulebook:rehearsal", args=[job.pk])).content.decode()
    )
    run_here(job)
    job.refresh_from_db()
    assert (job.status, job.done) == ("done", job.total) and ActRow.objects.count() == before
    row = job.changed.get(dossier=whole_case)
    assert row.counts["moved"] == sum(shift["effect"] == "moved" for shift in row.shifts) > 0
    page = client.get(reverse("rulebook:rehearsal", args=[job.pk])).content.decode()
    assert "公示处罚决定" in page and "提请施行" in page and "规则改了 1 条" in page


def test_a_rehearsal_that_stopped_goes_on_where_it_was(whole_case: Dossier, as_: SignedIn) -> None:
    by = actor_for(Person.objects.get(username="zhengbing"), TODAY)
    job = ask_parameter(whole_case.agency, whole_case.place, PUBLISH, "1", "公示期限", by=by, today=TODAY)
    job.since = date(2025, 1, 1)
    job.save()
    run(job, stop_after=1)
    job.refresh_from_db()
    assert (job.status, job.done, job.total) == ("waiting", 1, 2)
    kept = list(job.changed.values_list("pk", flat=True))
    run(job)
    job.refresh_from_db()
    assert (job.status, job.done, job.total) == ("done", 2, 2)
    rows = list(job.changed.values_list("dossier_id", flat=True))
    assert len(rows) == len(set(rows)) and set(kept) <= set(job.changed.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"what": "parameter", "name": "", "value": "3"}, "没有选参数"),
        ({"what": "parameter", "name": PUBLISH, "value": "三"}, "不是数"),
        ({"what": "pack"}, "没有选文件"),
    ],
)
def test_what_cannot_be_rehearsed_is_said_and_nothing_typed_is_lost(
    bureaus: None, as_: SignedIn, fields: dict[str, str], told: str
) -> None:
    answer = as_("zhengbing").post(reverse("rulebook:rehearsals"), fields)
    assert answer.status_code == 422 and told in answer.content.decode()
    assert f'value="{fields.get("value", "")}"' in answer.content.decode()
    assert not Rehearsal.objects.exists()


def test_a_pack_that_does_not_load_is_named_by_file_and_key(bureaus: None, as_: SignedIn) -> None:
    layers = {name: dict(files) for name, files in bundle_of("chongqing").layers.items()}
    layers["chongqing"]["parameters.yaml"] += "- {id: x.y, colour: red}\n"
    file = SimpleUploadedFile("pack.zip", Bundle("chongqing", layers).zipped())
    answer = as_("zhengbing").post(reverse("rulebook:rehearsals"), {"what": "pack", "file": file})
    assert answer.status_code == 422 and "chongqing/parameters.yaml" in answer.content.decode()


def test_the_result_can_be_taken_away_as_a_table(whole_case: Dossier, as_: SignedIn) -> None:
    client = as_("zhengbing")
    job = ask(client, changed_pack())
    run_here(job)
    answer = client.get(reverse("rulebook:rehearsal-csv", args=[job.pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == sum(len(each.shifts) for each in job.changed.all()) > 0
    assert {row["变化"] for row in rows} <= {effect.label for effect in Effect}
    assert as_("huangji").get(reverse("rulebook:rehearsal-csv", args=[job.pk])).status_code == 404


def test_the_rehearsed_pack_is_put_in_force_by_two_people(whole_case: Dossier, as_: SignedIn) -> None:
    legal, head = as_("zhengbing"), as_("lishiwu")
    job = ask(legal, changed_pack())
    run_here(job)
    there = reverse("rulebook:rehearsal-propose", args=[job.pk])
    legal.post(there, {"effective": "明年"})
    assert find_register(whole_case.agency, Matter.RULES) is None
    legal.post(there, {"effective": "2027-01-01", "changes": "公示期限"})
    book = find_register(whole_case.agency, Matter.RULES)
    assert book is not None
    proposed = acts(book)[-1]
    assert proposed.body.model_dump()["digest"] == changed_pack().digest and proposed.exhibits
    assert pack_for(whole_case).on(date(2027, 1, 4)).parameter(PUBLISH) == 7
    form = f"{reverse('desk:act-new', args=[book.pk, 'pack.enforced'])}?of=1"
    own = legal.post(form, {"_do": "write", "expects": "1", "of": "1", "compared": "on"})
    assert "要由另一人确认" in own.content.decode()
    head.post(form, {"_do": "write", "expects": "1", "of": "1", "compared": "on"})
    pack = pack_for(whole_case)
    assert [pack.on(day).parameter(PUBLISH) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [7, 3]
    page = legal.get(reverse("rulebook:packs")).content.decode()
    assert "自 2027-01-01 起，改了 1 条" in page


def test_the_job_keeps_what_it_was_asked(whole_case: Dossier, as_: SignedIn) -> None:
    job = ask(as_("zhengbing"), changed_pack())
    kept = json.loads(json.dumps(job.candidate))
    assert Bundle(kept["place"], kept["layers"]).digest == changed_pack().digest == kept["digest"]
