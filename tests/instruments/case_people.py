"""示例案的机关、当事人、办案人员，和记事的本子。人名、单位、号码都是虚构的。"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mingzhi.casework.act import SHANGHAI, Act, Body, Exhibit
from mingzhi.casework.actor import Actor, Officer, Role
from mingzhi.casework.acts.common import ApprovalVerdict, Level, OpinionGiven
from mingzhi.casework.acts.lead import (
    Party,
    PartyKind,
    PartyStanding,
)
from mingzhi.casework.acts.service import (
    DocumentServed,
    ServiceMethod,
)
from mingzhi.casework.agency import Agency

AGENCY = Agency(
    code="500199",
    name="重庆市示例区医疗保障局",
    abbr="示",
    place="chongqing",
    address="重庆市示例区示例大道1号",
    phone="023-00000000",
    fund_account="示例区医疗保障基金财政专户（示例银行示例支行，账号00001111）",
    fine_account="示例银行示例支行（户名：示例区财政局，账号00002222）",
    reconsideration="示例区人民政府",
    court="示例区人民法院",
)


def credit_code(first_seventeen: str) -> str:
    """统一社会信用代码：补上校验位（GB 32100）。"""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(char) * pow(3, place, 31) for place, char in enumerate(first_seventeen))
    return first_seventeen + alphabet[(31 - total % 31) % 31]


PARTY = Party(
    kind=PartyKind.ORGANIZATION,
    standing=PartyStanding.PHARMACY,
    name="重庆示例大药房有限公司",
    code=credit_code("91500199MA0000000"),
    address="重庆市示例区示例路88号一层",
    legal_representative="苏某示",
    position="经理",
    postcode="400000",
    phone="023-00000088",
)

PERSON = Party(
    kind=PartyKind.PERSON,
    standing=PartyStanding.INSURED,
    name="吴某示",
    identity_number="500199199001010017",
    age=35,
    sex="男",
    employer="示例商贸有限公司",
    employer_address="重庆市示例区示例路9号",
    home="重庆市示例区示例村1组",
    phone="023-00000099",
    postcode="400000",
)


def actor(number: str, name: str, department: str, *roles: Role, enforces: bool = True) -> Actor:
    return Actor(
        number=number,
        name=name,
        department=department,
        certificate=f"渝示{number}" if enforces else "",
        certificate_from=date(2024, 1, 1),
        certificate_until=date(2028, 12, 31),
        agency=AGENCY.code,
        agency_name=AGENCY.name,
        department_enforces=enforces,
        roles=roles,
    )


ZHOU = actor("0001", "周甲示", "基金监督科", Role.HANDLER)
ZHENG = actor("0002", "郑乙示", "基金监督科", Role.HANDLER)
HEAD = actor("0003", "何科示", "基金监督科", Role.UNIT_HEAD)
REVIEWER = actor("0004", "邓丙示", "法规科", Role.REVIEWER, enforces=False)
REVIEW_HEAD = actor("0005", "罗丁示", "法规科", Role.REVIEW_HEAD, enforces=False)
DEPUTY = actor("0006", "孟副示", "局领导", Role.DEPUTY)
PRINCIPAL = actor("0007", "林局示", "局领导", Role.PRINCIPAL)
HOST = actor("0008", "谭听示", "法规科", Role.HEARING_HOST, enforces=False)
ARCHIVIST = actor("0009", "石档示", "办公室", Role.ARCHIVIST, enforces=False)
PUBLISHER = actor("0010", "钟公示", "办公室", Role.PUBLISHER, enforces=False)


def officers(*people: Actor) -> tuple[Officer, ...]:
    return tuple(person.officer() for person in people)


PAIR = officers(ZHOU, ZHENG)
YUAN = Decimal


def at(text: str) -> datetime:
    """北京时间，如 2025-09-24 09:31。"""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


class Book:
    """按序记下的行为。"""

    def __init__(self) -> None:
        self.acts: list[Act] = []

    def add(self, kind: str, when: str, by: Actor, body: Body, *exhibits: Exhibit) -> int:
        moment = at(when if " " in when else f"{when} 10:00")
        number = len(self.acts) + 1
        self.acts.append(Act(number, kind, by, moment, moment, body, exhibits))
        return number

    def opinion(self, when: str, by: Actor, of: int, level: Level, text: str) -> None:
        body = OpinionGiven(of=of, level=level, verdict=ApprovalVerdict.AGREE, text=text)
        self.add("opinion.given", when, by, body)

    def served(self, when: str, of: int, instrument: str, **changes: Any) -> int:
        moment = at(when)
        fields: dict[str, Any] = {
            "of": of,
            "instrument": instrument,
            "method": ServiceMethod.DIRECT,
            "served_on": moment.date(),
            "served_at": moment,
            "place": PARTY.address,
            "officers": PAIR,
            "receiver": "苏某示",
            "relation": "法定代表人",
            "sealed": True,
            "explained": True,
        }
        return self.add("document.served", when, ZHOU, DocumentServed(**{**fields, **changes}))
