"""页框：主菜单、我是谁、规则包和工作日历。模板上下文处理器，用到才算，别的房间的页面不多花一次查询。"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject

from mingzhi.casework.actor import Actor, Role
from mingzhi.desk import inbox
from mingzhi.desk.places import pack_of
from mingzhi.law.calendar import Calendar
from mingzhi.law.pack import Pack
from mingzhi.people import clock
from mingzhi.people.access import me

OFFICE = (
    Role.HANDLER,
    Role.UNIT_HEAD,
    Role.REVIEWER,
    Role.REVIEW_HEAD,
    Role.DEPUTY,
    Role.PRINCIPAL,
    Role.HEARING_HOST,
    Role.PUBLISHER,
    Role.CUSTODIAN,
    Role.ARCHIVIST,
    Role.SUPERVISOR,
)
LEADING = (Role.UNIT_HEAD, Role.DEPUTY, Role.PRINCIPAL)
# 名称、网址、哪些岗位进得去。进不去的不显示；还没有建成的房间也不显示。
MENU: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("待办", "/desk/", tuple(Role)),
    ("线索", "/desk/leads/", (Role.HANDLER, *LEADING, Role.SUPERVISOR)),
    ("案卷", "/desk/dossiers/", OFFICE),
    ("申请", "/desk/applications/", OFFICE),
    ("检查", "/desk/inspections/", (Role.HANDLER, *LEADING, Role.CUSTODIAN, Role.SUPERVISOR)),
    ("审核", "/review/", (Role.HANDLER, *LEADING, Role.REVIEWER, Role.REVIEW_HEAD, Role.SUPERVISOR)),
    ("公示", "/disclosure/", (Role.HANDLER, *LEADING, Role.PUBLISHER, Role.SUPERVISOR)),
    ("登记簿", "/desk/listing/", (Role.HANDLER, *LEADING, Role.PUBLISHER, Role.SUPERVISOR)),
    ("设备", "/desk/equipment/", (Role.HANDLER, *LEADING, Role.CUSTODIAN, Role.SUPERVISOR)),
    ("归档", "/archive/", (Role.HANDLER, *LEADING, Role.ARCHIVIST, Role.SUPERVISOR)),
    ("监督", "/supervision/", (Role.DEPUTY, Role.PRINCIPAL, Role.SUPERVISOR)),
    ("存证", "/supervision/integrity/", (Role.ADMINISTRATOR,)),
    ("依据", "/desk/rules/", tuple(Role)),
)


@dataclass(frozen=True)
class Entry:
    """主菜单的一项。count 是待办的件数。"""

    name: str
    url: str
    here: bool
    count: int | None = None


def frame(request: HttpRequest) -> dict[str, Any]:
    """me、nav、pack_line、calendar_line、agency_name。"""
    actor = me(request)
    if actor is None:
        return {"me": None, "nav": ()}
    # 页脚的两行用同一个包：一页问一次。
    pack = cache(lambda: pack_of(request))
    return {
        "me": actor,
        "my_roles": "、".join(held(actor)) or "没有岗位",
        "nav": lazy(lambda: menu(request, actor)),
        "pack_line": lazy(lambda: pack_line(pack())),
        "calendar_line": lazy(lambda: calendar_line(clock.today(request), pack())),
        "new_lead": lazy(lambda: new_lead(actor)),
    }


def held(actor: Actor) -> Iterator[str]:
    """岗位；代行来的写明凭什么，不当作自己的。"""
    for role in actor.roles:
        borrowed = [each for each in actor.acting if each.role is role]
        yield borrowed[0].says if borrowed else role.label


def lazy(found: Callable[[], Any]) -> Any:
    """用到才算。"""
    return SimpleLazyObject(found)


def built(url: str) -> bool:
    """这个网址有没有页面。"""
    try:
        resolve(url)
    except Resolver404:
        return False
    return True


def menu(request: HttpRequest, actor: Actor) -> tuple[Entry, ...]:
    """actor 进得去的各项。"""
    entries = [
        (name, url) for name, url, roles in MENU if (url == "/desk/" or actor.has(*roles)) and built(url)
    ]
    if not actor.roles:
        entries = [(name, url) for name, url in entries if url in ("/desk/", "/desk/rules/")]
    here = max((url for _, url in entries if request.path.startswith(url)), key=len, default="")
    if request.path.startswith("/desk/") and here == "/desk/" and request.path != "/desk/":
        here = ""
    return tuple(
        Entry(name, url, url == here, inbox.count(actor, clock.today(request)) if url == "/desk/" else None)
        for name, url in entries
    )


def new_lead(actor: Actor) -> str:
    """登记线索的网址；没有这个岗位的为空。"""
    if not actor.has(Role.HANDLER, Role.UNIT_HEAD):
        return ""
    try:
        return reverse("desk:lead-new")
    except NoReverseMatch:
        return ""


def pack_line(pack: Pack | None) -> str:
    """如：规则包：重庆市 2021-09-02 起（试行）。"""
    if pack is None:
        return "规则包：没有装载"
    issued = f" {pack.header.issued:%Y-%m-%d} 起" if pack.header.issued else ""
    status = f"（{pack.header.status}）" if pack.header.status else ""
    return f"规则包：{pack.name}{issued}{status}"


def calendar_line(today: date, pack: Pack | None) -> str:
    """工作日历用的是哪一份放假通知。"""
    if (pack.calendar if pack else Calendar.load()).published(today):
        return f"工作日历：国务院办公厅 {today.year} 年放假通知"
    return f"工作日历：{today.year} 年放假通知尚未装入，按周末推算，日期暂定"
