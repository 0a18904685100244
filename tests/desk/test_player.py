"""播放：真的录像、录音、照片，从存入到播放；分段取；标记、文字、派生件；看得到的才播得了，播了就记下。"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponseBase, StreamingHttpResponse
from django.urls import reverse

from mingzhi.casework.act import Act, Exhibit, Matter
from mingzhi.casework.actor import Actor
from mingzhi.desk import uploads
from mingzhi.media import speech
from mingzhi.media.duplicates import words
from mingzhi.media.models import Probe
from mingzhi.media.probing import probe
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for, agency_value
from mingzhi.record.append import append
from mingzhi.record.disposal import finish
from mingzhi.record.dossiers import register_of
from mingzhi.record.exhibits import store
from mingzhi.record.models import AccessLog, Dossier
from mingzhi.record.selectors import acts
from tests.desk.conftest import NOW, SignedIn
from tests.media.made import photo, video, wave

HANDLER, CUSTODIAN, STRANGER, ELSEWHERE = "zhoujia", "sunshiding", "fengshigeng", "chending"


def actor(username: str) -> Actor:
    return actor_for(Person.objects.get(username=username), NOW.date())


def kept(data: bytes, name: str, media_type: str) -> Exhibit:
    return store(io.BytesIO(data), name, media_type)


Write = Callable[..., Act]


@pytest.fixture
def write(case: Dossier) -> Write:
    """以承办人写入一项。"""

    def written(
        word: str, *files: Exhibit, by: str = HANDLER, dossier: Dossier = case, **body: object
    ) -> Act:
        return append(
            dossier, word, body, by=actor(by), happened=NOW - timedelta(minutes=5), now=NOW, exhibits=files
        ).act

    return written


def inspection(case: Dossier) -> int:
    return next(act.number for act in acts(case) if act.kind == "inspection.held")


def recording(case: Dossier, **more: object) -> dict[str, object]:
    return {
        "of": inspection(case),
        "media": "video",
        "device": "执法记录仪DSJ-03",
        "method": "连续拍摄",
        "started": "2025-09-24T09:31:00+08:00",
        "ended": "2025-09-24T09:31:02+08:00",
        "maker": "吴乙示",
        "proves": "检查经过",
        "place": "示例路88号",
        **more,
    }


def url(name: str, case: Dossier, act: Act, at: int = 0) -> str:
    return reverse(f"desk:{name}", args=[case.pk, act.number, act.exhibits[at].sha256])


def text(answer: HttpResponseBase) -> str:
    assert not answer.streaming
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def data(answer: HttpResponseBase) -> bytes:
    assert isinstance(answer, StreamingHttpResponse)
    return b"".join(answer.streaming_content)  # type: ignore[arg-type]


def test_a_recording_is_played_with_its_marks(case: Dossier, write: Write, as_: SignedIn) -> None:
    marks = [
        {"at": "00:00:01", "mark": "objects", "note": "货架"},
        {"at": "看不清", "mark": "other", "note": ""},
    ]
    act = write("recording.ingested", kept(video(), "检查.mp4", "video/mp4"), **recording(case, marks=marks))
    probe(act.exhibits[0].sha256)
    page = text(as_(HANDLER).get(url("player", case, act)))
    assert 'data-seek="1"' in page and "?at=1#h-play" in page
    assert "重要涉案物品" in page and "货架" in page and "看不清" in page
    assert url("thumbnail", case, act) in page and 'class="wave"' in page
    assert "设备所称的时间" in page and "2025-09-24 09:31:00" in page
    assert "请核对" not in page and "产品默认的提示" not in page
    assert "#t=75" in text(as_(HANDLER).get(url("player", case, act) + "?at=00:01:15"))
    small = as_(HANDLER).get(url("thumbnail", case, act))
    assert small.headers["Content-Type"] == "image/jpeg" and small.content.startswith(b"\xff\xd8")


def test_a_claim_that_the_file_does_not_bear_out_is_shown_beside_the_act(
    case: Dossier, write: Write, as_: SignedIn
) -> None:
    claimed = recording(case, ended="2025-09-24T11:40:00+08:00")
    act = write("recording.ingested", kept(video(), "短.mp4", "video/mp4"), **claimed)
    probe(act.exhibits[0].sha256)
    says = "起止写的是 2 小时 9 分，文件里只有 2 秒"
    for address in (
        url("player", case, act),
        reverse("desk:act", args=[case.pk, act.number]),
        reverse("desk:dossier-media", args=[case.pk]),
    ):
        assert says in text(as_(HANDLER).get(address)), address


def test_a_sound_file_said_to_be_a_video_is_pointed_out(case: Dossier, write: Write, as_: SignedIn) -> None:
    act = write("recording.ingested", kept(wave(), "听.wav", "audio/wav"), **recording(case))
    probe(act.exhibits[0].sha256)
    assert "种类写的是录像，文件里看到的是只有声音" in text(as_(HANDLER).get(url("player", case, act)))


def test_a_file_that_cannot_be_read_says_so_and_can_still_be_fetched(
    case: Dossier, write: Write, as_: SignedIn
) -> None:
    act = write("recording.ingested", kept(b"\0" * 300, "坏.mp4", "video/mp4"), **recording(case))
    assert "正在查看" in text(as_(HANDLER).get(url("player", case, act)))
    probe(act.exhibits[0].sha256)
    assert "读不出来" in text(as_(HANDLER).get(url("player", case, act)))
    assert data(as_(HANDLER).get(url("exhibit", case, act))) == b"\0" * 300
    assert as_(HANDLER).get(url("thumbnail", case, act)).status_code == 404


def test_the_position_in_a_picture_is_told_to_people_of_the_case_only(
    case: Dossier, write: Write, as_: SignedIn
) -> None:
    act = write(
        "recording.ingested", kept(photo(), "门头.jpg", "image/jpeg"), **recording(case, media="photo")
    )
    probe(act.exhibits[0].sha256)
    page = text(as_(HANDLER).get(url("player", case, act)))
    assert "纬度 29.56000，经度 106.50000" in page and "SHILI CAM-1" in page
    assert "29.56" not in text(as_(HANDLER).get(reverse("desk:dossier-media", args=[case.pk])))
    for name in ("player", "thumbnail", "exhibit"):
        for username in (STRANGER, ELSEWHERE):
            assert as_(username).get(url(name, case, act)).status_code == 404, (name, username)


@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        ("bytes=0-9", 206, (0, 10)),
        ("bytes=10-", 206, (10, 1000)),
        ("bytes=-5", 206, (995, 1000)),
        ("bytes=990-5000", 206, (990, 1000)),
        ("bytes=-5000", 206, (0, 1000)),
        ("bytes=0-1,5-6", 200, (0, 1000)),
        ("bytes=9-3", 200, (0, 1000)),
        ("lines=1-2", 200, (0, 1000)),
        ("", 200, (0, 1000)),
    ],
)
def test_one_part_of_a_file_is_given(
    case: Dossier, write: Write, as_: SignedIn, asked: str, status: int, span: tuple[int, int]
) -> None:
    whole = bytes(n % 251 for n in range(1000))
    act = write("recording.ingested", kept(whole, "段.mp4", "video/mp4"), **recording(case))
    answer = as_(HANDLER).get(url("exhibit", case, act), headers={"Range": asked} if asked else {})
    assert (answer.status_code, answer.headers["Accept-Ranges"]) == (status, "bytes")
    assert data(answer) == whole[slice(*span)]
    if status == 206:
        assert answer.headers["Content-Range"] == f"bytes {span[0]}-{span[1] - 1}/1000"
        assert answer.headers["Content-Length"] == str(span[1] - span[0])


@pytest.mark.parametrize("asked", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused(case: Dossier, write: Write, as_: SignedIn, asked: str) -> None:
    act = write("recording.ingested", kept(b"x" * 1000, "尾.mp4", "video/mp4"), **recording(case))
    answer = as_(HANDLER).get(url("exhibit", case, act), HTTP_RANGE=asked)
    assert answer.status_code == 416 and answer.headers["Content-Range"] == "bytes */1000"


def test_a_part_of_another_version_is_not_mixed_in(case: Dossier, write: Write, as_: SignedIn) -> None:
    act = write("recording.ingested", kept(b"y" * 1000, "新.mp4", "video/mp4"), **recording(case))
    client, there = as_(HANDLER), url("exhibit", case, act)
    tag = client.get(there).headers["ETag"]
    assert client.get(there, HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE=tag).status_code == 206
    assert client.get(there, HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE='"other"').status_code == 200


def test_playing_is_logged_once_with_its_purpose_however_often_one_seeks(
    case: Dossier, write: Write, as_: SignedIn
) -> None:
    act = write("recording.ingested", kept(b"z" * 1000, "记.mp4", "video/mp4"), **recording(case))
    client, there = as_(CUSTODIAN), url("exhibit", case, act)
    client.get(url("player", case, act))
    for first in (0, 100, 200, 300):
        data(client.get(there, HTTP_RANGE=f"bytes={first}-"))
    which = f"第 1 份（{act.exhibits[0].sha256[:12]}）"
    seen = AccessLog.objects.filter(dossier=case, what__contains=which).order_by("pk")
    assert [(each.what, each.purpose) for each in seen] == [
        (f"播放第 {act.number} 号：{which}", "音像保管"),
        (f"第 {act.number} 号的材料：{which}", "音像保管"),
    ]
    client.get(url("player", case, act) + "?purpose=核对文字记录")
    assert AccessLog.objects.filter(dossier=case).latest("pk").purpose == "核对文字记录"


def test_the_draft_and_the_confirmed_text_are_both_kept_and_shown(
    case: Dossier, write: Write, as_: SignedIn
) -> None:
    act = write("recording.ingested", kept(wave(), "问.wav", "audio/wav"), **recording(case, media="sound"))
    client = as_(HANDLER)
    page = text(client.get(url("player", case, act)))
    assert "还没有文字记录" in page and speech.NONE in page
    drafted = write(
        "transcript.drafted", of=act.number, drafting="typed", text="00:00:01 苏某示：是的。\n没有了"
    )
    assert "初稿，待确认" in text(client.get(url("player", case, act)))
    write("transcript.confirmed", of=drafted.number, listened=True, text="00:00:01 苏某示：不是的。\n没有了")
    page = text(client.get(url("player", case, act)))
    assert "听过原件，已确认" in page and "不是的" in page and "苏某示：是的" in page
    assert 'data-seek="1"' in page


class Echo:
    """一个假装会听的识别程序：只为试接口。"""

    name = "示例语音识别 1.0"

    def transcribe(self, sound: io.BufferedIOBase, media_type: str) -> list[speech.Heard]:
        return [speech.Heard(65.4, f"{media_type} {len(sound.read())}")]


def test_a_speech_engine_is_connected_through_the_interface() -> None:
    assert speech.connected() is None
    engine = Echo()
    assert isinstance(engine, speech.SpeechEngine)
    speech.connect(engine)
    try:
        assert speech.connected() is engine
        heard = engine.transcribe(io.BytesIO(b"1234"), "audio/wav")
        assert speech.written(heard) == "00:01:05 audio/wav 4"
    finally:
        speech.disconnect()


def test_the_original_and_its_derivatives_point_at_each_other(
    case: Dossier, write: Write, as_: SignedIn
) -> None:
    original = kept(video(), "原.mp4", "video/mp4")
    act = write("recording.ingested", original, **recording(case))
    masked = write(
        "derivative.made",
        kept(video(1), "遮盖.mp4", "video/mp4"),
        of=act.number,
        original=original.sha256,
        manner="mask",
        detail="遮盖面部",
        reason="供查阅",
    )
    client = as_(HANDLER)
    page = text(client.get(url("player", case, act)))
    assert "遮盖（模糊人脸、消音）" in page and url("player", case, masked) in page
    assert f'原件在<a href="{reverse("desk:act", args=[case.pk, act.number])}"' in text(
        client.get(url("player", case, masked))
    )
    assert acts(case)[act.number - 1].exhibits[0].sha256 == original.sha256


def test_the_same_file_is_found_again_but_only_told_to_those_who_may_know(
    case: Dossier, write: Write
) -> None:
    same = kept(wave(), "同.wav", "audio/wav")
    act = write("recording.ingested", same, **recording(case, media="sound"))
    told = words(actor(HANDLER), same.sha256)
    assert "重庆示例大药房" in told and f"第 {act.number} 号" in told
    hidden = words(actor(STRANGER), same.sha256)
    assert "您看不到的卷" in hidden and "大药房" not in hidden
    assert words(actor(ELSEWHERE), same.sha256) == ""
    assert words(actor(HANDLER), "0" * 64) == ""


def test_uploading_a_known_file_says_where_it_is(case: Dossier, write: Write, as_: SignedIn) -> None:
    body = wave()
    write("recording.ingested", kept(body, "有.wav", "audio/wav"), **recording(case, media="sound"))
    client = as_(HANDLER)
    begun = client.post(
        reverse("desk:upload-start"),
        {"name": "又.wav", "size": len(body), "media_type": "audio/wav", "sha256": ""},
        content_type="application/json",
    ).json()
    done = client.put(
        reverse("desk:upload", args=[begun["id"]]),
        body,
        content_type="application/octet-stream",
        HTTP_CONTENT_RANGE=f"bytes 0-{len(body) - 1}/{len(body)}",
    ).json()
    assert "这份文件已经在" in done["known"] and uploads.redeem([done["token"]], actor(HANDLER))


def test_the_clock_of_a_device_corrects_its_times_beside_the_claimed_ones(
    case: Dossier, write: Write, as_: SignedIn
) -> None:
    book = register_of(agency_value(case.agency), Matter.EQUIPMENT, now=NOW, sample=True)
    device = write("device.registered", by=CUSTODIAN, dossier=book, category="body_camera", number="DSJ-03")
    write(
        "clock.checked",
        by=CUSTODIAN,
        dossier=book,
        of=device.number,
        standard="2025-09-23T09:00:00+08:00",
        shown="2025-09-23T09:02:05+08:00",
        source="国家授时中心",
    )
    act = write("recording.ingested", kept(video(), "钟.mp4", "video/mp4"), **recording(case))
    probe(act.exhibits[0].sha256)
    page = text(as_(HANDLER).get(url("player", case, act)))
    assert "快 2 分 5 秒" in page and "2025-09-24 09:28:55" in page and "2025-09-24 09:31:00" in page
    listed = text(as_(CUSTODIAN).get(reverse("desk:equipment")))
    assert "DSJ-03" in listed and "快 2 分 5 秒" in listed


def test_what_was_seen_can_be_thrown_away_and_seen_again(case: Dossier, write: Write, as_: SignedIn) -> None:
    act = write("recording.ingested", kept(wave(), "丢.wav", "audio/wav"), **recording(case, media="sound"))
    first = probe(act.exhibits[0].sha256)
    Probe.objects.all().delete()
    as_(HANDLER).get(url("player", case, act))
    assert Probe.objects.get().busy
    again = probe(act.exhibits[0].sha256)
    assert (again.duration, again.details) == (first.duration, first.details)


def test_what_was_seen_of_a_destroyed_file_is_forgotten(case: Dossier, write: Write, as_: SignedIn) -> None:
    act = write("recording.ingested", kept(photo(), "毁.jpg", "image/jpeg"), **recording(case, media="photo"))
    probe(act.exhibits[0].sha256)
    assert as_(HANDLER).get(url("thumbnail", case, act)).status_code == 200
    finish(case, [act.exhibits[0].sha256])
    assert not Probe.objects.exists()
    assert as_(HANDLER).get(url("thumbnail", case, act)).status_code == 404


def test_the_forms_begin_with_what_one_came_from(case: Dossier, write: Write, as_: SignedIn) -> None:
    act = write("recording.ingested", kept(wave(), "填.wav", "audio/wav"), **recording(case, media="sound"))
    drafted = write("transcript.drafted", of=act.number, drafting="typed", text="苏某示：照初稿来的一句。")
    client = as_(HANDLER)
    form = text(client.get(reverse("desk:act-new", args=[case.pk, "derivative.made"]) + f"?of={act.number}"))
    assert act.exhibits[0].sha256 in form
    form = text(
        client.get(reverse("desk:act-new", args=[case.pk, "transcript.confirmed"]) + f"?of={drafted.number}")
    )
    assert "苏某示：照初稿来的一句。" in form
