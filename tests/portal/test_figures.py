"""首页的数字：没有的明说没有；今年的数字数自公示的信息；补录的写明何时上的门户。"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client

from mingzhi.casework.act import Exhibit
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for
from mingzhi.record.append import append
from mingzhi.record.exhibits import store
from mingzhi.record.models import Dossier
from tests.disclosure.cases import PHARMACY, at, case, last
from tests.portal.published import decision, text

pytestmark = pytest.mark.usefixtures("bureaus")
QILIN = "shili-qilin"


def test_with_nothing_published_every_page_still_answers(citizen: Client) -> None:
    page = text(citizen, "/")
    for name in ("行政处罚决定", "行政检查结果", "行政强制决定", "决定履行情况"):
        assert f"2026 年 3 月没有公示{name}（本月无）。" in page
    assert "还没有公示的行政处罚决定。" in page
    assert "还没有公示的信息。" in text(citizen, "/after/")
    assert "工作人员入口" in text(citizen, "/first")
    text(citizen, "/verify")


def test_what_was_published_this_month_is_not_said_to_be_none(
    citizen: Client, clock: Callable[[str], datetime]
) -> None:
    case(PHARMACY, "公示")
    clock("2025-12-26 12:00")
    page = text(citizen, "/")
    assert "没有公示行政处罚决定" not in page
    assert "2025 年 12 月没有公示行政检查结果（本月无）。" in page
    clock("2026-01-02 09:00")
    assert "2026 年 1 月没有公示行政处罚决定（本月无）。" in text(citizen, "/")


def test_figures_of_the_year_count_what_is_published_and_valid(
    citizen: Client, clock: Callable[[str], datetime]
) -> None:
    case(PHARMACY, "公示")
    case(PHARMACY, "撤回公示")
    clock("2025-12-31 09:00")
    year = citizen.get("/").context["year"]
    assert (year.inspections, year.decisions, year.coercions) == (2, 1, 2)
    assert (year.in_time, year.timed) == (1, 1)
    assert year.months[11].decisions == 1
    assert citizen.get(f"/b/{QILIN}/").context["year"].decisions == 0


def on_paper(dossier: Dossier, kind: str, made_at: datetime, now: datetime) -> None:
    """处理不能倒填：系统停用，两人确认，登记纸质原件以后才能补写。"""

    def write(word: str, username: str, body: dict[str, object], *scans: Exhibit) -> int:
        actor = actor_for(Person.objects.get(username=username), now.date())
        return append(dossier, word, body, by=actor, happened=now, now=now, exhibits=scans).act.number

    outage = write(
        "outage.registered",
        "zhoujia",
        {"started": made_at - timedelta(hours=1), "ended": made_at + timedelta(hours=8), "cause": "停电"},
    )
    for level, username in (("administrator", "shenshizi"), ("principal", "wangshizhang")):
        write("outage.confirmed", username, {"of": outage, "level": level, "findings": "属实"})
    scan = store(BytesIO("示例扫描件".encode()), "公示.txt", "text/plain")
    said = {"wants": kind, "made_at": made_at, "made_by": "曹示癸", "outage": outage}
    write("paper.entered", "zhoujia", said, scan)


def test_a_publication_entered_late_says_when_it_came_on_the_portal(citizen: Client) -> None:
    dossier = case(PHARMACY, "公示审批")
    draft = last(dossier, "disclosure.drafted").number
    publisher = actor_for(Person.objects.get(username="caoshigui"), at("2026-01-09 09:00").date())
    on_paper(dossier, "disclosure.published", at("2025-12-29 09:00"), at("2026-01-09 08:30"))
    append(
        dossier,
        "disclosure.published",
        {"of": draft, "subject": "decision"},
        by=publisher,
        happened=at("2025-12-29 09:00"),
        now=at("2026-01-09 09:00"),
    )
    page = text(citizen, f"/p/{decision(dossier).slug}")
    assert "2025-12-29 09:00" in page
    assert "2026-01-09 09:00</time>（补录）" in page
