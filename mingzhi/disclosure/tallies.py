"""计数：一卷在各条规则下做到几件、晚了几件；合起来，是条款登记页上本局的数字（公示办法第十一条要公开的数据由此可查）。

只数、只记规则的编号，不带当事人的任何内容。期限没有到的留下到期之日，到合计的那天再看晚没有晚：已经归档、不再每天重算的卷，也数得对。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from mingzhi.casework.act import Act
from mingzhi.casework.duties import Due, Lamp
from mingzhi.casework.gates import looking_back
from mingzhi.casework.view import View, view_of
from mingzhi.casework.words import review_because
from mingzhi.disclosure.models import DossierTally, FigureSheet
from mingzhi.law.pack import Pack
from mingzhi.record.models import Dossier
from mingzhi.record.upserts import upsert

# 卷数不多的机关，有新的行为当天就重新合计；多的一天合计一次（产品默认，只关快慢，不关数字）。
SMALL = 2000


def refresh(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> None:
    """写下一卷的计数；行为、规则没有变，还是同一天的，不重数。"""
    stamp = _stamp(pack, acts, today)
    if DossierTally.objects.filter(dossier=dossier, stamp=stamp).exists():
        return
    values = {"agency": dossier.agency, "stamp": stamp, "body": tally(pack, acts, today)}
    upsert(DossierTally.objects.all(), values, dossier=dossier)
    stale = FigureSheet.objects.filter(agency=dossier.agency, dossiers__lt=SMALL)
    stale._raw_delete(stale.db)  # 没有别的表指着它，不必先读出来


def forget() -> None:
    """全部丢掉；重建时逐卷重数。"""
    FigureSheet.objects.all().delete()
    DossierTally.objects.all().delete()


def _stamp(pack: Pack, acts: Sequence[Act], today: date) -> str:
    return f"{today}/{acts[-1].number if acts else 0}/{pack.fingerprint}"


def tally(pack: Pack, acts: Sequence[Act], today: date) -> dict[str, Any]:
    """数一卷：期限、各种行为、瑕疵、触发的审核。"""
    view = view_of(pack, acts, today)
    return {
        "dues": [_due(view, due) for due in view.dues if due.whose == "agency"],
        "acts": dict(Counter(act.kind for act in view.file.live)),
        "defects": dict(
            Counter(ground.rule for _, verdict in looking_back(view) for ground in verdict.defects)
        ),
        "review": [rule.id for rule in review_because(view)] if acts else [],
    }


def _due(view: View, due: Due) -> dict[str, Any]:
    if due.met_on is None:
        taken = None
    elif due.unit == "workday":
        taken = view.calendar.workdays_between(due.start, due.met_on)
    else:
        taken = (due.met_on - due.start).days
    return {
        "rule": due.rule.id,
        "day": due.day.isoformat(),
        "met": due.met_on.isoformat() if due.met_on else None,
        "stopped": due.status is Lamp.STOP,
        "taken": taken,
        "unit": due.unit,
    }


@dataclass
class Timed:
    """一条期限规则的合计。taken 是用了几日（工作日）→ 几件。"""

    on_time: int = 0
    late: int = 0
    open: int = 0
    unit: str = "workday"
    taken: Counter[int] = field(default_factory=Counter)

    @property
    def finished(self) -> int:
        return self.on_time + self.late

    @property
    def median(self) -> float | None:
        return median(self.taken.elements()) if self.taken else None


@dataclass
class Totals:
    """一个机关在 day 的合计。"""

    day: date
    dossiers: int = 0
    timed: dict[str, Timed] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)
    defects: Counter[str] = field(default_factory=Counter)
    review: Counter[str] = field(default_factory=Counter)

    def add(self, body: Mapping[str, Any]) -> None:
        """加上一卷。"""
        self.dossiers += 1
        self.acts.update(body["acts"])
        self.defects.update(body["defects"])
        self.review.update(body["review"])
        for each in body["dues"]:
            self._time(each)

    def _time(self, each: Mapping[str, Any]) -> None:
        found = self.timed.setdefault(each["rule"], Timed(unit=each["unit"]))
        due = date.fromisoformat(each["day"])
        if each["met"] is not None:
            in_time = date.fromisoformat(each["met"]) <= due
            found.on_time, found.late = found.on_time + in_time, found.late + (not in_time)
            found.taken[each["taken"]] += 1
        elif self.day > due and not each["stopped"]:
            found.late += 1
        else:
            found.open += 1

    def body(self) -> dict[str, Any]:
        """存成 JSON 的样子。"""
        return {
            "timed": {
                rule: [
                    each.on_time,
                    each.late,
                    each.open,
                    each.unit,
                    {str(taken): count for taken, count in each.taken.items()},
                ]
                for rule, each in self.timed.items()
            },
            "acts": dict(self.acts),
            "defects": dict(self.defects),
            "review": dict(self.review),
        }


def totals(agency: str, day: date) -> Totals:
    """一个机关在 day 的合计；存着当天的，就用它。"""
    sheet = FigureSheet.objects.filter(agency=agency, as_of=day).first()
    if sheet is not None:
        return _read(sheet)
    found = Totals(day)
    bodies = DossierTally.objects.filter(agency=agency).values_list("body", flat=True)
    for body in bodies.iterator(chunk_size=500):
        found.add(body)
    FigureSheet.objects.update_or_create(
        agency=agency, defaults={"as_of": day, "dossiers": found.dossiers, "body": found.body()}
    )
    return found


def _read(sheet: FigureSheet) -> Totals:
    body = sheet.body
    timed = {
        rule: Timed(on_time, late, running, unit, Counter({int(key): count for key, count in taken.items()}))
        for rule, (on_time, late, running, unit, taken) in body["timed"].items()
    }
    return Totals(
        sheet.as_of,
        sheet.dossiers,
        timed,
        Counter(body["acts"]),
        Counter(body["defects"]),
        Counter(body["review"]),
    )
