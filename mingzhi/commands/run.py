"""mingzhi run：准备数据库，第一次还载入示例，然后启动网站和后台工作，Ctrl-C 一起停下。

网站是 gunicorn，后台工作是 django-tasks 的 db_worker，都是本命令的子进程：停一个就都停，不留下没人管的进程。
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import FrameType

import click

HOST = "127.0.0.1"
# 等网站应答、等子进程自己收尾，各至多这么多秒。
READY_SECONDS = 60
STOP_SECONDS = 15


class Trouble(click.ClickException):
    """启动不了的原因：说清楚怎么办，不抛一屏代码。"""

    def show(self, file: object = None) -> None:
        click.echo(f"没有启动：{self.message}", err=True)


@click.command(short_help="准备好数据库和示例，在本机启动，Ctrl-C 停止")
@click.option("--port", type=int, help="端口（也可以用 MINGZHI_PORT），默认 8000")
def run(port: int | None) -> None:
    """准备数据库（第一次还载入示例），启动网站和后台工作。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    import django
    from django.conf import settings

    port = port or settings.PORT
    require_free(port)
    began = time.monotonic()
    django.setup()
    from mingzhi.people import clock

    prepare()
    with stop_on_signals() as stop, contextlib.ExitStack() as stack:
        children = [stack.enter_context(child(command)) for command in commands(port)]
        if not wait_until(port, children, stop):
            raise SystemExit(0 if stop else 1)
        welcome(port, time.monotonic() - began)
        today = clock.now().date()
        while not stop and all(each.poll() is None for each in children):
            time.sleep(0.2)
            if clock.now().date() != today:
                today = new_day()
            publish_when_due()
        if not stop:
            click.echo("网站或者后台工作自己停了，原因见上。其余的也停下。", err=True)
            raise SystemExit(1)
        click.echo("\n正在停止……")
    click.echo("已经停止。")


# 准备 ---------------------------------------------------------------------------------------------


def require_free(port: int) -> None:
    """端口要空着；被占的，说明怎么办。"""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # 上一次的连接还没散尽不算占用。
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OverflowError as error:
            raise Trouble(f"{port} 不是端口号，应为 1 到 65535。") from error
        except PermissionError as error:
            raise Trouble(
                f"没有权限使用端口 {port}。换一个大于 1023 的：MINGZHI_PORT=8000 make run"
            ) from error
        except OSError as error:
            raise Trouble(
                f"端口 {port} 已经有程序在用。如果明执已经启动，直接打开 http://{HOST}:{port}/ ；"
                f"否则换一个端口：MINGZHI_PORT={port + 1 if port < 65535 else 8000} make run"
            ) from error


def prepare() -> None:
    """建好数据表；数据库是新的，就载入示例。载到一半断了的，下次接着载。"""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import OperationalError

    from mingzhi.record import leftovers
    from mingzhi.record.stores import StoreDown, Unfit, current

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise Trouble(f"数据库打不开：{error}。请核对 MINGZHI_DATABASE_URL 和 {settings.DATA}。") from error
    try:
        current().ready()
    except (StoreDown, Unfit) as error:
        raise Trouble(f"{error}请核对 MINGZHI_STORE。") from error
    if settings.SAMPLE:
        load_samples(settings.DATA / "samples-unfinished")
    leftovers.tidy()
    new_day()


def new_day() -> date:
    """新的一天：期限和灯重算一遍，返回今天。启动时和每过零点各做一次，做几次都一样。"""
    from mingzhi.people import clock
    from mingzhi.record.nightly import refresh

    today = clock.now().date()
    refresh(today)
    return today


def publish_when_due() -> None:
    """到了钟点，签一份检查点，请见证人签字。签不了的说一声，网站照常：记录比检查点要紧。"""
    from mingzhi.people import clock
    from mingzhi.record import access_seals, log, publishing, stamping, witnessing
    from mingzhi.record.errors import RecordError

    now = clock.now()
    if not publishing.due(now):
        return
    try:
        access_seals.seal_all(now)
    except RecordError as fault:
        click.echo(f"没有封存查阅日志：{fault}", err=True)
    try:
        publishing.publish(now)
        witnessing.ask_all(now)
        stamping.stamp_latest()
    except stamping.BadStamp as fault:
        click.echo(f"没有盖时间戳：{fault}", err=True)
    except (log.LogBroken, OSError) as fault:
        click.echo(f"没有签检查点：{fault}", err=True)
        # 下一个钟点再试，不每次循环都试一遍。
        publishing.postpone(now)


def load_samples(unfinished: Path) -> None:
    """载入示例：只在数据库里一个机构也没有、或者上次没有载完时。"""
    from mingzhi import samples
    from mingzhi.people import clock
    from mingzhi.people.models import Agency

    if Agency.objects.exists() and not unfinished.exists():
        return
    unfinished.touch()
    click.echo("正在载入示例，只需一次……")
    samples.load(clock.now(), lambda said: click.echo(f"  {said}"))
    unfinished.unlink()


# 子进程 -------------------------------------------------------------------------------------------


def commands(port: int) -> list[list[str]]:
    """网站和后台工作。"""
    web = [
        *(sys.executable, "-m", "gunicorn", "mingzhi.wsgi"),
        *("--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4"),
        *("--log-level", "warning", "--graceful-timeout", "10", "--no-control-socket"),
    ]
    worker = [sys.executable, "-m", "django", "db_worker", "--verbosity", "0"]
    return [web, worker]


@contextlib.contextmanager
def child(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """一个子进程；离开时让它自己收尾，收不了就结束它。"""
    # 另起一个会话：Ctrl-C 只到我们这里，由我们依次停，不会各停各的。
    process = subprocess.Popen(command, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def stop_on_signals() -> Iterator[list[int]]:
    """收到 Ctrl-C 或者 SIGTERM，记下来，由主循环去停。"""
    got: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        got.append(number)

    before = {each: signal.signal(each, note) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield got
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def wait_until(port: int, children: list[subprocess.Popen[bytes]], stop: list[int]) -> bool:
    """等网站应答；期间收到停止或者子进程先停了，就不等了。"""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and not stop:
        if any(each.poll() is not None for each in children):
            click.echo("网站或者后台工作没有启动起来，原因见上。", err=True)
            return False
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return True
        time.sleep(0.1)
    if not stop:
        click.echo(f"等了 {READY_SECONDS} 秒，网站仍没有应答。", err=True)
    return False


# 说明 ---------------------------------------------------------------------------------------------


def welcome(port: int, seconds: float) -> None:
    """地址，以及每个角色一个示例账号。"""
    from django.conf import settings

    address = f"http://{HOST}:{port}"
    click.echo(f"\n明执已经启动（{seconds:.0f} 秒）。Ctrl-C 停止。\n")
    click.echo(f"  公示门户（公众）    {address}/")
    click.echo(f"  工作台（工作人员）  {address}/desk/")
    if not settings.SAMPLE:
        return
    accounts = sample_accounts()
    if accounts:
        click.echo(f"\n示例账号，密码都是 {settings.MINGZHI_SAMPLE_PASSWORD}\n")
        for line in table(accounts):
            click.echo(f"  {line}")
        click.echo("\n示例数据都是虚构的。正式使用请设 MINGZHI_SECRET_KEY，见 README。")


def sample_accounts() -> list[list[str]]:
    """一行一个角色，一列一个示例机构：用户名和姓名。"""
    from mingzhi.casework.actor import Role
    from mingzhi.people.models import Agency
    from mingzhi.people.selectors import people_with

    agencies = list(Agency.objects.filter(sample=True))
    if not agencies:
        return []
    rows = [["角色", *(agency.name for agency in agencies)]]
    for role in Role:
        first = [next(iter(people_with(agency.code, role)), None) for agency in agencies]
        rows.append([role.label, *(f"{one.username}（{one.name}）" if one else "无" for one in first)])
    return rows


def width(text: str) -> int:
    """显示宽度：汉字占两格。"""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def table(rows: list[list[str]]) -> Iterator[str]:
    """对齐的表；终端放不下的，一个机构接一个机构列。"""
    head, *body = rows
    widths = [max(width(row[column]) for row in rows) for column in range(len(head))]
    if sum(widths) + 2 * len(widths) + 2 > shutil.get_terminal_size((120, 40)).columns:
        for column in range(1, len(head)):
            yield head[column]
            yield from (f"  {row[0]}：{row[column]}" for row in body)
        return
    for row in (head, ["-" * size for size in widths], *body):
        cells = (cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
