"""新媒体用的图和文字：同一份公示稿，字一样，没有公示稿以外的字。"""

from __future__ import annotations

from typing import Any

import pytest

from tests.disclosure.cases import PHARMACY, case, last, signed_in

pytestmark = pytest.mark.usefixtures("bureaus")


def test_the_public_sheet_is_also_a_picture_and_a_text_of_the_same_words() -> None:
    found = case(PHARMACY, "公示")
    draft = last(found, "disclosure.drafted")
    body: Any = draft.body
    client = signed_in("caoshigui")
    sheet = client.get(f"/disclosure/{found.pk}/notice/{draft.number}/").content.decode()
    assert f"{draft.number}.png" in sheet and f"{draft.number}.txt" in sheet
    picture = client.get(f"/disclosure/{found.pk}/notice/{draft.number}.png")
    assert picture["Content-Type"] == "image/png" and picture.content.startswith(b"\x89PNG\r\n")
    lines = client.get(f"/disclosure/{found.pk}/notice/{draft.number}.txt").content.decode().splitlines()
    assert lines[0] == body.title
    said = dict(line.split("：", 1) for line in lines[1:] if "：" in line)
    assert said["决定书文号"] == body.document_no and said["行政相对人名称"] == body.party_name
    assert not {"处理说明", "取自第几号"} & said.keys()


def test_who_may_not_see_the_draft_gets_no_picture() -> None:
    found = case(PHARMACY, "公示")
    number = last(found, "disclosure.drafted").number
    assert signed_in("shenshizi").get(f"/disclosure/{found.pk}/notice/{number}.png").status_code == 404
