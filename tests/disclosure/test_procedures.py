"""执法程序页：当场处罚的限额照规则包，涉企检查的频次上限由本局填写、填了才公布。"""

from __future__ import annotations

from datetime import date

import pytest

from mingzhi.disclosure import selectors
from mingzhi.disclosure.procedures import ON_SPOT, VISITS, limits
from mingzhi.law.pack import load_pack

DAY = date(2026, 3, 20)


@pytest.mark.usefixtures("bureaus")
def test_the_procedure_page_tells_the_limits_on_the_spot_and_that_no_cap_is_published_yet() -> None:
    (page,) = selectors.public_pages("procedure", "shili-chongqing", DAY)
    by_heading = {each["heading"]: each for each in page.sections}
    rows = by_heading["当场处罚（简易程序）"]["rows"]
    assert ["当场罚款最高（公民）", "200 元", "《行政处罚法》第五十一条"] in rows
    capped = by_heading["涉企行政检查的年度频次上限"]
    assert capped["rows"] == [] and capped["empty"]


def test_a_cap_that_the_bureau_fills_in_is_published() -> None:
    pack = load_pack("chongqing")
    assert limits(pack.on(DAY), VISITS) == ()
    filled = pack.with_parameter("inspection.enterprise.cap", "2").on(DAY)
    assert [row[1] for row in limits(filled, VISITS)] == ["2 次"]
    assert len(limits(filled, ON_SPOT)) == len(ON_SPOT)
