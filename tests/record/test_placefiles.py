"""软件以外的规则包：放一个文件夹就认得，写错的说清楚错在哪里，随软件的不许悄悄换掉。"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mingzhi.law import pack as packs
from mingzhi.law.pack import PackError, load_pack, load_pack_from, pack_files, places
from mingzhi.record.placefiles import install, read_place, read_places

HEAD = "id: {place}\nname: 示例{place}\nparent: {parent}\nprefix: XX\n"
RULE = """
- id: xx.parameter.archive
  clauses: XX-1
  source: {document: 示例办法, article: 1}
  says: 结案后十日内归档
  from: 2026-01-01
  parameter: {name: archive.days, label: 归档的日数, value: "10", unit: 日}
"""


@pytest.fixture(autouse=True)
def nothing_stays_registered() -> Iterator[None]:
    before = dict(packs._added)
    yield
    packs._added.clear()
    packs._added.update(before)
    load_pack.cache_clear()


def written(folder: Path, place: str, parent: str = "national", rules: str = RULE) -> Path:
    own = folder / place
    own.mkdir(parents=True)
    (own / "pack.yaml").write_text(HEAD.format(place=place, parent=parent), encoding="utf-8")
    (own / "rules.yaml").write_text(rules, encoding="utf-8")
    return own


def test_a_folder_of_places_is_known_after_installing_and_stands_on_its_parent(tmp_path: Path) -> None:
    written(tmp_path, "jiashi")
    written(tmp_path, "jiashi-yiqu", "jiashi", RULE.replace("xx.", "yy.").replace('"10"', '"8"'))
    assert install([tmp_path, tmp_path / "没有"]) == ("jiashi", "jiashi-yiqu")
    assert {"jiashi", "jiashi-yiqu"} <= set(places())
    assert [header.id for header in load_pack("jiashi-yiqu").chain] == ["national", "jiashi", "jiashi-yiqu"]
    live = load_pack("jiashi-yiqu").rules[-1].from_
    assert load_pack("jiashi").on(live).parameter("archive.days") == 10
    assert load_pack("jiashi-yiqu").on(live).parameter("archive.days") == 8


def test_the_folder_of_one_place_is_read_as_that_place(tmp_path: Path) -> None:
    assert list(read_places(written(tmp_path, "jiashi"))) == ["jiashi"]


def test_a_pack_of_the_software_is_not_replaced_in_silence(tmp_path: Path) -> None:
    written(tmp_path, "chongqing")
    with pytest.raises(PackError, match="chongqing 随软件就有"):
        install([tmp_path])
    assert load_pack("chongqing").name == "重庆市"


def test_one_wrong_pack_leaves_none_registered(tmp_path: Path) -> None:
    written(tmp_path, "jiashi")
    written(tmp_path, "yishi", rules=RULE.replace("xx.", "yy.").replace("says:", "sagt:"))
    with pytest.raises(PackError, match=r"yishi/rules\.yaml：规则 yy\.parameter\.archive.*sagt"):
        install([tmp_path])
    assert not {"jiashi", "yishi"} & set(places())
    with pytest.raises(PackError, match="没有规则包 jiashi"):
        load_pack("jiashi")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"pack.yaml": HEAD.format(place="yishi", parent="national")}, "应当与文件夹同名"),
        ({"pack.yaml": HEAD.format(place="jiashi", parent="wusheng")}, "没有规则包 wusheng"),
        ({"pack.yaml": HEAD.format(place="jiashi", parent="jiashi")}, "上级绕回了 jiashi"),
        ({"pack.yaml": "id: jiashi\ncolour: red"}, "colour"),
        ({"pack.yaml": "id: [jiashi"}, "不是合法的 YAML"),
        ({"rules.yaml": "id: xx"}, "应当是一列规则"),
    ],
)
def test_a_pack_written_wrongly_says_what_is_wrong(tmp_path: Path, change: dict[str, str], why: str) -> None:
    own = written(tmp_path, "jiashi")
    for name, text in change.items():
        (own / name).write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=why):
        install([tmp_path])


def test_the_same_place_in_two_folders_and_a_file_that_is_not_utf8_are_refused(tmp_path: Path) -> None:
    written(tmp_path / "a", "jiashi")
    own = written(tmp_path / "b", "jiashi")
    with pytest.raises(PackError, match="两个文件夹里都有"):
        install([tmp_path / "a", tmp_path / "b"])
    (own / "rules.yaml").write_bytes("- id: 示例".encode("gb18030"))
    with pytest.raises(PackError, match="不是 UTF-8"):
        read_place(own)
    with pytest.raises(PackError, match=r"没有 pack\.yaml"):
        read_place(tmp_path)


def test_a_changed_copy_of_a_pack_is_loaded_beside_the_one_in_force() -> None:
    text = {
        name: each.replace('value: "30"', 'value: "20"') for name, each in pack_files("chongqing").items()
    }
    changed = load_pack_from(text)
    day = changed.rules[-1].from_
    assert changed.on(day).parameter("archive.days") == 20
    assert load_pack("chongqing").on(day).parameter("archive.days") == 30
    with pytest.raises(PackError, match=r"没有 pack\.yaml"):
        load_pack_from({})
