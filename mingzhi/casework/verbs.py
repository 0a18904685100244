"""撤回、退回、会签、重新启动：什么时候做得了。

这是动作本身的意思，不是某一条法律，所以不引条款；写入的门禁问它，与岗位权限一样拒绝。
已经对外生效的不能撤回，由规则包引行政处罚法第七十五条。
"""

from __future__ import annotations

from collections.abc import Iterator

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.common import ApprovalRequested, OpinionGiven
from mingzhi.casework.acts.verbs import (
    INTERNAL,
    TAKEN_UP,
    ActWithdrawn,
    CaseReopened,
    CaseSentBack,
    CosignAsked,
    CosignGiven,
)
from mingzhi.casework.casefile import CaseFile

CITE = "办理的次序"
LEADING = (Role.UNIT_HEAD, Role.DEPUTY, Role.PRINCIPAL)
# 缺什么、下一步做什么、在哪一栏。
Lack = tuple[str, str, str]


def lacking(file: CaseFile, candidate: Act) -> Iterator[Lack]:
    """正要写入的一项还缺什么。"""
    body = candidate.body
    if isinstance(body, ActWithdrawn):
        yield from _withdrawn(file, candidate, body)
    elif isinstance(body, CaseSentBack):
        yield from _sent_back(file, candidate, body)
    elif isinstance(body, CosignGiven):
        yield from _cosigned(file, candidate, body)
    elif isinstance(body, CaseReopened):
        yield from _reopened(file, body)
    elif isinstance(body, CosignAsked) and (body.of is None or body.officer is None):
        yield "没有写明就哪一项、请谁会签", "请选择", "of"
    if not KINDS[candidate.kind].is_fact:
        yield from _waiting(file, candidate)


def _withdrawn(file: CaseFile, candidate: Act, body: ActWithdrawn) -> Iterator[Lack]:
    target = file.act(body.of)
    if target is None:
        yield "没有写明撤回哪一项", "请选择要撤回的一项", "of"
        return
    name = KINDS[target.kind].name
    if target.kind not in INTERNAL:
        if KINDS[target.kind].is_fact:
            yield f"“{name}”是已经发生的事，不能撤回", "写错了的，另记一项“更正记录”", "of"
        return  # 对外生效的处理，由规则包里的门禁说明
    if target.number in file.set_aside:
        yield f"第 {target.number} 号已经撤回或者退回过了", "不必再撤回", "of"
    if target.actor.number != candidate.actor.number:
        yield (
            f"第 {target.number} 号“{name}”是{target.actor.name}提交的，只能由本人撤回",
            "有权批准的人可以“退回”",
            "of",
        )
    taken = taken_up(file, target)
    if taken is not None:
        yield (
            f"第 {target.number} 号“{name}”已经由{taken.actor.name}接着办了（第 {taken.number} 号"
            f"“{KINDS[taken.kind].name}”），不能撤回",
            "请有权的人“退回”，写明要重做的事",
            "of",
        )


def taken_up(file: CaseFile, target: Act) -> Act | None:
    """接着它办的第一项；还没有的是 None。"""
    wanted = set(TAKEN_UP.get(target.kind, ()))
    if isinstance(target.body, ApprovalRequested):
        wanted.add(target.body.wants)
    about = target.number
    if isinstance(target.body, OpinionGiven):
        # 上一级已经看着这份意见签署、批准了的，不能再撤回。
        proposal = file.act(target.body.of)
        about = proposal.number if proposal else target.number
        wanted |= set(TAKEN_UP.get(proposal.kind, ())) if proposal else set()
        if proposal is not None and isinstance(proposal.body, ApprovalRequested):
            wanted.add(proposal.body.wants)
    for act in file.acts:
        if act.number <= target.number or act.number in file.set_aside:
            continue
        opinion = isinstance(act.body, OpinionGiven) and act.body.of == about
        if act.kind in wanted or opinion:
            return act
    return None


def _sent_back(file: CaseFile, candidate: Act, body: CaseSentBack) -> Iterator[Lack]:
    target = file.act(body.of)
    if target is None:
        yield "没有写明退回到哪一步", "请选择要重做的一步", "of"
    elif target.kind not in INTERNAL:
        name = KINDS[target.kind].name
        yield f"“{name}”不是内部程序，不能退回重做", "已经对外的，走补正、撤销、变更；写错的，另记更正", "of"
    elif target.number in file.set_aside:
        yield f"第 {target.number} 号已经撤回或者退回过了", "请选择现在算数的一步", "of"
    elif target.kind == "review.signed":
        yield "已经签发的审核意见不能退回", "请承办机构逐条回应，处理后再次报送", "of"
    elif not target.kind.startswith("review.") and not candidate.actor.has(*LEADING):
        yield "法制审核机构只能退回送审，不能退回承办机构的呈报、调查", "请退回送审，或者提出审核意见", "of"
    if not body.reason.strip() or not body.redo.strip():
        yield "没有写明理由和要重做的事", "请写明，让接着办的人知道做什么", "redo"


def _cosigned(file: CaseFile, candidate: Act, body: CosignGiven) -> Iterator[Lack]:
    asked = file.act(body.of)
    if asked is None or not isinstance(asked.body, CosignAsked):
        yield "没有写明对哪一次请求会签", "请选择请求会签的一项", "of"
        return
    officer = asked.body.officer
    if officer is not None and officer.number != candidate.actor.number:
        yield f"这次是请{officer.name}会签", f"请交给{officer.name}", "of"
    if body.verdict is None:
        yield "没有选会签的意见", "请选同意或者不同意", "verdict"


def open_cosigns(file: CaseFile) -> tuple[tuple[Act, CosignAsked], ...]:
    """请了、还没有会签的。"""
    given = {body.of for _, body in file.bodies("cosign.given", CosignGiven)}
    return tuple(
        (act, body) for act, body in file.bodies("cosign.asked", CosignAsked) if act.number not in given
    )


def _waiting(file: CaseFile, candidate: Act) -> Iterator[Lack]:
    """会签以前不作批准。"""
    for asked, body in open_cosigns(file):
        target = file.act(body.of)
        if target is None or target.number in file.set_aside:
            continue
        waits = set(TAKEN_UP.get(target.kind, ()))
        if isinstance(target.body, ApprovalRequested):
            waits.add(target.body.wants)
        if candidate.kind in waits:
            who = body.officer.name if body.officer else "会签人"
            yield (
                f"第 {asked.number} 号请了{who}会签，还没有会签",
                f"请{who}会签；不再需要的，由请的人撤回第 {asked.number} 号",
                "",
            )


def _reopened(file: CaseFile, body: CaseReopened) -> Iterator[Lack]:
    target = file.act(body.of)
    if target is None or target.kind not in ("case.closed", "case.declined"):
        yield "没有写明重新启动哪一次结案、不予立案", "请选择", "of"
    elif target.number in file.set_aside:
        yield f"第 {target.number} 号已经重新启动过了", "不必再启动", "of"
    if body.ground is None or not body.reason.strip() or not body.opinion.strip():
        yield "没有写明原因、理由和机关负责人意见", "请写明", "ground"
