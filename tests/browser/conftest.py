"""浏览器里的旅程：真的网站、真的数据库、真的浏览器。示例只载入一次，每个旅程一份副本。

反复跑的时候可以用 MINGZHI_TEST_SAMPLES 指定一个文件夹，载好的示例留在那里下次再用。
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.person import Person
from tests.browser.site import Site, copied, prepared
from tests.conftest import DESKTOP, PHONE, open_page

Enter = Callable[..., Person]


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """载好示例的数据目录。"""
    kept = os.environ.get("MINGZHI_TEST_SAMPLES")
    if kept:
        return prepared(Path(kept))
    base = tmp_path_factory.getbasetemp()
    # 分几个进程跑时，各有各的目录，上一级是共用的。
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    return prepared(shared / "samples")


@pytest.fixture(scope="module")
def site(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """本模块的网站。"""
    with copied(ready, tmp_path_factory.mktemp("site") / "data") as running:
        yield running


@pytest.fixture
def enter(browser: Browser, site: Site) -> Iterator[Enter]:
    """来一个人：enter("zhoujia") 登录，enter() 是公众，phone=True 用手机，javascript=False 不用脚本。"""
    expect.set_options(timeout=20_000)
    with contextlib.ExitStack() as stack:

        def come(
            username: str = "", *, phone: bool = False, size: tuple[int, int] = DESKTOP, **options: Any
        ) -> Person:
            size = PHONE if phone else size
            opened = contextlib.contextmanager(open_page)(browser, size, **options)
            page = stack.enter_context(opened)
            page.set_default_timeout(20_000)
            person = Person(page, site)
            if username:
                person.sign_in(username)
            return person

        yield come
