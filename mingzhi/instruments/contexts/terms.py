"""文书里的法定数字和救济途径：一律取自规则包的参数，模板里没有数字；没有填写的参数印成（待填），不猜。

参数按决定之日取，所以复议机关在行政复议法 2024-01-01 施行前后的不同，由规则包里参数的有效日期决定。
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mingzhi.casework.agency import Agency
from mingzhi.law.pack import Rules

RECONSIDERATION = "remedy.reconsideration.days"
RECONSIDERATION_SUPERIOR = "remedy.reconsideration.superior"
LITIGATION = "remedy.litigation.months"
PAYMENT = "payment.days"
SURCHARGE = "surcharge.percent"
ANNOUNCEMENT = "announcement.days"
HEARING_REQUEST = "hearing.request.days"
STATEMENT = "statement.days"

PARAMETERS = (
    RECONSIDERATION,
    RECONSIDERATION_SUPERIOR,
    LITIGATION,
    PAYMENT,
    SURCHARGE,
    ANNOUNCEMENT,
    HEARING_REQUEST,
    STATEMENT,
)
"""文书要用的参数名。"""


def term(rules: Rules, name: str) -> str:
    """参数连同单位的写法，如 60日、6个月；没有填写的为空，模板印成（待填）。"""
    rule = rules.parameters.get(name)
    if rule is None or rule.parameter is None or rule.parameter.number is None:
        return ""
    return f"{plain(rule.parameter.number)}{rule.parameter.unit}"


def plain(number: Decimal) -> str:
    """不带多余零的数。"""
    return f"{number.normalize():f}"


@dataclass(frozen=True)
class Remedies:
    """救济途径和期限。typed 是办案人写好的一段，有它就用它。"""

    typed: str
    bodies: str
    """向谁申请行政复议。"""
    reconsideration: str
    litigation: str
    court: str


def remedies(agency: Agency, rules: Rules, typed: str = "") -> Remedies:
    """决定之日的救济途径。行政复议法 2023 年修订以前，还可以向上一级主管部门申请。"""
    bodies = agency.reconsideration
    if bodies and rules.parameter(RECONSIDERATION_SUPERIOR):
        bodies += "或者上一级医疗保障行政部门"
    return Remedies(
        typed=typed.strip(),
        bodies=bodies,
        reconsideration=term(rules, RECONSIDERATION),
        litigation=term(rules, LITIGATION),
        court=agency.court,
    )


def remedies_text(agency: Agency, rules: Rules, paper: str = "本决定书") -> str:
    """预填决定书的救济途径。参数或者机关资料没有填写的，返回空，由人写。"""
    found = remedies(agency, rules)
    if not (found.bodies and found.reconsideration and found.litigation and found.court):
        return ""
    return (
        f"如不服本决定，可以自收到{paper}之日起{found.reconsideration}内向{found.bodies}申请行政复议，"
        f"也可以自收到{paper}之日起{found.litigation}内依法向{found.court}提起行政诉讼。"
    )
