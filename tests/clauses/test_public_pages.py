"""门户上由规则写出的页：条文要求公开的文件，随规则而变的清单。"""

from __future__ import annotations

from datetime import date

import pytest

from mingzhi.disclosure import selectors
from mingzhi.disclosure.lawtext import powers
from mingzhi.law.pack import load_pack

CHONGQING = "shili-chongqing"
DAY = date(2026, 3, 20)


@pytest.mark.usefixtures("bureaus")
def test_the_basis_page_lists_the_documents_of_the_place() -> None:
    (page,) = selectors.public_pages("basis", CHONGQING, DAY)
    rows = page.sections[0]["rows"]
    listed = " ".join(str(row[0]) for row in rows)
    for name in ("行政处罚法", "医疗保障基金使用监督管理条例", "公示办法", "全过程记录办法", "法制审核办法"):
        assert name in listed
    assert all(row[1] for row in rows), "每件写明效力级别"


def test_the_list_of_powers_follows_the_rules_of_the_day() -> None:
    pack = load_pack("yunnan-qujing-qilin")
    before = powers(pack.on(DAY))
    dropped = next(rule for rule in pack.on(DAY).part("range") if rule.range is not None)
    assert dropped.range is not None
    after = powers(pack.without(dropped.id).on(DAY))
    assert [row for row in before if row not in after] == [
        (dropped.range.conduct, "行政处罚（处理）", dropped.cite)
    ]
