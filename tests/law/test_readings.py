"""读法：两份规则文件的十四处歧义，处处写明几种读法，恰好采用一种。"""

import re
from pathlib import Path

import pytest

from mingzhi.law.pack import load_pack
from mingzhi.law.readings import Doubt, doubts

PLACES = ("chongqing", "yunnan-qujing-qilin")


def found() -> list[Doubt]:
    return [each for place in PLACES for each in doubts(load_pack(place).rules)]


def test_every_ambiguity_of_the_texts_is_written_with_its_readings_and_one_is_chosen(shared: Path) -> None:
    text = (shared / "requirements.md").read_text("utf-8").split("### 文本自身歧义")[1].split("\n## ")[0]
    numbers = {int(each) for each in re.findall(r"^(\d+)\. ", text, re.M)}
    assert numbers == set(range(1, 15))
    assert {each.number for each in found() if each.settled} >= numbers


@pytest.mark.parametrize("place", PLACES)
def test_where_several_readings_are_written_exactly_one_is_marked_as_chosen(place: str) -> None:
    written = [each for each in doubts(load_pack(place).rules) if len(each.readings) > 1]
    assert written
    assert [each.rule.id for each in written if not each.settled] == []
