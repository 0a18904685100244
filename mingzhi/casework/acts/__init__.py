"""执法行为的种类，一个阶段一个模块。增加一种行为，只动这里一个模块，另加规则包和（要打印的）文书模板。"""

from mingzhi.casework.acts import (
    archive,
    coercion,
    common,
    conclusion,
    decision,
    disclosure,
    discussion,
    evidence,
    execution,
    filing,
    hearing,
    inspection,
    lead,
    review,
    service,
    telling,
)

__all__ = [
    "archive",
    "coercion",
    "common",
    "conclusion",
    "decision",
    "disclosure",
    "discussion",
    "evidence",
    "execution",
    "filing",
    "hearing",
    "inspection",
    "lead",
    "review",
    "service",
    "telling",
]
