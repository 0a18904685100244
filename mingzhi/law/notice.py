"""放假通知：国务院办公厅每年公布的放假与调休补班安排（全国年节及纪念日放假办法）。

一份通知是一份数据（`notices/*.yaml`），只收事实：放哪些天、哪些周末上班、叫什么、在哪里公布。
年中追加的通知（如 2020 年延长春节假期）另成一份，后公布的压过先公布的；通知未到的年份没有数据，不猜。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

ONE_DAY = timedelta(days=1)


class NoticeError(ValueError):
    """放假通知有误：说明是哪一份、哪一处。"""


class Holiday(BaseModel):
    """一个节日的安排：放假的日子（rest）和为它上班的周末（work）。"""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    rest: tuple[date, ...]
    work: tuple[date, ...] = ()

    @field_validator("rest", "work", mode="before")
    @classmethod
    def _spread(cls, value: Any) -> Any:
        """写成 2025-10-01..2025-10-08 的一段，展开为一天一天。"""
        if not isinstance(value, list | tuple):
            return value
        return tuple(day for entry in value for day in _days_of(entry))


class Notice(BaseModel):
    """放假通知。`supplement`：在该年通知之外追加的；`region`：地方假日（放假办法第四条），不算公布了全国的安排。"""

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: int
    title: str
    source: str
    published: date | None = None
    supplement: bool = False
    region: str | None = None
    holidays: tuple[Holiday, ...]

    @property
    def opens_year(self) -> bool:
        """有了这份通知，该年的工作日就算定了。"""
        return not self.supplement and self.region is None


def _days_of(entry: Any) -> Iterator[date]:
    if isinstance(entry, str) and ".." in entry:
        first, last = (date.fromisoformat(part.strip()) for part in entry.split(".."))
        if last < first:
            raise ValueError(f"{entry}：末日早于首日")
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            yield date.fromordinal(ordinal)
    elif isinstance(entry, str):
        yield date.fromisoformat(entry)
    elif isinstance(entry, date):
        yield entry
    else:
        raise ValueError(f"{entry!r} 不是日期")


def parse_notice(text: str, *, name: str) -> Notice:
    """读一份通知；读不通时说明文件和键。"""
    try:
        return Notice.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise NoticeError(f"放假通知 {name} 不是 YAML：{error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "整份"
        raise NoticeError(f"放假通知 {name} 的 {key}：{first['msg']}") from error


@lru_cache(maxsize=1)
def published_notices() -> tuple[Notice, ...]:
    """随软件带的通知，按年份、先后排好；追加的在后。"""
    folder = files("mingzhi.law") / "notices"
    found = [
        parse_notice(entry.read_text(encoding="utf-8"), name=entry.name)
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
    ]
    return tuple(sorted(found, key=lambda notice: (notice.year, notice.supplement)))
