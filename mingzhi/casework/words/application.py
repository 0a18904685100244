"""词·依申请事项、举报奖励。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from decimal import Decimal

from mingzhi.casework.view import View, word
from mingzhi.casework.words.review import review_because


@word("licence.review_required", "拟作出的许可决定应当进行法制审核")
def _(view: View) -> bool:
    return bool(review_because(view, "licence.decided"))


@word("application.correction_open", "告知过补正，申请人还没有交齐")
def _(view: View) -> bool:
    told = view.file.last("application.correction_told")
    if told is None:
        return False
    given = [act for act in view.file.all("application.corrected") if act.number > told.number]
    return not given or bool(str(getattr(given[-1].body, "missing", "")).strip())


@word("application.open", "已经受理，还没有决定，申请人也没有撤回")
def _(view: View) -> bool:
    return bool(view.file.all("application.accepted")) and not (
        view.file.all("licence.decided") or view.file.all("application.withdrawn")
    )


@word("application.answered", "已经不予受理，或者申请人撤回，或者许可决定已经送达，或者奖励的事已经了结")
def _(view: View) -> bool:
    file = view.file
    if file.all("application.declined") or file.all("application.withdrawn") or file.all("reward.paid"):
        return True
    if view("last.reward.approved.verdict") == "none":
        return True
    return file.served_on("licence.decided") is not None


@word("act.reward_total", "连同正要记录的这次，一共发放的奖励，元")
def _(view: View) -> Decimal | None:
    body = view.candidate.body if view.candidate else None
    amount = getattr(body, "amount", None)
    if amount is None:
        return None
    earlier = (getattr(act.body, "amount", None) or Decimal(0) for act in view.file.all("reward.paid"))
    return Decimal(amount) + sum(earlier, Decimal(0))


@word("act.rewarded_named", "正要写的文字里有举报人的姓名、联系方式或者住址")
def _(view: View) -> bool:
    proposed = view.file.last("reward.proposed")
    informant = getattr(proposed.body, "informant", None) if proposed else None
    body = view.candidate.body if view.candidate else None
    if informant is None or body is None:
        return False
    said = "\n".join(str(value) for value in body.model_dump().values() if isinstance(value, str))
    secrets = (informant.name, informant.phone, informant.address)
    return any(len(secret.strip()) > 1 and secret.strip() in said for secret in secrets)


@word("withheld.licence", "已决定不予公开许可决定")
def _(view: View) -> bool:
    return any(
        str(getattr(act.body, "subject", "")) == "licence" for act in view.file.all("disclosure.withheld")
    )
