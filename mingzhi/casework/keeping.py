"""保管：材料至少保管到哪天。存放的地方锁得住的，照它上锁（档案法实施条例第二十四条：期满才鉴定、销毁）。

年数都在规则包和立卷时选定的保管期限里；锁只能延长不能缩短，所以还不知道的，照最短的一档。
"""

from __future__ import annotations

from datetime import date

from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.disposal import CLOSING, KEPT_FOR_EVER, retention, retention_years
from mingzhi.law.pack import Rules

SHORT, LONG = "archive.retention.short", "archive.retention.long"


def keep_until(file: CaseFile, rules: Rules, today: date) -> date | None:
    """至少保管到哪天（含这一天）；规则包没有写、又没有立卷的为空。

    没有立卷的，照定期保管最短的一档；永久的、写法认不出的，照最长的一档从今年数起，一年一年往后延。
    没有结案的，从最近一项行为那年数起：结案不会比它更早。提请销毁不算，否则越要销毁锁得越久。
    """
    worked = [act.day for act in file.acts if act.kind not in KEPT_FOR_EVER]
    if not worked:
        return None
    days = [act.day for kind in CLOSING for act in file.all(kind)] or worked
    start, years = max(days).year, retention_years(file)
    if not retention(file):
        years = _years(rules, SHORT)
    elif years is None:
        start, years = today.year, _years(rules, LONG)
    return date(start + years, 12, 31) if years is not None else None


def _years(rules: Rules, name: str) -> int | None:
    found = rules.parameter(name)
    return int(found) if found is not None else None
