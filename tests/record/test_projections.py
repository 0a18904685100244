"""投影：可以丢掉，重建出来的与一项项写入时的一样。搜索：词组准确，单字查得到，别的机关查不到。"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from mingzhi.record import nightly, projections, search, selectors
from mingzhi.record.models import Dossier, Projection
from mingzhi.record.nightly import refresh
from mingzhi.record.rebuild import rebuild
from tests.record.cast import (
    COLLEAGUE,
    DAY,
    HANDLER,
    LEAD,
    NOW,
    OTHER_AGENCY,
    STRANGER,
    opened,
    written,
)


def everything() -> list[dict[str, object]]:
    """现状摘要的各栏，除了主键：它不是案卷的一部分。"""
    names = [field.name for field in Projection._meta.concrete_fields if field.name != "id"]
    return list(Projection.objects.order_by("dossier_id").values(*names))


def index() -> list[tuple[object, ...]]:
    """搜索表的内容，按卷而不按主键。"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.dossier_id, s.words FROM {search.TABLE} s "
            "JOIN record_projection p ON p.id = s.rowid ORDER BY p.dossier_id"
        )
        return [tuple(map(str, row)) for row in cursor.fetchall()]


def several() -> None:
    """几卷，走到不同的地方。"""
    chance = random.Random(20250924)
    steps = ["lead.verified", "inspection.notified", "inspection.held", "sealing.imposed", "evidence.added"]
    for position in range(6):
        dossier = opened()
        written(dossier, body={**LEAD, "party": {"name": f"示例第{position}门诊部"}})
        for step in steps[:position]:
            written(dossier, step, by=chance.choice((HANDLER, COLLEAGUE)))


def test_rebuilt_projections_equal_the_live_ones(database: str) -> None:
    several()
    live, indexed = everything(), index()
    assert len(live) == 6
    assert len({row["last_act"] for row in live}) == 6
    Projection.objects.all().delete()
    search.clear()
    assert not search.find("sample-a", "示例")
    told: list[tuple[int, int]] = []
    assert rebuild(NOW.date(), lambda done, total: told.append((done, total))) == 6
    assert told == [(done, 6) for done in range(1, 7)]
    assert everything() == live
    assert index() == indexed


def test_rebuilding_replaces_what_somebody_wrote_into_the_projection(database: str) -> None:
    several()
    live, indexed = everything(), index()
    Projection.objects.update(
        title="改过", stage="archive", closed=True, handlers="|x|", text="改过", due_name="x", dues=[{"x": 1}]
    )
    for projection in Projection.objects.all():
        search.index(projection)
    rebuild(NOW.date())
    assert everything() == live
    assert index() == indexed


def test_projection_says_what_the_standing_says(database: str) -> None:
    several()
    for projection in selectors.dossiers_for("sample-a"):
        now = selectors.standing_of(projection.dossier, NOW.date())
        assert projection.stage == now.stage.value
        assert (projection.closed, projection.archived) == (now.closed, now.archived)
        ours = [due for due in now.open_dues if due.whose == "agency"]
        assert projection.due_day == (ours[0].day if ours else None)
        assert [due["name"] for due in projection.dues] == [due.name for due in now.open_dues]
        assert projection.last_act == len(selectors.acts(projection.dossier))
    # 没有一卷有期限，上面就什么也没有核对。
    assert Projection.objects.exclude(due_day=None).exists()


def test_a_new_day_moves_the_lamps_and_doing_it_twice_changes_nothing(database: str) -> None:
    several()
    tomorrow = NOW.date() + timedelta(days=40)
    assert refresh(NOW.date()) == 0
    assert refresh(tomorrow) == 6
    refreshed = everything()
    assert refresh(tomorrow) == 0
    rebuild(tomorrow)
    assert everything() == refreshed
    assert {row["as_of"] for row in refreshed} == {tomorrow}
    assert "late" in {row["due_lamp"] for row in refreshed}


def test_a_new_day_worked_out_by_two_processes_is_the_same(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    several()
    tomorrow = NOW.date() + timedelta(days=40)
    monkeypatch.setattr(nightly, "BATCH", 2)
    told = []
    assert nightly.refresh(tomorrow, workers=2, progress=lambda *at: told.append(at)) == 6
    shared = everything()
    assert told[-1] == (6, 6) and {row["as_of"] for row in shared} == {tomorrow}
    rebuild(tomorrow)
    assert everything() == shared


def test_an_act_written_during_the_night_keeps_its_own_projection(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    several()
    tomorrow = NOW.date() + timedelta(days=40)
    stale = Projection.objects.exclude(last_act=0).first()
    assert stale is not None
    computed = projections.of_the_day

    def meanwhile(dossier: Dossier, *rest: Any) -> dict[str, Any]:
        # 读到以后、写下以前，别人写入了一项：末项变了。
        Projection.objects.filter(pk=stale.pk).update(last_act=99, next_says="刚写入的", as_of=tomorrow)
        return computed(dossier, *rest)

    monkeypatch.setattr(nightly, "of_the_day", meanwhile)
    nightly.refresh(tomorrow)
    stale.refresh_from_db()
    assert (stale.last_act, stale.next_says) == (99, "刚写入的")


def test_dossiers_of_another_agency_are_not_listed(database: str) -> None:
    here, there = opened(), opened(OTHER_AGENCY)
    written(here)
    written(there, by=STRANGER)
    assert [found.dossier for found in selectors.dossiers_for("sample-a")] == [here]
    assert [found.dossier for found in selectors.dossiers_for("sample-b")] == [there]
    assert [found.dossier for found in search.find("sample-a", "示例仁和")] == [here]
    assert [found.dossier for found in search.find("sample-b", "示例仁和")] == [there]


def test_latest_written_dossier_comes_first(database: str) -> None:
    first, second = opened(), opened()
    written(second, now=NOW)
    written(first, now=NOW + DAY)
    assert [found.dossier for found in selectors.dossiers_for("sample-a")] == [first, second]
    assert [found.dossier for found in search.find("sample-a", "示例")] == [first, second]
    assert [found.dossier for found in search.find("sample-a", "示例", limit=1)] == [first]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("仁和门诊部", True),
        ("门", True),
        ("部", True),
        ("４2", True),
        ("AB-7", True),
        ("ab７", False),
        ("进货 门诊", True),
        ("〔2025〕1号", True),
        ("诊门", False),
        ("部的", False),
        ("仁和药店", False),
        ("药", False),
        ("", False),
        ("〔〕，。", False),
        ("' OR 1=1 --", False),
        ('"门诊" NOT "仁和"', False),
        ("words:门诊", False),
        ("门诊*", True),
        ("𠮷", True),
        ("举报人", False),
    ],
)
def test_search_finds_phrases_exactly(database: str, query: str, found: bool) -> None:
    dossier = opened()
    written(dossier)
    written(dossier, "lead.verified", {"findings": "查到42笔没有进货，的确如此。型号AB-7。门诊部𠮷"})
    written(dossier, "inspection.notified")
    assert bool(search.find("sample-a", query)) is found


def test_restricted_acts_are_not_searchable(database: str) -> None:
    dossier = opened()
    written(dossier)
    assert "示例举报人" in selectors.rows(dossier).get(number=1).body
    assert not search.find("sample-a", "示例举报人")
    assert not search.find("sample-a", "串换")
    assert search.find("sample-a", "示例仁和门诊部")


def test_every_phrase_of_the_text_is_found_and_no_other(database: str) -> None:
    """与逐字查找对照：两字索引与它说的一样。"""
    chance = random.Random(7)
    letters = "甲乙丙丁"
    texts = ["".join(chance.choices(letters + "，", k=12)) for _ in range(12)]
    for text in texts:
        dossier = opened()
        written(dossier, body={})
        written(dossier, "lead.verified", {"findings": text})
    for _ in range(60):
        query = "".join(chance.choices(letters, k=chance.randint(1, 4)))
        expected = sum(query in text for text in texts)
        assert len(search.find("sample-a", query)) == expected, query


def test_long_text_is_searchable_to_its_end(database: str) -> None:
    dossier = opened()
    written(dossier, "lead.verified", {"findings": "示" * 40_000 + "末尾之词"})
    assert search.find("sample-a", "末尾之词")
    assert not search.find("sample-a", "尾末")
