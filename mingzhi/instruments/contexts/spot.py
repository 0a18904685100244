"""当场处罚的文书：编有号码的当场行政处罚决定书（行政处罚法第五十二条）。"""

from __future__ import annotations

from dataclasses import dataclass

from mingzhi.casework.acts.spot import PenaltyImposedOnSpot
from mingzhi.instruments.text import cn_time

from .paper import Paper, Source, common
from .terms import PAYMENT, RECONSIDERATION, SURCHARGE, plain, term

AFTER_RECONSIDERATION = "remedy.litigation.after.days"


@dataclass(frozen=True, kw_only=True)
class SpotDecision(Paper):
    """当场行政处罚决定书：第五十二条第二款列明的各项。"""

    it: PenaltyImposedOnSpot
    when: str
    kind_label: str
    payment_period: str
    surcharge: str
    fine_account: str
    reconsideration: str
    litigation: str


def spot_decision(source: Source) -> SpotDecision:
    shared = common(source)
    it = source.own(PenaltyImposedOnSpot)
    if it.party is not None and it.party.name:
        shared |= {"party": it.party}
    after = source.rules.parameter(AFTER_RECONSIDERATION)
    return SpotDecision(
        **shared,
        it=it,
        when=cn_time(it.imposed_at) if it.imposed_at else "",
        kind_label=it.penalty.label if it.penalty else "",
        payment_period=term(source.rules, PAYMENT),
        surcharge=term(source.rules, SURCHARGE),
        fine_account=source.agency.fine_account,
        reconsideration=term(source.rules, RECONSIDERATION),
        litigation=f"{plain(after)}日" if after is not None else "",
    )
