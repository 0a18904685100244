"""登记簿和依申请事项的测试共用的：照场景的样子写几项。"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from mingzhi.casework.act import Matter
from mingzhi.casework.actor import Actor
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for, agency_value
from mingzhi.record.append import append
from mingzhi.record.dossiers import open_dossier, register_of
from mingzhi.record.exhibits import store
from mingzhi.record.models import Dossier
from tests.disclosure.cases import at, write

CHONGQING, QILIN = "shili-chongqing", "shili-qilin"
CODE = "91500111MA5TEST01X"
SAMPLE_TEXT = "示例：申请书示范文本"

DELEGATION: dict[str, Any] = {
    "organization": "示例区医疗保障事务中心",
    "officers": [{"name": "何示执", "certificate": "示证900"}],
    "basis": "行政处罚法第二十条",
    "items": "定点零售药店的检查",
    "powers": "检查、收集证据；不得实施行政强制措施",
    "since": "2026-01-01",
    "until": "2026-03-31",
    "rights": "双方各负其责",
    "liability": "委托机关承担法律责任",
    "public_affairs": True,
}
RANDOM: dict[str, Any] = {
    "name": "定点零售药店检查",
    "category": "行政检查",
    "content": "医保费用结算",
    "body": "示例区医疗保障局",
    "basis": "医疗保障基金使用监督管理条例",
    "officers": "基金监督科四人",
    "procedure": "双随机抽取",
}
GUIDE: dict[str, Any] = {
    "name": "示例事项办理",
    "accepting": "服务窗口",
    "approving": "示例区医疗保障局",
    "conditions": "依法设立",
    "materials": [{"name": "申请书", "requirement": "原件一份"}],
    "process": "受理、审查、决定",
    "time_limit": "二十个工作日",
    "basis": "示例规定",
}
PLACARD: dict[str, Any] = {
    "post": "综合受理窗口",
    "duties": "受理申请",
    "samples": "窗口取阅",
    "progress": "凭查询码查询",
    "advice": "电话咨询",
    "complaints": "投诉举报电话",
}
COLUMN: dict[str, Any] = {
    "name": "信用修复指引",
    "column": "信用修复",
    "basis": "政府信息公开条例",
    "text": "修复的条件",
}


def person(username: str, day: str) -> Actor:
    return actor_for(Person.objects.get(username=username), at(day).date())


def register(code: str = CHONGQING) -> Dossier:
    return register_of(agency_value(code), Matter.LISTING, now=at("2026-01-05 09:00"), sample=True)


def list_item(book: Dossier, kind: str, when: str, by: str = "zhoujia", **body: Any) -> int:
    """列入一项，返回序号。"""
    said = {"formed_on": when[:10], "cause": "new", **body}
    return write(book, kind, by, when, **said).act.number


def publish(book: Dossier, of: int, when: str, by: str = "zhaoshifu") -> None:
    checked = {"no_state_secret": True, "no_danger": True, "privacy_handled": True}
    write(book, "listing.published", by, when, of=of, **checked)


def guide_with_file(book: Dossier, when: str) -> int:
    """带示范文本的服务指南。"""
    exhibit = store(BytesIO(SAMPLE_TEXT.encode()), "申请书示范文本.txt", "text/plain")
    now = at(when)
    body = {"formed_on": when[:10], "cause": "new", **GUIDE}
    by = person("zhoujia", when)
    return append(book, "guide.listed", body, by=by, happened=now, now=now, exhibits=[exhibit]).act.number


def application(applicant: dict[str, Any] | None = None) -> Dossier:
    """收到申请、受理了的一件。"""
    found = open_dossier(
        agency_value(CHONGQING), now=at("2026-03-02 09:00"), sample=True, matter=Matter.APPLICATION
    )
    given = applicant or {"kind": "organization", "name": "示例诊所", "code": CODE}
    write(
        found,
        "application.received",
        "zhoujia",
        "2026-03-02 10:00",
        item="示例事项办理",
        applicant=given,
        received_on="2026-03-02",
        materials=[{"name": "申请书", "form": "原件"}],
    )
    officers = [person(name, "2026-03-03 10:00").officer() for name in ("zhoujia", "wuyi")]
    write(found, "application.accepted", "zhoujia", "2026-03-03 10:00", handlers=officers)
    return found
