"""材料存在真实的对象存储里，页面照样：分块上传、拖动播放、查看、打包、处置；连不上时说清楚（CQ-R-24-b、CQ-R-22¶2）。"""

from __future__ import annotations

import hashlib
import io
import json
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from mingzhi.archive.services import package
from mingzhi.casework.act import Act
from mingzhi.casework.actor import Role
from mingzhi.media.probing import probe
from mingzhi.record import disposal
from mingzhi.record.append import append
from mingzhi.record.exhibits import is_stored, store
from mingzhi.record.models import Dossier
from mingzhi.record.moving import move
from mingzhi.record.selectors import acts
from mingzhi.record.stores import check_at_start, current
from mingzhi.record.stores.s3 import ObjectStore
from tests.archive.cast import NOW, as_role, staff
from tests.archive.test_disposal import decide, propose
from tests.media.made import video
from tests.rados import Rados

NOWHERE = "s3+http://key:secret@127.0.0.1:9/bucket"


@pytest.fixture
def kept(closed: Dossier, rados: Rados, settings: Settings) -> Dossier:
    """结了案的一卷，材料都搬进了桶里。"""
    folder = current()
    settings.MINGZHI_STORE = rados.url(f"b{uuid.uuid4().hex}")
    current().ready()
    move(folder, current(), today=NOW.date())
    for name in list(folder.names()):
        folder.destroy(name)
    return closed


def objects() -> ObjectStore:
    place = current()
    assert isinstance(place, ObjectStore)
    return place


def read(answer: HttpResponseBase) -> bytes:
    assert isinstance(answer, StreamingHttpResponse)
    return b"".join(answer)


def put(browser: Client, upload: str, content: bytes, first: int, last: int) -> Any:
    return browser.put(
        reverse("desk:upload", args=[upload]),
        content[first:last],
        content_type="application/octet-stream",
        headers={
            "Content-Range": f"bytes {first}-{last - 1}/{len(content)}",
            "Content-Length": str(last - first),
        },
    )


def begun(browser: Client, content: bytes) -> dict[str, Any]:
    said = {
        "name": "询问.mp4",
        "size": len(content),
        "media_type": "video/mp4",
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    answer = browser.post(reverse("desk:upload-start"), json.dumps(said), content_type="application/json")
    found: dict[str, Any] = answer.json()
    return found


def recorded(dossier: Dossier, content: bytes) -> Act:
    exhibit = store(io.BytesIO(content), "询问.mp4", "video/mp4")
    by = staff(dossier, Role.HANDLER)
    return append(
        dossier, "inquiry.held", {"person": "示例"}, by=by, happened=NOW, now=NOW, exhibits=(exhibit,)
    ).act


def test_a_resumed_upload_ends_in_the_bucket_and_plays_from_any_second(
    kept: Dossier, settings: Settings
) -> None:
    content = video()
    handler = as_role(kept, Role.HANDLER)
    upload = begun(handler, content)["id"]
    assert put(handler, upload, content, 0, 1000).json()["offset"] == 1000
    again = as_role(kept, Role.HANDLER)
    assert begun(again, content) == {"id": upload, "offset": 1000, "size": len(content)}
    assert put(again, upload, content, 1000, len(content)).status_code == 201
    assert objects().size(hashlib.sha256(content).hexdigest()) == len(content)
    left = [path for path in Path(settings.MINGZHI_DATA).rglob("*") if path.is_file()]
    assert not [path for path in left if path.stat().st_size == len(content)]

    act = recorded(kept, content)
    (exhibit,) = act.exhibits
    url = reverse("desk:exhibit", args=[kept.pk, act.number, exhibit.sha256])
    whole = handler.get(url)
    assert (whole.status_code, int(whole.headers["Content-Length"])) == (200, len(content))
    assert read(whole) == content
    middle = handler.get(url, headers={"Range": "bytes=700-1299"})
    assert middle.status_code == 206
    assert read(middle) == content[700:1300]
    assert read(handler.get(url, headers={"Range": "bytes=-50"})) == content[-50:]
    assert handler.get(url, headers={"Range": f"bytes={len(content)}-"}).status_code == 416
    assert probe(exhibit.sha256).kind == "video"


def test_a_package_is_made_and_verified_from_the_bucket(kept: Dossier, tmp_path: Path) -> None:
    recorded(kept, video())
    done = package(kept, tmp_path / "卷.zip", NOW, by=staff(kept, Role.ARCHIVIST), purpose="归档保存")
    assert done.verdict.ok, done.verdict.findings
    assert not done.verdict.undetermined


def locked_for(digest: str, **time: int) -> datetime:
    """再锁多久；返回锁到的时刻。"""
    until = objects().hold(digest, datetime.now(UTC) + timedelta(**time))
    assert until is not None
    return until


def test_the_pages_of_disposal_say_until_when_the_lock_holds(kept: Dossier) -> None:
    act = recorded(kept, b"secret recording")
    (exhibit,) = act.exhibits
    day = f"{locked_for(exhibit.sha256, days=1).astimezone(NOW.tzinfo):%Y-%m-%d}"
    archivist, leader = as_role(kept, Role.ARCHIVIST), as_role(kept, Role.PRINCIPAL)
    page = reverse("archive:dossier", args=[kept.pk])

    assert propose(kept, archivist, act) == 302
    said = archivist.get(page).content.decode()
    assert f"其中 1 份材料存放处锁到 {day}，批准以后谁也打不开，到期才销毁" in said
    proposal = acts(kept)[-1].number
    asked = leader.get(reverse("archive:disposal-decide", args=[kept.pk, proposal])).content.decode()
    assert "存放处还锁着的材料" in asked and exhibit.sha256[:16] in asked
    assert decide(kept, leader) == 302
    said = leader.get(page).content.decode()
    assert f"锁到 {day}，到期以后自动销毁，不用再办" in said
    assert "已批准，等着销毁" in said and "1 份材料存放处还锁着，谁也打不开" in said
    assert disposal.sweep() == 0
    assert is_stored(exhibit.sha256)
    there = reverse("desk:exhibit", args=[kept.pk, act.number, exhibit.sha256])
    assert archivist.get(there).status_code == 404
    assert "还锁着的" in certificate(archivist, kept, proposal)


def test_when_the_lock_has_ended_the_pages_speak_of_nothing_that_waits(kept: Dossier) -> None:
    act = recorded(kept, b"secret recording")
    (exhibit,) = act.exhibits
    until = locked_for(exhibit.sha256, seconds=2)
    assert propose(kept, as_role(kept, Role.ARCHIVIST), act) == 302
    leader = as_role(kept, Role.PRINCIPAL)
    assert decide(kept, leader) == 302
    while datetime.now(UTC) <= until + timedelta(seconds=2):
        time.sleep(0.2)
    disposal.sweep()
    assert not is_stored(exhibit.sha256)
    said = leader.get(reverse("archive:dossier", args=[kept.pk])).content.decode()
    assert "存放处还锁着" not in said and "已销毁" in said
    assert "还锁着的" not in certificate(leader, kept, acts(kept)[-2].number)


def certificate(client: Client, dossier: Dossier, number: int) -> str:
    answer = client.get(reverse("archive:disposal-list", args=[dossier.pk, number]))
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_while_the_store_is_unreachable_the_pages_say_so_and_an_upload_loses_nothing(
    kept: Dossier, settings: Settings
) -> None:
    content = video()
    act = recorded(kept, content + b"another")
    handler = as_role(kept, Role.HANDLER)
    upload = begun(handler, content)["id"]
    reachable = settings.MINGZHI_STORE
    settings.MINGZHI_STORE = NOWHERE
    there = reverse("desk:exhibit", args=[kept.pk, act.number, act.exhibits[0].sha256])
    shown = handler.get(there)
    assert shown.status_code == 503
    assert "材料现在打不开" in shown.content.decode()
    answer = put(handler, upload, content, 0, len(content))
    assert answer.status_code == 503
    assert "连不上" in answer.json()["error"]
    assert handler.get(reverse("desk:dossier", args=[kept.pk])).status_code == 200

    settings.MINGZHI_STORE = reachable
    again = begun(handler, content)
    assert (again["id"], again["offset"]) == (upload, len(content))
    assert put(handler, upload, content, len(content), len(content)).status_code == 201
    assert objects().size(hashlib.sha256(content).hexdigest()) == len(content)


def test_the_site_does_not_start_on_a_bucket_without_lock_but_does_while_the_store_is_away(
    rados: Rados, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    name = f"b{uuid.uuid4().hex}"
    settings.MINGZHI_STORE = rados.url(name)
    objects().client.create_bucket(Bucket=name)
    with pytest.raises(ImproperlyConfigured, match="没有开对象锁"):
        check_at_start()
    settings.MINGZHI_STORE = NOWHERE
    check_at_start()
    assert "现在连不上" in caplog.text
