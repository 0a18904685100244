"""空着的几栏：同一条规则要求填写、却空着的几栏，合成一条理由来说，免得同样的依据重复几遍。"""

from __future__ import annotations

from collections.abc import Sequence

from mingzhi.casework.gates import Ground

BLANK = "没有填写"


def together(grounds: Sequence[Ground]) -> tuple[Ground, ...]:
    """各条理由；同一条规则的空栏合在最先的一条里。"""
    found: list[Ground] = []
    for each in grounds:
        if not each.lacks.startswith(BLANK):
            found.append(each)
            continue
        same = [ground for ground in grounds if ground.rule == each.rule and ground.lacks.startswith(BLANK)]
        if each is not same[0]:
            continue
        names = "、".join(ground.lacks.removeprefix(BLANK) for ground in same)
        then = each.then if len(same) == 1 else "请填写（勾选）空着的这几栏"
        found.append(each._replace(lacks=f"{BLANK}{names}", then=then))
    return tuple(found)
