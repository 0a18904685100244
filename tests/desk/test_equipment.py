"""设备：主菜单里有一项，给用得着的岗位；登记簿写着钟快慢多少，超过规则包写的数就提示；几个数都在规则包里。"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from mingzhi.casework.act import Matter
from mingzhi.casework.acts.evidence import MediaKind, RecordingIngested
from mingzhi.law.pack import load_pack
from mingzhi.media.claims import Tolerance, differences
from mingzhi.media.models import Probe
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for, agency_value
from mingzhi.record.append import append
from mingzhi.record.dossiers import register_of
from mingzhi.record.models import Dossier
from tests.desk.conftest import NOW, SignedIn

ENTRY = 'href="/desk/equipment/"'


@pytest.mark.parametrize(
    ("username", "there"),
    [("zhoujia", True), ("lishiwu", True), ("sunshiding", True), ("xushimao", True), ("caoshigui", False)],
)
def test_the_menu_leads_to_the_equipment_register(as_: SignedIn, username: str, there: bool) -> None:
    html = as_(username).get("/desk/rules/").content.decode()
    menu = html[html.index('id="menu"') : html.index("</nav>")]
    assert (ENTRY in menu) is there


def registered(case: Dossier, *, fast: int, ago: int) -> None:
    """登记一台执法记录仪，几日以前对过时，快几秒。"""
    keeper = actor_for(Person.objects.get(username="sunshiding"), NOW.date())
    book = register_of(agency_value(case.agency), Matter.EQUIPMENT, now=NOW)
    body = {"category": "body_camera", "number": "DSJ-09", "holder": "基金监督科", "keeping": "每日交存"}
    device = append(book, "device.registered", body, by=keeper, happened=NOW, now=NOW).act.number
    at = NOW - timedelta(days=ago)
    told = {
        "of": device,
        "standard": at,
        "shown": at + timedelta(seconds=fast),
        "source": "国家授时中心",
    }
    append(book, "clock.checked", told, by=keeper, happened=NOW, now=NOW)


@pytest.mark.parametrize(
    ("fast", "ago", "says"),
    [
        (0, 0, 'lamp-fine">准'),
        (30, 30, 'lamp-fine">快 30 秒'),
        (31, 0, 'lamp-near">快 31 秒，应当调准'),
        (-31, 0, 'lamp-near">慢 31 秒，应当调准'),
        (5, 31, 'lamp-near">快 5 秒，30 日以上没有再对'),
    ],
)
def test_the_register_shows_how_far_each_clock_is_off(
    case: Dossier, as_: SignedIn, fast: int, ago: int, says: str
) -> None:
    registered(case, fast=fast, ago=ago)
    assert says in as_("zhoujia").get(reverse("desk:equipment")).content.decode()


def claim() -> tuple[RecordingIngested, Probe]:
    """写的是一小时，文件里短了 73 秒；设备所称的时间早了 11 分钟。"""
    body = RecordingIngested(media=MediaKind.VIDEO, started=NOW, ended=NOW + timedelta(hours=1))
    seen = Probe(
        status=Probe.Status.DONE,
        kind="video",
        duration=3527.0,
        details={"created": f"{NOW - timedelta(minutes=11):%Y-%m-%d %H:%M:%S}"},
    )
    return body, seen


def test_what_differs_little_enough_is_the_packs_to_say() -> None:
    body, seen = claim()
    pack = load_pack("chongqing")
    found = differences(body, [seen], Tolerance.of(pack.on(NOW.date())))
    assert len(found) == 2 and "短了" in found[0] and "不在写的起止之间" in found[1]
    wider = pack.with_parameter("media.length.percent", "3").with_parameter("media.clock.minutes", "12")
    assert differences(body, [seen], Tolerance.of(wider.on(NOW.date()))) == ()
    assert differences(body, [seen], Tolerance()) == (), "没有填的不比"
