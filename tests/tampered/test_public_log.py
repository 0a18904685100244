"""公开日志的文件夹：完好的通过，各种损害两个核验程序都说得出，说得一样。"""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingzhi.ledger.tiles import grown
from tests.tampered.both import alone, library
from tests.tampered.logs import DAMAGES, LEAVES, Damage, intact_log, note, put

INTACT = intact_log()


@pytest.mark.parametrize("key", [True, False], ids=["with the key", "without a key"])
def test_the_intact_log_verifies(tmp_path: Path, key: bool) -> None:
    folder = put(INTACT, tmp_path)
    assert alone(folder, key=key) == library(folder, key=key)
    assert alone(folder, key=key).found == set()
    assert alone(folder, key=key).doubts == (1 if key else 2)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_the_damage_is_found_by_both(tmp_path: Path, damage: Damage) -> None:
    damaged, code = damage(dict(INTACT))
    folder = put(damaged, tmp_path)
    assert (None, code) in alone(folder).found
    assert alone(folder).found == library(folder).found


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_both_find_any_changed_byte(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    name = data.draw(
        st.sampled_from(sorted(n for n in INTACT if n[0] != "." and n != "witnesses.json" and n[-1] != "r"))
    )
    content = bytearray(INTACT[name])
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    folder = put({**INTACT, name: bytes(content)}, tmp_path_factory.mktemp("log"))
    assert alone(folder).found == library(folder).found != set()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_garbage_in_a_log_is_a_verdict(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    names = st.sampled_from(sorted(INTACT)) | st.from_regex(r"tile/[0-9]/[0-9]{1,4}", fullmatch=True)
    damaged = {**INTACT, **data.draw(st.dictionaries(names, st.binary(max_size=80), max_size=4))}
    folder = tmp_path_factory.mktemp("log")
    try:
        put(damaged, folder)
    except OSError:
        return
    assert alone(folder).found == library(folder).found


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 700])
def test_a_log_of_any_size_verifies(tmp_path: Path, size: int) -> None:
    files = dict(grown(LEAVES[:size], 0, lambda _: None)) | {"checkpoint": note(size)}
    folder = put(files, tmp_path)
    assert alone(folder).found == library(folder).found == set()
    assert alone(folder).doubts == library(folder).doubts == 1


def test_tiles_beyond_the_checkpoint_are_said_not_to_be_signed(tmp_path: Path) -> None:
    files = {**INTACT, "checkpoint": note(300)}
    folder = put({name: data for name, data in files.items() if "-700" not in name}, tmp_path)
    assert alone(folder) == library(folder)
    assert (alone(folder).found, alone(folder).doubts) == (set(), 2)


def test_honest_growth_never_alarms(tmp_path: Path) -> None:
    chance = random.Random(4)
    files: dict[str, bytes] = {}
    before = 0
    for hour in range(12):
        size = min(len(LEAVES), before + chance.randrange(0, 90))
        files.update(grown(LEAVES[before:size], before, files.get))
        # 同一个钟点里公开两次，也不是倒填。
        files[f"history/20260301T{hour // 2:02d}00-{size}.txt"] = files["checkpoint"] = note(size)
        before = size
        folder = put(files, tmp_path)
        assert alone(folder).found == library(folder).found == set(), hour
