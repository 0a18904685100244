"""一个在浏览器前的人：看标签、点按钮、填表、按键。不直接提交，也不看数据库。"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.site import PASSWORD, Site

MARKS = r"(\s*(必填|取自案卷))*"


def named(label: str) -> re.Pattern[str]:
    """标签，后面可以有“必填”“取自案卷”。"""
    return re.compile(rf"^\s*{re.escape(label)}{MARKS}\s*$")


@dataclass
class Person:
    page: Page
    site: Site

    # 走到哪里 --------------------------------------------------------------------------------------

    def go(self, path: str) -> None:
        answer = self.page.goto(f"{self.site.url}{path}")
        assert answer is not None and answer.status < 400, f"{path}：{answer and answer.status}"

    def sign_in(self, username: str) -> None:
        self.go("/people/sign-in")
        self.page.get_by_label("用户名").first.fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("heading", level=1).first).to_be_visible()
        assert "/people/sign-in" not in self.page.url, self.text()

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="退出").first.click()

    def open_case(self, party: str) -> None:
        """在上面的查找里写当事人，点进案卷。"""
        self.go("/desk/")
        self.page.get_by_label("查案卷、当事人、文号").fill(party)
        self.page.keyboard.press("Enter")
        self.page.locator("main table tbody").get_by_role("link").filter(has_text=party).first.click()
        expect(self.page.get_by_role("heading", level=1).first).to_contain_text(party)

    def choose(self, name: str) -> None:
        """在案卷的概况里点要记的一项：下一步里有的直接点，没有的打开“记其他执法行为”。"""
        main = self.page.locator("main")
        main.get_by_role("navigation", name="案卷内容").get_by_role("link", name="概况").click()
        link = main.locator("#next").get_by_role("link", name=name, exact=True)
        if not link.first.is_visible():
            main.get_by_text("记其他执法行为", exact=True).click()
        link.first.click()
        expect(self.page.get_by_role("heading", level=1).first).to_contain_text(name)

    # 填 ------------------------------------------------------------------------------------------

    def fill(self, values: Mapping[str, Any], scope: Locator | None = None) -> None:
        for label, value in values.items():
            self.put(label, value, scope)

    def put(self, label: str, value: Any, scope: Locator | None = None) -> None:
        """按标签填一栏：文字、选项、勾、人员、几行。"""
        scope = scope or self.page.locator("main form.act-form")
        if isinstance(value, Sequence) and not isinstance(value, str):
            if value and isinstance(value[0], Mapping):
                self.rows(label, value, scope)
            else:
                group = scope.get_by_role("group", name=named(label))
                for box in group.get_by_role("checkbox").all():
                    row = box.locator("xpath=ancestor::label[1]").inner_text()
                    box.set_checked(any(name in row for name in value))
            return
        if isinstance(value, Mapping):
            self.fill(value, scope.get_by_role("group", name=named(label)))
            return
        group = scope.get_by_role("group", name=named(label))
        if group.count():
            group.get_by_label(value, exact=True).check()
            return
        control = scope.get_by_label(named(label))
        expect(control, label).to_have_count(1)
        if isinstance(value, bool):
            control.set_checked(value)
        elif control.evaluate("each => each.tagName") == "SELECT":
            option = control.locator("option").filter(has_text=value).first
            control.select_option(value=option.get_attribute("value"))
        else:
            control.fill(value)

    def rows(self, label: str, values: Sequence[Mapping[str, Any]], scope: Locator) -> None:
        for index, row in enumerate(values, start=1):
            group = scope.get_by_role("group", name=f"{label} 第 {index} 行")
            if not group.count():
                scope.get_by_role("button", name=re.compile(rf"增加一行\s*：{label}$")).click()
                self.settled()
            self.fill(row, group)

    def settled(self) -> None:
        self.page.wait_for_load_state("load")

    # 写 ------------------------------------------------------------------------------------------

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()
        self.settled()

    def write(self) -> None:
        """写入案卷，应当写得进去。有空着的栏的，看过以后照实写入。"""
        self.press("写入案卷")
        blank = self.page.get_by_role("button", name="空着的照实写入，记为瑕疵")
        if blank.count():
            blank.click()
            self.settled()
        self.done()

    def done(self) -> None:
        said = self.page.locator("main [role=status].note, main .refusal").first
        expect(said).to_be_visible()
        refusals = self.page.locator(".refusal")
        assert not refusals.count(), refusals.first.inner_text() + self.faults()

    def faults(self) -> str:
        """填错的栏旁边写的话。"""
        return "；".join(self.page.locator("form .lamp-late").all_inner_texts())

    def refused(self, *words: str) -> Locator:
        """被拒绝：焦点在理由上，写明依据，words 都在。"""
        refusal = self.page.locator("section.refusal[tabindex], div.refusal[tabindex]").first
        expect(refusal).to_be_visible()
        expect(refusal).to_be_focused()
        for each in ("依据", *words):
            expect(refusal).to_contain_text(each)
        return refusal

    def record(self, kind: str, values: Mapping[str, Any]) -> None:
        """从概况选一项，填好，写入。"""
        self.choose(kind)
        self.fill(values)
        self.write()

    # 看 ------------------------------------------------------------------------------------------

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def sees(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each)

    def value(self, label: str) -> str:
        return self.page.locator("main form.act-form").get_by_label(named(label)).input_value()
