"""音像的保管：播放页写着谁在管、能办什么；参加录制的管理员被拒绝；负责人指定别的科室的人以后，他办得了。"""

from __future__ import annotations

import io

from django.urls import reverse

from mingzhi.casework.act import Matter
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for, agency_value
from mingzhi.record.append import append
from mingzhi.record.dossiers import register_of
from mingzhi.record.exhibits import store
from mingzhi.record.models import Dossier
from mingzhi.record.selectors import acts
from tests.desk.conftest import NOW, SignedIn
from tests.desk.filling import form
from tests.media.made import wave


def played(case: Dossier) -> tuple[int, str]:
    """存一份真的录音，返回第几号和播放页的网址。"""
    handler = actor_for(Person.objects.get(username="zhoujia"), NOW.date())
    sound = store(io.BytesIO(wave()), "检查.wav", "audio/wav")
    held = next(act.number for act in acts(case) if act.kind == "inspection.held")
    body = {"of": held, "media": "sound", "device": "录音笔", "maker": "吴乙示", "proves": "检查经过"}
    written = append(case, "recording.ingested", body, by=handler, happened=NOW, now=NOW, exhibits=[sound])
    number = written.act.number
    return number, reverse("desk:player", args=[case.pk, number, sound.sha256])


def test_the_custodian_receives_lends_and_takes_back_from_the_players_page(
    case: Dossier, as_: SignedIn
) -> None:
    _, player = played(case)
    keeper = as_("sunshiding")
    html = keeper.get(player).content.decode()
    assert "还没有音像管理员接收保管" in html
    for name, more, says in (
        ("custody.received", {"kept_in": "system", "compared": "on"}, "孙示丁保管，执法信息系统。"),
        (
            "custody.lent",
            {"borrower": "法规科郑丙示", "reason": "法制审核", "back_by": "2025-10-20"},
            "孙示丁保管，执法信息系统，已调给法规科郑丙示。",
        ),
        ("custody.returned", {"compared": "on"}, "孙示丁保管，执法信息系统。"),
    ):
        html = keeper.get(player).content.decode()
        start = html.index(f"/acts/new/{name}/")
        url = html[html.rindex('"', 0, start) + 1 : html.index('"', start)]
        page = form(keeper.get(url).content.decode())
        data = page.typing(**more)
        written = keeper.post(url, {**data, "_do": "write"})
        assert written.status_code == 302, name
        assert acts(case)[-1].kind == name
        assert says in keeper.get(player).content.decode(), name


def test_who_took_part_is_refused_with_the_article_and_a_colleague_designated_may(
    case: Dossier, as_: SignedIn
) -> None:
    number, player = played(case)
    url = f"{reverse('desk:act-new', args=[case.pk, 'custody.received'])}?of={number}"
    # 承办人没有这个岗位，看不到表单；别的科室的人还没有被指定，进不来。
    assert as_("zhoujia").get(url).status_code == 403
    assert as_("fengshigeng").get(url).status_code == 404
    designate("zhoujia", case)
    designate("fengshigeng", case)
    before = len(acts(case))
    handler = as_("zhoujia")
    answer = handler.post(
        url, {**form(handler.get(url).content.decode()).typing(compared="on"), "_do": "write"}
    )
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "第二十一条" in html and "自行管理" in html and "指定别的科室的人" in html
    assert len(acts(case)) == before
    other = as_("fengshigeng")
    assert other.get(player).status_code == 200
    done = other.post(url, {**form(other.get(url).content.decode()).typing(compared="on"), "_do": "write"})
    assert done.status_code == 302
    assert acts(case)[-1].actor.name == Person.objects.get(username="fengshigeng").name


def designate(username: str, case: Dossier) -> None:
    """机关负责人在权限登记簿里指定一个人管音像。"""
    person = Person.objects.get(username=username)
    officer = actor_for(person, NOW.date()).officer()
    book = register_of(agency_value(case.agency), Matter.AUTHORITY, now=NOW)
    body = {
        "officer": officer.model_dump(),
        "office": "custodian",
        "department": officer.department,
        "from_on": f"{NOW:%Y-%m-%d}",
        "reason": "原来的音像管理员参加了检查",
    }
    principal = actor_for(Person.objects.get(username="wangshizhang"), NOW.date())
    append(book, "keeping.designated", body, by=principal, happened=NOW, now=NOW)
