"""给 README 拍图：docs/pictures/*.png。起一个示例网站（自己的数据目录、停住的钟），像人那样走到那一页再拍。

用法：.venv/bin/python tools/take_pictures.py。每一张不超过 300 KB。
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.person import Person  # noqa: E402
from tests.browser.site import Site, copied, prepared  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
WIDE, PHONE = (1280, 900), (390, 844)
MOST = 300 * 1024

ASSIGNED = "重庆示例保和药房有限公司"
ASKED, PLANNED = "重庆示例百顺药房有限公司", "重庆示例安康药房有限公司"
SIGNED, DECIDED = "重庆示例养正药房有限公司", "重庆示例明德药房有限公司"
WITHDRAWN, RUNNING = "重庆示例大药房有限公司", "重庆示例广济药房有限公司"


def keep(name: str, picture: bytes) -> None:
    """存下；颜色减到 256 种，大小减到四分之一，字不糊。"""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    small = image.quantize(colors=256, dither=Image.Dither.NONE)
    file = PICTURES / f"{name}.png"
    small.save(file, optimize=True)
    size = file.stat().st_size
    if size > MOST:
        raise SystemExit(f"{file.name} 有 {size // 1024} KB，超过 {MOST // 1024} KB")
    print(f"{file.relative_to(ROOT)}　{image.width}×{image.height}　{size // 1024} KB")


@contextlib.contextmanager
def coming(
    browser: Browser, site: Site, username: str = "", size: tuple[int, int] = WIDE
) -> Iterator[Person]:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        device_scale_factor=2 if size == PHONE else 1,
    )
    person = Person(context.new_page(), site)
    if username:
        person.sign_in(username)
    yield person
    context.close()


def snap(name: str, page: Page, height: int = 0) -> None:
    """拍一屏；height 给出时拍到那么高。"""
    page.evaluate("document.activeElement && document.activeElement.blur()")
    if height:
        width = page.viewport_size["width"] if page.viewport_size else WIDE[0]
        page.set_viewport_size({"width": width, "height": height})
    keep(name, page.screenshot())


def numbered(site: Site, party: str, kind: str) -> str:
    case = site.case(party)
    rows = site.rows(
        "select max(number) from record_actrow where dossier_id in (?, ?) and kind = ?",
        case,
        case.replace("-", ""),
        kind,
    )
    return f"/desk/dossiers/{case}/acts/{rows[0][0]}/"


def desk(browser: Browser, site: Site) -> None:
    with coming(browser, site, "zhoujia") as jia:
        jia.go("/desk/")
        hide = jia.page.get_by_role("button", name=re.compile("不再|收起|知道"))
        if hide.count():
            hide.first.click()
            jia.go("/desk/")
        snap("inbox", jia.page)
        jia.go(f"/desk/dossiers/{site.case(RUNNING)}/")
        snap("dossier", jia.page, 1000)
    with coming(browser, site, "wangshizhang") as wang:
        wang.go(f"/desk/dossiers/{site.case(ASKED)}/acts/new/case.filed/")
        wang.put("承办人", ["周甲示"])
        wang.put("机关负责人意见", "同意立案")
        wang.press("写入案卷")
        snap("act-refused", wang.page, 1000)
    with coming(browser, site, "zhengbing") as bing:
        bing.go(f"/review/{site.case(ASSIGNED)}/")
        snap("review", bing.page, 1000)
    with coming(browser, site, "zhoujia", PHONE) as phone:
        phone.go(f"/desk/dossiers/{site.case(PLANNED)}/inspect/")
        phone.press("开始检查")
        phone.press("做了")
        snap("phone-inspection", phone.page)


def papers(browser: Browser, site: Site) -> None:
    with coming(browser, site, "zhoujia") as jia:
        annex = f"{numbered(site, SIGNED, 'review.signed')}documents/review_opinion.pdf"
        decision = f"{numbered(site, DECIDED, 'decision.made')}documents/penalty_decision.pdf"
        for name, path in (("annex2", annex), ("decision-pdf", decision)):
            answer = jia.page.request.get(f"{site.url}{path}")
            if not answer.ok:
                raise SystemExit(f"{path}：{answer.status}")
            page = pypdfium2.PdfDocument(answer.body())[0]
            picture = io.BytesIO()
            page.render(scale=1280 / page.get_width()).to_pil().save(picture, "PNG")
            keep(name, picture.getvalue())


def portal(browser: Browser, site: Site) -> None:
    with coming(browser, site) as one:
        one.go("/")
        snap("portal-home", one.page, 1000)
        for name, party in (("portal-decision", DECIDED), ("tombstone", WITHDRAWN)):
            case = site.case(party)
            slug = site.rows(
                "select slug from disclosure_publication where subject = 'decision' and dossier_id in (?, ?)",
                case,
                case.replace("-", ""),
            )[0][0]
            one.page.goto(f"{site.url}/p/{slug}")
            snap(name, one.page, 1000 if party == DECIDED else 820)


def main() -> None:
    chromium = os.environ.get("MINGZHI_CHROMIUM") or shutil.which("chromium")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        kept = os.environ.get("MINGZHI_TEST_SAMPLES")
        ready = prepared(Path(kept) if kept else Path(folder) / "samples")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with copied(ready, Path(folder) / "data") as site:
            desk(browser, site)
            papers(browser, site)
            portal(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
