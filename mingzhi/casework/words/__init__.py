"""词：条件里用到的、要算一算的事实。引入本包即登记全部的词。

每个词说清楚它算什么；法律的数字不在这里，在规则包。
"""

from mingzhi.casework.words import after as _after  # noqa: F401
from mingzhi.casework.words import application as _application  # noqa: F401
from mingzhi.casework.words import authority as _authority  # noqa: F401
from mingzhi.casework.words import course as _course  # noqa: F401
from mingzhi.casework.words import custody as _custody  # noqa: F401
from mingzhi.casework.words import discretion as _discretion  # noqa: F401
from mingzhi.casework.words import disposal as _disposal  # noqa: F401
from mingzhi.casework.words import enforcement as _enforcement  # noqa: F401
from mingzhi.casework.words import exhibits as _exhibits  # noqa: F401
from mingzhi.casework.words import investigation as _investigation  # noqa: F401
from mingzhi.casework.words import listing as _listing  # noqa: F401
from mingzhi.casework.words import privacy as _privacy  # noqa: F401
from mingzhi.casework.words import rules as _rules  # noqa: F401
from mingzhi.casework.words import sealing as _sealing  # noqa: F401
from mingzhi.casework.words import telling as _telling  # noqa: F401
from mingzhi.casework.words import verbs as _verbs  # noqa: F401
from mingzhi.casework.words.amounts import range_limits, range_rule
from mingzhi.casework.words.people import handling_people, officers_of
from mingzhi.casework.words.review import latest_round, review_because, review_round

__all__ = [
    "handling_people",
    "latest_round",
    "officers_of",
    "range_limits",
    "range_rule",
    "review_because",
    "review_round",
]
