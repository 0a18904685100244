"""写入：唯一的入口。写进去的读得出来；不许写的什么都不留下；话说得清楚。"""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest

from mingzhi.casework.act import SHANGHAI, Exhibit
from mingzhi.casework.acts.lead import LeadRegistered, LeadSource
from mingzhi.ledger.chain import GENESIS, seal
from mingzhi.record import log, selectors
from mingzhi.record.append import Refused, append
from mingzhi.record.drafts import draft_for, save_draft
from mingzhi.record.errors import Conflict, Invalid
from mingzhi.record.exhibits import store
from mingzhi.record.models import ActRow, Dossier, Draft, IssuedNumber, LogHead, Projection
from mingzhi.record.sealing import envelope_of, leaf_of, seal_of
from tests.record.cast import ARCHIVIST, COLLEAGUE, DAY, HANDLER, LEAD, NOW, STRANGER, opened, written


def remembered() -> tuple[object, ...]:
    """数据库里与行为有关的一切。"""
    return (
        list(ActRow.objects.order_by("pk").values()),
        list(IssuedNumber.objects.order_by("pk").values()),
        list(LogHead.objects.values()),
        list(Projection.objects.order_by("pk").values()),
    )


def test_what_is_written_reads_back_the_same(database: str) -> None:
    dossier = opened()
    appended = written(dossier, now=NOW, happened=NOW - timedelta(hours=1))
    assert selectors.acts(dossier) == (appended.act,)
    assert selectors.act(dossier, 1) == appended.act
    body = appended.act.body
    assert isinstance(body, LeadRegistered)
    assert body.source is LeadSource.NAMED_REPORT
    assert appended.act.happened == NOW - timedelta(hours=1)
    assert appended.act.recorded == NOW
    assert appended.act.actor == HANDLER


def test_each_act_seals_the_one_before(database: str) -> None:
    dossier, other = opened(), opened()
    written(dossier)
    written(other)
    written(dossier, "lead.verified")
    first, second = selectors.rows(dossier)
    assert first.previous == GENESIS
    assert second.previous == first.sha256
    assert (first.leaf_index, second.leaf_index) == (0, 2)
    for row in (first, second):
        assert seal(envelope_of(row)) == seal_of(row)
    assert log.tree().size == 3
    leaves = [leaf_of(row) for row in ActRow.objects.order_by("leaf_index")]
    rebuilt = type(log.tree())()
    for leaf in leaves:
        rebuilt.append(leaf)
    assert rebuilt.root == log.tree().root


def test_two_acts_of_the_same_content_have_different_leaves(database: str) -> None:
    """叶是加盐的承诺：不知道盐，从叶看不出内容，也看不出两项相同。"""
    first, second = opened(), opened()
    written(first)
    written(second)
    assert len({row.salt for row in ActRow.objects.all()}) == 2
    assert len({leaf_of(row) for row in ActRow.objects.all()}) == 2


def test_refused_act_leaves_nothing_behind(database: str) -> None:
    dossier = opened()
    written(dossier)
    before = remembered()
    with pytest.raises(Refused) as refused:
        written(dossier, "case.filed", {"cause": "串换药品"}, by=ARCHIVIST)
    assert refused.value.verdict.refusals
    assert "档案管理员" in str(refused.value)
    assert remembered() == before


def test_actor_of_another_agency_cannot_write(database: str) -> None:
    dossier = opened()
    before = remembered()
    with pytest.raises(Invalid, match="示例子不是该机关的人员"):
        written(dossier, by=STRANGER)
    assert remembered() == before


def test_act_of_the_future_is_refused(database: str) -> None:
    dossier = opened()
    with pytest.raises(Invalid, match="不能晚于现在（2025-09-24 10:30）") as invalid:
        written(dossier, happened=NOW + timedelta(seconds=1))
    assert list(invalid.value.errors) == ["happened"]
    assert selectors.acts(dossier) == ()


def test_late_entry_is_recorded_as_late(database: str) -> None:
    dossier = opened()
    assert written(dossier, happened=NOW - DAY).act.late
    assert not written(dossier, "lead.verified").act.late


def test_moment_without_a_zone_is_not_guessed(database: str) -> None:
    dossier = opened()
    with pytest.raises(Invalid, match="缺少时区"):
        written(dossier, happened=NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="时区"):
        written(dossier, now=NOW.replace(tzinfo=None), happened=NOW)


def test_recorded_never_goes_back_within_a_dossier(database: str) -> None:
    dossier = opened()
    written(dossier)
    late = written(dossier, "lead.verified", now=NOW - timedelta(seconds=20))
    assert late.act.recorded == NOW
    with pytest.raises(Invalid, match="校准时间"):
        written(dossier, "lead.verified", now=NOW - timedelta(minutes=5))


def test_body_with_faults_is_explained_field_by_field(database: str) -> None:
    dossier = opened()
    wrong = {
        **LEAD,
        "source": "听说",
        "received_on": "九月底",
        "party": {"name": "示例", "age": "三十", "nickname": "x"},
    }
    with pytest.raises(Invalid) as invalid:
        written(dossier, body=wrong)
    assert invalid.value.errors == {
        "source": "案件来源：请从“实名投诉举报、匿名投诉举报、随机抽查、智能监管移交、其他部门移送、上级交办、监督检查发现”中选一项。",
        "received_on": "收到日期：请按“年-月-日”填写日期，如 2025-09-24。",
        "party.age": "当事人，年龄：请填写整数，不写单位。",
        "party.nickname": "当事人，nickname：没有这一栏，请删去。",
    }
    assert selectors.acts(dossier) == ()


def test_body_of_another_kind_is_a_programming_error(database: str) -> None:
    dossier = opened()
    with pytest.raises(TypeError, match="LeadRegistered 不是 LeadVerified"):
        append(dossier, "lead.verified", LeadRegistered(), by=HANDLER, happened=NOW, now=NOW)
    with pytest.raises(KeyError):
        append(dossier, "lead.invented", {}, by=HANDLER, happened=NOW, now=NOW)


def test_reference_to_an_act_that_is_not_there_is_refused(database: str) -> None:
    dossier = opened()
    written(dossier)
    with pytest.raises(Invalid, match="本卷没有第 2 号") as invalid:
        written(dossier, "act.corrected", {"of": 2, "right": "应为二十四日"})
    assert list(invalid.value.errors) == ["of"]
    assert written(dossier, "act.corrected", {"of": 1, "right": "应为二十四日"}).act.number == 2


def test_act_rests_only_on_stored_exhibits(database: str) -> None:
    dossier = opened()
    exhibit = store(io.BytesIO("示例照片".encode()), "照片.jpg", "image/jpeg")
    unknown = Exhibit(name="没存过.jpg", sha256="0" * 64)
    with pytest.raises(Invalid, match=r"没存过[.]jpg”还没有存好") as invalid:
        written(dossier, exhibits=(exhibit, unknown))
    assert list(invalid.value.errors) == ["exhibits.1"]
    named = Exhibit(name="门头.jpg", sha256=exhibit.sha256, media_type="image/jpeg")
    act = written(dossier, exhibits=(named,)).act
    assert act.exhibits == (exhibit.model_copy(update={"name": "门头.jpg"}),)
    assert selectors.acts(dossier) == (act,)


def test_exhibit_whose_bytes_are_gone_is_not_accepted(database: str, data: object) -> None:
    from mingzhi.record.stores import current

    dossier = opened()
    exhibit = store(io.BytesIO(b"x"), "x.bin")
    current().destroy(exhibit.sha256)
    with pytest.raises(Invalid, match="还没有存好"):
        written(dossier, exhibits=(exhibit,))


def test_who_saw_an_older_dossier_is_told_who_wrote_what_since(database: str) -> None:
    dossier = opened()
    written(dossier)
    written(dossier, "lead.verified", by=COLLEAGUE, now=NOW + timedelta(minutes=3))
    before = remembered()
    with pytest.raises(Conflict) as conflict:
        written(dossier, "lead.verified", now=NOW + timedelta(minutes=5), expects=1)
    assert [act.number for act in conflict.value.acts] == [2]
    assert "示例乙于2025-09-24 10:33写入第 2 号“线索核查”" in str(conflict.value)
    assert remembered() == before
    assert written(dossier, "lead.verified", now=NOW + timedelta(minutes=6), expects=2).act.number == 3


def test_typing_is_kept_until_it_has_become_an_act(database: str) -> None:
    dossier = opened()
    save_draft(HANDLER.number, dossier, "lead.registered", {"content": "写了一半\x00"}, now=NOW)
    save_draft(COLLEAGUE.number, dossier, "lead.registered", {"content": "另一个人的"}, now=NOW)
    with pytest.raises(Invalid):
        written(dossier, body={"received_on": "?"})
    kept = draft_for(HANDLER.number, dossier, "lead.registered")
    assert kept is not None and kept.values == {"content": "写了一半"}
    written(dossier)
    assert [draft.person_number for draft in Draft.objects.all()] == [COLLEAGUE.number]


def test_stored_text_is_canonical_and_without_floats(database: str) -> None:
    dossier = opened()
    written(dossier)
    row = ActRow.objects.get()
    stored = json.loads(row.body, parse_float=lambda text: pytest.fail(f"浮点数 {text}"))
    assert stored["party"]["name"] == "示例仁和门诊部"
    assert row.body == json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert row.happened.astimezone(SHANGHAI) == NOW


def test_dossier_of_an_unknown_place_is_not_opened(database: str) -> None:
    from mingzhi.law.pack import PackError
    from tests.record.cast import AGENCY

    with pytest.raises(PackError):
        opened(AGENCY.model_copy(update={"place": "nowhere"}))
    assert not Dossier.objects.exists()
