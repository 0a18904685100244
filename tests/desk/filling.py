"""像浏览器那样：把页面上的表单读成提交的内容。没有脚本，只照 HTML 的规矩。"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.datastructures import MultiValueDict


@dataclass
class Filled:
    """一张表单：要提交的每一栏，按页面的次序。"""

    action: str = ""
    pairs: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def data(self) -> MultiValueDict[str, str]:
        found: MultiValueDict[str, str] = MultiValueDict()
        for name, value in self.pairs:
            # 浏览器提交的换行是 CR LF。
            found.appendlist(name, value.replace("\r\n", "\n").replace("\n", "\r\n"))
        return found

    def typing(self, **changes: str) -> dict[str, list[str]]:
        """改几栏再提交；名字里的点写成两道下划线。"""
        data = self.data
        for name, value in changes.items():
            data.setlist(name.replace("__", "."), [value])
        return dict(data.lists())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Filled] = []
        self.form: Filled | None = None
        self.area: str | None = None
        self.text = ""
        self.select: str | None = None
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        name, value = has.get("name") or "", has.get("value") or ""
        if tag == "form":
            self.form = Filled(has.get("action") or "")
            self.forms.append(self.form)
        if self.form is None:
            return
        if tag == "button" and name:
            self.form.buttons.append((name, value))
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "select":
            self.select, self.options = name, []
        elif tag == "option" and self.select is not None:
            self.options.append((value, "selected" in has))
        elif tag == "input" and name and "disabled" not in has:
            kind = has.get("type") or "text"
            if kind == "file" or (kind in ("checkbox", "radio") and "checked" not in has):
                return
            self.form.pairs.append((name, value if kind != "checkbox" or "value" in has else "on"))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.area is not None and self.form is not None:
            # 开头的一个换行，浏览器不算。
            self.form.pairs.append((self.area, self.text.removeprefix("\n")))
            self.area = None
        elif tag == "select" and self.select is not None and self.form is not None:
            chosen = [value for value, on in self.options if on] or [value for value, _ in self.options[:1]]
            self.form.pairs += [(self.select, value) for value in chosen[:1]]
            self.select = None


def forms(html: str) -> list[Filled]:
    """页面上的各张表单。"""
    reader = _Reader()
    reader.feed(html)
    return reader.forms


def form(html: str, having: str = "expects") -> Filled:
    """有某一栏的那张表单。"""
    return next(each for each in forms(html) if any(name == having for name, _ in each.pairs))
