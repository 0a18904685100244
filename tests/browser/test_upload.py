"""上传大文件：本机算的摘要与标准的相同；一块传到一半断了网，接上自己续传；关了页再选，从断的地方接着传。"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Request, Route, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.site import Site

pytestmark = pytest.mark.xdist_group("browser")
PARTY = "重庆示例安康药房有限公司"
CHUNK = 4 * 1024 * 1024
PUTS = "**/desk/uploads/*/"
ASKED = """(sizes) => Promise.all(sizes.map((size) => new Promise((resolve, reject) => {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i += 1) bytes[i] = (i * 31 + 7) & 255;
  const worker = new Worker("/static/desk/digest.js");
  worker.onmessage = ({ data }) => { if (data.digest) resolve(data.digest); else if (data.fault) reject(data.fault); };
  worker.onerror = reject;
  worker.postMessage({ file: new Blob([bytes]) });
})))"""


def form(enter: Enter, site: Site) -> Person:
    jia = enter("zhoujia")
    jia.go(f"/desk/dossiers/{site.case(PARTY)}/acts/new/recording.ingested/")
    return jia


def large(folder: Path, seed: bytes) -> Path:
    """三块：两块半多一点，各不相同。"""
    file = folder / f"{seed.decode()}.mp4"
    file.write_bytes((hashlib.sha256(seed).digest() * (CHUNK // 32)) * 2 + seed * 1000)
    return file


def test_the_browsers_own_digest_agrees_with_the_standard_at_every_length(enter: Enter, site: Site) -> None:
    sizes = [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1000, CHUNK - 1, CHUNK, CHUNK + 5]
    found = form(enter, site).page.evaluate(ASKED, sizes)
    pattern = bytes((i * 31 + 7) & 255 for i in range(256)) * (CHUNK // 256 + 1)
    assert found == [hashlib.sha256(pattern[:size]).hexdigest() for size in sizes]


def test_a_connection_lost_in_the_middle_is_taken_up_again(enter: Enter, site: Site, tmp_path: Path) -> None:
    jia, file = form(enter, site), large(tmp_path, b"lost")
    sent: list[str] = []

    def flaky(route: Route) -> None:
        if route.request.method == "PUT":
            sent.append(route.request.headers["content-range"])
            if len(sent) == 2:
                route.abort("connectionreset")
                return
        route.continue_()

    jia.page.route(PUTS, flaky)
    jia.page.locator("#f-files").set_input_files(file)
    row = jia.page.locator("[data-list]")
    expect(row).to_contain_text("断网了，接上后自动续传", timeout=30_000)
    expect(row).to_contain_text("已存入，随本项写入案卷", timeout=60_000)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    expect(row).to_contain_text(f"SHA-256 {digest[:4]}…{digest[-4:]}")
    starts = [int(each.removeprefix("bytes ").partition("-")[0]) for each in sent]
    assert starts == [0, CHUNK, CHUNK, 2 * CHUNK], "断的那一块重传，存过的不重传"


def test_after_the_page_was_closed_the_same_file_goes_on_where_it_stopped(
    enter: Enter, site: Site, tmp_path: Path
) -> None:
    jia, file = form(enter, site), large(tmp_path, b"again")
    sent: list[str] = []

    def cut(route: Route) -> None:
        if route.request.method == "PUT" and "bytes 0-" not in route.request.headers["content-range"]:
            route.abort("connectionreset")
        else:
            route.continue_()

    jia.page.route(PUTS, cut)
    jia.page.locator("#f-files").set_input_files(file)
    expect(jia.page.locator("[data-list]")).to_contain_text("断网了", timeout=30_000)
    jia.page.unroute(PUTS, cut)

    def seen(request: Request) -> None:
        if request.method == "PUT":
            sent.append(request.headers["content-range"])

    jia.page.on("request", seen)
    jia.page.reload()
    sent.clear()
    jia.page.locator("#f-files").set_input_files(file)
    expect(jia.page.locator("[data-list]")).to_contain_text("已存入，随本项写入案卷", timeout=60_000)
    assert sent and sent[0].startswith(f"bytes {CHUNK}-")


def test_without_an_encrypted_connection_the_file_is_hashed_all_the_same(
    enter: Enter, site: Site, tmp_path: Path
) -> None:
    jia, file = enter("zhoujia"), large(tmp_path, b"plain")
    # 没有加密传输的内网，浏览器不给 crypto.subtle。
    jia.page.add_init_script("Object.defineProperty(window.crypto, 'subtle', { value: undefined })")
    jia.go(f"/desk/dossiers/{site.case(PARTY)}/acts/new/recording.ingested/")
    jia.page.locator("#f-files").set_input_files(file)
    row = jia.page.locator("[data-list]")
    expect(row).to_contain_text("已存入，随本项写入案卷", timeout=60_000)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    expect(row).to_contain_text(f"SHA-256 {digest[:4]}…{digest[-4:]}")
