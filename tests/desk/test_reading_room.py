"""查阅室：水印写着姓名、日期、时刻；照片给的是印了字的一张，原件不动；没有选的、有遮盖件的原件看不到；录像只放不给。"""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import Settings

from mingzhi.archive.models import Reading
from mingzhi.archive.selectors import readable, volumes
from mingzhi.archive.services import issue_reading
from mingzhi.archive.shown import candidates
from mingzhi.casework.act import Act, Exhibit
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for
from mingzhi.record.append import append
from mingzhi.record.exhibits import open_exhibit, store
from mingzhi.record.models import AccessLog, Dossier
from mingzhi.record.selectors import acts
from tests.desk.conftest import NOW, SignedIn
from tests.media.made import photo, video

READER = "苏某示"
STAMP = f"查阅件 {READER} {NOW:%Y-%m-%d %H:%M}"


def put(dossier: Dossier, kind: str, file: Exhibit, **body: object) -> Act:
    by = actor_for(Person.objects.get(username="zhoujia"), NOW.date())
    at = NOW - timedelta(hours=1)
    return append(dossier, kind, body, by=by, happened=at, now=at, exhibits=[file]).act


@pytest.fixture
def pieces(case: Dossier) -> dict[str, tuple[int, str]]:
    """一张照片、一段录像、另一张有遮盖件的照片和它的遮盖件：第几号、摘要。"""

    def kept(name: str, data: bytes, media_type: str) -> Exhibit:
        return store(io.BytesIO(data), name, media_type)

    taken = {"evidence_kind": "documentary", "title": "货架", "source": "现场", "proves": "陈列"}
    found = {
        "photo": put(case, "evidence.added", kept("货架.jpg", photo(size=(640, 480)), "image/jpeg"), **taken),
        "video": put(
            case,
            "recording.ingested",
            kept("检查.mp4", video(), "video/mp4"),
            media="video",
            device="记录仪",
            maker="吴乙示",
            proves="经过",
        ),
        "people": put(
            case, "evidence.added", kept("人群.jpg", photo(size=(320, 240)), "image/jpeg"), **taken
        ),
    }
    blurred = Image.new("RGB", (320, 240), "gray")
    out = io.BytesIO()
    blurred.save(out, "PNG")
    found["masked"] = put(
        case,
        "derivative.made",
        kept("人群（遮盖）.png", out.getvalue(), "image/png"),
        of=found["people"].number,
        manner="mask",
        reason="供查阅",
    )
    return {name: (act.number, act.exhibits[0].sha256) for name, act in found.items()}


def issued(dossier: Dossier, *shows: tuple[int, str]) -> str:
    now, archivist = NOW, actor_for(Person.objects.get(username="heshiren"), NOW.date())
    principal = actor_for(Person.objects.get(username="wangshizhang"), NOW.date())
    asked = {"applicant": "party", "name": READER, "identity_checked": True, "purpose": "了解案情"}
    request = append(dossier, "consultation.requested", asked, by=archivist, happened=now, now=now).act.number
    agreed = {
        "of": request,
        "until": f"{now + timedelta(days=7):%Y-%m-%d}",
        "volume": "main",
        "opinion": "同意",
    }
    number = append(dossier, "consultation.approved", agreed, by=principal, happened=now, now=now).act.number
    keys = [f"{act}-{sha256}" for act, sha256 in shows]
    found = volumes(dossier, now.date())
    return issue_reading(dossier, found, number, by=archivist, now=now, shows=keys)[1]


def address(name: str, token: str, piece: tuple[int, str]) -> str:
    return reverse(f"desk:reading-{name}", args=[token, *piece])


def test_every_page_of_a_paper_carries_name_date_and_time_of_day(case: Dossier, settings: Settings) -> None:
    token = issued(case)
    entry = readable(volumes(case, NOW.date()))[0]
    paper = Client().get(reverse("archive:reading-paper", args=[token, entry.key]))
    assert all(STAMP in page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
    assert STAMP in Client().get(reverse("archive:reading-text", args=[token, entry.key])).content.decode()
    settings.MINGZHI_NOW = NOW + timedelta(hours=3, minutes=7)
    later = Client().get(reverse("archive:reading-paper", args=[token, entry.key]))
    assert f"{NOW:%Y-%m-%d} 12:37" in pypdf.PdfReader(io.BytesIO(later.content)).pages[0].extract_text()


def test_a_picture_is_given_stamped_small_and_without_its_place_and_the_original_is_untouched(
    case: Dossier, pieces: dict[str, tuple[int, str]]
) -> None:
    token = issued(case, pieces["photo"])
    answer = Client().get(address("picture", token, pieces["photo"]))
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/jpeg"
    assert "%E6%9F%A5%E9%98%85%E4%BB%B6" in answer.headers["Content-Disposition"], "文件名写着查阅件"
    assert "no-store" in answer.headers["Cache-Control"]
    with open_exhibit(pieces["photo"][1]) as file:
        original = file.read()
    assert hashlib.sha256(original).hexdigest() == pieces["photo"][1]
    before, after = Image.open(io.BytesIO(original)).convert("RGB"), Image.open(io.BytesIO(answer.content))
    assert after.format == "JPEG" and after.width == before.width
    assert after.height > before.height, "下边另接一条，不盖住照片"
    assert Image.open(io.BytesIO(original)).getexif() and not after.getexif()
    seen = zip(before.tobytes(), after.crop((0, 0, *before.size)).tobytes(), strict=True)
    changed = {at // 3 for at, (a, b) in enumerate(seen) if abs(a - b) > 40}
    width, height = before.size
    quarters = {(at % width * 2 // width, at // width * 2 // height) for at in changed}
    assert quarters == {(0, 0), (0, 1), (1, 0), (1, 1)}, "四个角都印着"


def test_two_readers_and_two_moments_get_different_marks(
    case: Dossier, pieces: dict[str, tuple[int, str]], settings: Settings
) -> None:
    token = issued(case, pieces["photo"])
    first = Client().get(address("picture", token, pieces["photo"])).content
    settings.MINGZHI_NOW = NOW + timedelta(minutes=1)
    assert Client().get(address("picture", token, pieces["photo"])).content != first


def test_only_what_was_chosen_is_shown_and_never_the_original_of_a_masked_one(
    case: Dossier, pieces: dict[str, tuple[int, str]]
) -> None:
    offered = {each.key for each in candidates(volumes(case, NOW.date()))}
    assert f"{pieces['people'][0]}-{pieces['people'][1]}" not in offered
    token = issued(case, pieces["masked"], pieces["people"])
    html = Client().get(reverse("archive:reading", args=[token])).content.decode()
    assert "人群（遮盖）.png" in html and "人群.jpg" not in html and "货架.jpg" not in html
    assert Client().get(address("picture", token, pieces["masked"])).status_code == 200
    for name, piece in (("picture", "people"), ("picture", "photo"), ("play", "video"), ("file", "video")):
        answer = Client().get(address(name, token, pieces[piece]))
        assert answer.status_code == 404 and "打不开这个查阅地址" in answer.content.decode()
    assert Client().get(address("file", token, pieces["masked"])).status_code == 404, "照片没有不印字的一条路"


def test_a_recording_is_played_under_the_mark_and_offers_no_file(
    case: Dossier, pieces: dict[str, tuple[int, str]]
) -> None:
    token = issued(case, pieces["video"])
    page = Client().get(address("play", token, pieces["video"])).content.decode()
    assert page.count(STAMP) >= 3 and "nodownload" in page and "download=" not in page
    part = Client().get(address("file", token, pieces["video"]), headers={"Range": "bytes=0-99"})
    assert part.status_code == 206 and len(b"".join(part)) == 100
    rows = AccessLog.objects.filter(dossier=case, person_name=READER).values_list("what", "purpose")
    assert list(rows) == [
        (f"查阅正卷：第 {pieces['video'][0]} 号的录像（{pieces['video'][1][:12]}）", "当事人查阅")
    ]


def test_a_picture_that_cannot_be_stamped_is_not_shown_bare(
    case: Dossier, pieces: dict[str, tuple[int, str]]
) -> None:
    taken = {"evidence_kind": "documentary", "title": "坏的", "source": "现场", "proves": "陈列"}
    broken = put(
        case,
        "evidence.added",
        store(io.BytesIO(b"\xff\xd8\xff\x00broken"), "坏.jpg", "image/jpeg"),
        **taken,
    )
    piece = (broken.number, broken.exhibits[0].sha256)
    token = issued(case, piece)
    answer = Client().get(address("picture", token, piece))
    assert answer.status_code == 422 and "印不上" in answer.content.decode()
    assert not AccessLog.objects.filter(dossier=case, person_name=READER).exists()


def test_the_archivist_chooses_piece_by_piece_and_nothing_is_chosen_beforehand(
    case: Dossier, pieces: dict[str, tuple[int, str]], as_: SignedIn
) -> None:
    issued(case)
    approval = Reading.objects.latest("pk").approval
    url = reverse("archive:consultation-issue", args=[case.pk, approval])
    page = as_("heshiren").get(url).content.decode()
    assert "货架.jpg" in page and "人群（遮盖）.png" in page and "人群.jpg" not in page
    assert "checked" not in page
    number, sha256 = pieces["photo"]
    done = as_("heshiren").post(url, {"shows": [f"{number}-{sha256}", "1-" + "0" * 64]})
    assert done.status_code == 200 and Reading.objects.latest("pk").shown == [f"{number}-{sha256}"]
    assert as_("zhoujia").get(url).status_code == 404
    assert acts(case)[-1].kind == "consultation.approved"
