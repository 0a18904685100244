"""示例的机构和人员：一个按重庆规则，一个按麒麟规则，各有全部角色。

证件的有效期从载入的年份推算，所以哪一年第一次启动，多数证件都有效；每个局各有一名证件已过期的人员，
用来看「安排他去检查」怎样被拒绝。听证主持人所在的科室既不执法也不审核，所以不会与本案有牵连。
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from mingzhi.casework.actor import Role
from mingzhi.people.models import Agency, Department, Person
from mingzhi.people.services import issue_certificate, make_agency, make_department, make_person

CHONGQING = "shili-chongqing"
QILIN = "shili-qilin"

# 证件有效期：几年前的几月一日起，五年。
Term = tuple[int, int]
CURRENT: Term = (4, 3)
RECENT: Term = (3, 7)
EXPIRED: Term = (6, 5)
YEARS = 5


@dataclass(frozen=True)
class SamplePerson:
    """一名示例人员。serial 是人员编号和执法证号的尾数；没有 term 的没有执法证。"""

    serial: int
    username: str
    name: str
    roles: tuple[Role, ...] = ()
    term: Term | None = None
    male: bool = True
    law: str = ""
    post: str = ""


@dataclass(frozen=True)
class SampleDepartment:
    """一个示例科室。"""

    name: str
    people: tuple[SamplePerson, ...]
    enforces: bool = False
    reviews: bool = False
    affiliated: bool = False


@dataclass(frozen=True)
class SampleAgency:
    """一个示例机构。"""

    code: str
    fields: dict[str, str]
    prefix: str
    certificates: str
    region: str
    departments: tuple[SampleDepartment, ...] = field(default=())


INSPECTOR = "基金监管执法"
LAWYER = "法学本科，具有国家统一法律职业资格"

chongqing = SampleAgency(
    code=CHONGQING,
    fields={
        "name": "示例区医保局（重庆规则）",
        "abbr": "示",
        "place": "chongqing",
        "address": "重庆市示例区示例路 1 号",
        "phone": "023-0000 0000",
        "fund_account": "示例区医疗保障基金财政专户 示例银行 0000 0000 0001",
        "fine_account": "示例银行示例区支行 0000 0000 0002",
        "reconsideration": "重庆市示例区人民政府",
        "court": "重庆市示例区人民法院",
    },
    prefix="CQ",
    certificates="示证500111",
    region="示例区",
    departments=(
        SampleDepartment(
            "局领导",
            (
                SamplePerson(1, "wangshizhang", "王示长", (Role.PRINCIPAL,), CURRENT),
                SamplePerson(2, "zhaoshifu", "赵示副", (Role.DEPUTY,), CURRENT, male=False),
            ),
        ),
        SampleDepartment(
            "基金监督科",
            (
                SamplePerson(11, "lishiwu", "李示戊", (Role.UNIT_HEAD,), CURRENT, post="基金监督科负责人"),
                SamplePerson(12, "zhoujia", "周甲示", (Role.HANDLER,), CURRENT, post=INSPECTOR),
                SamplePerson(19, "wuyi", "吴乙示", (Role.HANDLER,), RECENT, male=False, post=INSPECTOR),
                SamplePerson(20, "fengshigeng", "冯示庚", (Role.HANDLER,), CURRENT, post=INSPECTOR),
                SamplePerson(21, "chenshixin", "陈示辛", (Role.HANDLER,), EXPIRED, post=INSPECTOR),
            ),
            enforces=True,
        ),
        SampleDepartment(
            "法规科",
            (
                SamplePerson(31, "qianshiji", "钱示己", (Role.REVIEW_HEAD,), male=False, law=LAWYER),
                SamplePerson(32, "zhengbing", "郑丙示", (Role.REVIEWER,), law=LAWYER),
                SamplePerson(33, "weishiyin", "卫示寅", (Role.REVIEWER,), male=False, law="法律硕士"),
            ),
            reviews=True,
        ),
        SampleDepartment(
            "办公室",
            (
                SamplePerson(41, "sunshiding", "孙示丁", (Role.CUSTODIAN,), male=False),
                SamplePerson(42, "heshiren", "何示壬", (Role.ARCHIVIST,)),
                SamplePerson(43, "caoshigui", "曹示癸", (Role.PUBLISHER,), male=False),
                SamplePerson(44, "shenshizi", "沈示子", (Role.ADMINISTRATOR,)),
            ),
        ),
        SampleDepartment("待遇保障科", (SamplePerson(51, "hanshichou", "韩示丑", (Role.HEARING_HOST,)),)),
        SampleDepartment(
            "机关纪委", (SamplePerson(61, "xushimao", "许示卯", (Role.SUPERVISOR,), male=False),)
        ),
        SampleDepartment("医疗保险服务中心", (SamplePerson(71, "jiangshichen", "蒋示辰"),), affiliated=True),
    ),
)

qilin = SampleAgency(
    code=QILIN,
    fields={
        "name": "示例区医保局（麒麟规则）",
        "abbr": "麒示",
        "place": "yunnan-qujing-qilin",
        "address": "曲靖市麒麟区示例街 2 号",
        "phone": "0874-000 0000",
        "fund_account": "麒麟示例医疗保障基金财政专户 示例银行 0000 0000 0003",
        "fine_account": "示例银行麒麟示例支行 0000 0000 0004",
        "reconsideration": "麒麟示例区人民政府",
        "court": "麒麟示例区人民法院",
    },
    prefix="QL",
    certificates="示证530302",
    region="麒麟示例区",
    departments=(
        SampleDepartment(
            "局领导",
            (
                SamplePerson(1, "yangshizhang", "杨示长", (Role.PRINCIPAL,), CURRENT, male=False),
                SamplePerson(2, "tangshifu", "唐示副", (Role.DEPUTY,), CURRENT),
            ),
        ),
        SampleDepartment(
            "业务科",
            (
                SamplePerson(11, "gaogeng", "高庚示", (Role.UNIT_HEAD,), CURRENT, post="业务科负责人"),
                SamplePerson(12, "chending", "陈丁示", (Role.HANDLER,), CURRENT, post=INSPECTOR),
                SamplePerson(13, "linwu", "林戊示", (Role.HANDLER,), RECENT, male=False, post=INSPECTOR),
                SamplePerson(14, "luoxin", "罗辛示", (Role.HANDLER,), EXPIRED, post=INSPECTOR),
            ),
            enforces=True,
        ),
        SampleDepartment(
            "局办公室",
            (
                SamplePerson(31, "liangren", "梁壬示", (Role.REVIEW_HEAD,), law=LAWYER),
                SamplePerson(32, "huangji", "黄己示", (Role.REVIEWER,), male=False, law="法学本科"),
                SamplePerson(33, "songgui", "宋癸示", (Role.PUBLISHER,), male=False),
                SamplePerson(34, "xiezi", "谢子示", (Role.ARCHIVIST,)),
                SamplePerson(35, "dengchou", "邓丑示", (Role.ADMINISTRATOR,)),
            ),
            reviews=True,
        ),
        SampleDepartment(
            "基金财务科",
            (
                SamplePerson(41, "pengyin", "彭寅示", (Role.CUSTODIAN,), male=False),
                SamplePerson(42, "yuanmao", "袁卯示", (Role.SUPERVISOR,)),
            ),
        ),
        SampleDepartment("待遇保障科", (SamplePerson(51, "dongchen", "董辰示", (Role.HEARING_HOST,)),)),
        SampleDepartment(
            "区医疗保险服务中心", (SamplePerson(71, "pansi", "潘巳示", male=False),), affiliated=True
        ),
    ),
)


def load(now: datetime, progress: Callable[[str], None] = lambda said: None) -> None:
    """载入两个局；已经有的不动。"""
    # 同一个密码只算一次：算一次要几百毫秒。
    password = make_password(settings.MINGZHI_SAMPLE_PASSWORD)
    for each in (chongqing, qilin):
        with transaction.atomic():
            added = load_agency(each, now.date(), password)
        progress(f"{each.fields['name']}：{added} 人" if added else f"{each.fields['name']}：已经有了")


def load_agency(sample: SampleAgency, day: date, password: str) -> int:
    """载入一个局，返回新增几人。"""
    founded = date(day.year - 7, 1, 2)
    agency = Agency.objects.filter(code=sample.code).first() or make_agency(
        code=sample.code, created=founded, sample=True, **sample.fields
    )
    added = 0
    for each in sample.departments:
        department = Department.objects.filter(agency=agency, name=each.name).first() or make_department(
            agency,
            each.name,
            created=founded,
            enforces=each.enforces,
            reviews=each.reviews,
            affiliated=each.affiliated,
        )
        for person in each.people:
            if not Person.objects.filter(username=person.username).exists():
                add(sample, department, person, day, password)
                added += 1
    return added


def add(sample: SampleAgency, department: Department, one: SamplePerson, day: date, password: str) -> None:
    """任用一人，有证的发证。"""
    person = make_person(
        department,
        username=one.username,
        name=one.name,
        number=f"{sample.prefix}{one.serial:03}",
        roles=one.roles,
        created=department.created,
        sex=Person.Sex.MALE if one.male else Person.Sex.FEMALE,
        post=one.post,
        region=sample.region if one.post else "",
        law_background=one.law,
        law_qualified="法律职业资格" in one.law,
    )
    Person.objects.filter(pk=person.pk).update(password=password)
    if one.term:
        number = f"{sample.certificates}{one.serial:05}"
        issue_certificate(person, number, **term(one.term, day))


def term(begins: Term, day: date) -> dict[str, date]:
    """有效期：从 day 那年往前数几年的某月一日起，五年，到期前一日止。"""
    start = date(day.year - begins[0], begins[1], 1)
    end = date(start.year + YEARS, start.month, 1)
    return {"valid_from": start, "valid_until": date.fromordinal(end.toordinal() - 1)}
