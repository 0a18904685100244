"""案卷评查：每一分扣在哪一号行为、依据哪一条；由人判断的不替他评；否决的整卷不合格。信用数据只有公示着的。"""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

from mingzhi.casework.actor import Role
from mingzhi.casework.scenario import Memory, Run, read_all
from mingzhi.record.models import AccessLog, Dossier
from mingzhi.supervision.scoring import ScoreSheet, score_sheet
from tests.archive.cast import as_role

BASE = Path(__file__).resolve().parents[1] / "scenarios" / "base-chongqing.yaml"
DAY = date(2026, 3, 20)


def sheet(*steps: str, until: str = "归档", day: date = DAY) -> ScoreSheet:
    """基础场景走到 until，再加几步，照那天评。"""
    text = "\n".join(
        ["scenario: 评查", f"starts_from: {{scenario: {BASE.name}, until: {until}}}", "steps:", *steps]
    )
    (scenario,) = read_all(text, "评查", lambda name: (BASE.parent / name).read_text("utf-8"))
    run = Run(scenario, Memory(scenario)).all()
    assert not run.differences, run.differences
    return score_sheet(scenario.pack, run.driver.acts(), day)


CHECK = "  - {expect: {stage: 归档}}"


def test_the_items_that_the_system_scores_and_those_for_a_person_make_a_hundred() -> None:
    found = sheet(CHECK)
    assert sum(each.score.points for each in found.rows) == 100
    judged = {each.score.item for each in found.rows if each.judged}
    assert judged == {"事实、证据、定性、依据和处理", "文书规范和装订"}
    assert found.full == 90


def test_every_point_lost_names_its_act_and_its_clause() -> None:
    found = sheet(CHECK)
    faults = [fault for each in found.rows for fault in each.faults]
    assert faults and all(fault.says and fault.cite for fault in faults)
    late = next(each for each in found.rows if each.score.item == "按时公示")
    assert late.faults and late.lost == min(Decimal(10), Decimal(5) * len(late.faults))
    assert found.total == sum(each.got for each in found.rows if not each.judged)


def test_one_fault_is_taken_off_once_only() -> None:
    found = sheet(CHECK)
    told = [(each.score.item, fault) for each in found.rows for fault in each.faults]
    assert len({fault for _, fault in told}) == len(told)
    archive = [fault for item, fault in told if item == "其他期限" and "公示" in fault.says]
    assert not archive, "公示的逾期已经在“按时公示”里扣过"


def test_an_inspection_by_one_officer_vetoes_the_whole_file() -> None:
    found = sheet(
        "  - {like: 检查, as: 检查, with: {officers: [甲]}, defects: nat.field.two-officers}",
        until="检查告知",
    )
    assert found.vetoed and found.total == 0
    assert [each.score.item for each in found.rows if each.vetoed] == ["执法人员的人数和资格"]
    assert not sheet(CHECK).vetoed


def test_what_happened_after_the_decision_does_not_make_it_wrong() -> None:
    annulled = sheet("  - {like: 撤销, as: 撤销}", "  - {like: 撤回, as: 撤回}")
    assert not annulled.vetoed, "决定以后被撤销，不等于决定以前没有审核"
    assert {each.score.item for each in sheet(CHECK).rows if each.score.veto} == {
        "执法人员的人数和资格",
        "决定以前告知",
        "决定以前法制审核",
        "事实、证据、定性、依据和处理",
    }


def test_supervisors_see_the_sheets_and_others_do_not(closed: Dossier) -> None:
    client = as_role(closed, Role.SUPERVISOR)
    listed = client.get("/supervision/scores/")
    assert (
        listed.status_code == 200 and f"/supervision/dossiers/{closed.pk}/score/" in listed.content.decode()
    )
    page = client.get(f"/supervision/dossiers/{closed.pk}/score/").content.decode()
    assert "待评查人判断" in page and "系统评得出的各项得" in page
    assert AccessLog.objects.filter(dossier=closed, what="案卷评查").exists()
    assert as_role(closed, Role.HANDLER).get("/supervision/scores/").status_code == 404


def test_credit_data_has_the_published_decision_and_not_the_one_withdrawn(closed: Dossier) -> None:
    answered = as_role(closed, Role.SUPERVISOR).get("/supervision/credit.csv")
    fields, labels, *lines = csv.reader(io.StringIO(answered.content.decode("utf-8-sig")))
    assert fields[0] == "CF_XDR_MC" and labels[0] == "行政相对人名称"
    (only,) = [dict(zip(fields, line, strict=True)) for line in lines]
    assert (only["CF_XDR_LB"], only["CF_NR_FK"], only["CF_CFLB"]) == ("法人及非法人组织", "7.512", "罚款")
    assert only["CF_WSH"] and only["CF_JDRQ"] and only["CF_GSJZQ"] > only["CF_JDRQ"]
    assert AccessLog.objects.filter(what="导出信用数据").exists()


def test_nothing_published_is_nothing_reported(decided: Dossier) -> None:
    answered = as_role(decided, Role.SUPERVISOR).get("/supervision/credit.csv").content.decode("utf-8-sig")
    assert len(answered.strip().splitlines()) == 2
