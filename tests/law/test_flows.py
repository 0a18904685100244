"""下一步：重庆的全程、麒麟的短程，每一步之前都提示了它，案卷也在该办的人手上（产品默认）。"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import mingzhi.casework.acts
import mingzhi.casework.words  # noqa: F401  登记全部的词
from mingzhi.casework.act import KINDS, SHANGHAI, Act, Body
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.acts.lead import Party
from mingzhi.casework.view import View
from mingzhi.law.pack import Pack, load_pack

TODAY = date(2026, 6, 1)
PLACES = ("national", "chongqing", "yunnan", "yunnan-qujing", "yunnan-qujing-qilin")
CHONGQING, QILIN = "chongqing", "yunnan-qujing-qilin"
ACTOR = Actor(number="示例-1", name="示例甲", roles=tuple(Role))


def act(number: int, kind: str, body: dict[str, Any]) -> Act:
    moment = datetime.combine(TODAY, time(9), SHANGHAI)
    written: Body = KINDS[kind].body.model_validate(body)
    return Act(number, kind, ACTOR, moment, moment, written)


def suggestion(pack: Pack, acts: list[Act]) -> tuple[tuple[str, ...], str]:
    """照现状取下一步的办法：最近的在任一 after 里的行为，第一条成立的。"""
    view = View(pack, acts, TODAY)
    flows = [rule.flow for rule in view.rules.part("flow") if rule.flow]
    known = {kind for flow in flows for kind in flow.after}
    latest = next(each for each in reversed(acts) if each.kind in known)
    flow = next(
        flow for flow in flows if latest.kind in flow.after and (flow.when is None or flow.when(view))
    )
    return flow.next, flow.role


def test_after_every_kind_something_follows_whatever_the_facts() -> None:
    for place in PLACES:
        flows = [rule.flow for rule in load_pack(place).on(TODAY).part("flow") if rule.flow]
        for kind in {kind for flow in flows for kind in flow.after}:
            after = [flow for flow in flows if kind in flow.after]
            # 旁支办完了回到主线，登记簿里的事办完了就没有下一步，不必有无条件的一条。
            register = all(matter.is_register for matter in KINDS[kind].matters)
            assert (
                register or any(flow.when is None for flow in after) or all(flow.aside for flow in after)
            ), f"{kind} 之后没有无条件的一条"


AGREE = {"level": "unit_head", "verdict": "agree"}
PHARMACY = Party(name="示例药房", standing="pharmacy")
MONEY = {"loss": "62600.00", "refund": "62600.00", "fine": "75120.00"}
# （行为, 内容, 谁办）：重庆全程；行为写进去之前，应当正是它被列为下一步，案卷正在那个角色手上。
LONG_WAY: list[tuple[str, dict[str, Any], str]] = [
    ("lead.verified", {"conclusion": "file"}, "handler"),
    ("filing.proposed", {"cause": "示例", "party": PHARMACY}, "handler"),
    ("opinion.given", {"of": 3, **AGREE}, "unit_head"),
    ("case.filed", {"cause": "示例", "party": PHARMACY}, "principal"),
    ("inspection.planned", {}, "unit_head"),
    ("inspection.notified", {}, "handler"),
    ("inspection.held", {"problem_found": True}, "handler"),
    ("approval.requested", {"wants": "sealing.approved"}, "handler"),
    ("sealing.approved", {}, "principal"),
    ("sealing.imposed", {}, "handler"),
    ("inquiry.held", {}, "handler"),
    ("investigation.concluded", MONEY, "handler"),
    ("notice.issued", MONEY, "handler"),
    ("document.served", {"of": 14, "served_on": TODAY}, "handler"),
    ("hearing.requested", {}, "handler"),
    ("hearing.arranged", {}, "handler"),
    ("document.served", {"of": 17, "served_on": TODAY}, "handler"),
    ("hearing.held", {"arguments": [{"text": "示例"}]}, "hearing_host"),
    ("arguments.answered", {"answers": [{"argument": "示例"}], "fine_after": "75120.00"}, "handler"),
    ("report.drafted", MONEY, "handler"),
    ("opinion.given", {"of": 21, **AGREE}, "unit_head"),
    ("opinion.given", {"of": 21, "level": "deputy", "verdict": "agree"}, "deputy"),
    ("review.submitted", {"report": 21}, "unit_head"),
    ("review.assigned", {}, "review_head"),
    ("review.opined", {"opinion": "change"}, "reviewer"),
    ("review.signed", {"of": 26, "opinion": "change"}, "review_head"),
    ("review.answered", {}, "handler"),
    ("review.submitted", {"report": 21}, "handler"),
    ("review.assigned", {}, "review_head"),
    ("review.opined", {"opinion": "agree"}, "reviewer"),
    ("review.signed", {"of": 31, "opinion": "agree"}, "review_head"),
    ("discussion.convened", {}, "principal"),
    ("discussion.held", {}, "principal"),
    ("discussion.finalized", {}, "handler"),
    ("decision.made", MONEY, "principal"),
    ("document.served", {"of": 36, "served_on": TODAY}, "handler"),
    ("disclosure.drafted", {"of": 36}, "handler"),
    ("disclosure.approved", {"of": 38}, "deputy"),
    ("disclosure.published", {"of": 38}, "publisher"),
    ("payment.received", {"payment_kind": "refund", "amount": "62600.00", "paid_on": TODAY}, "handler"),
    ("payment.received", {"payment_kind": "fine", "amount": "75120.00", "paid_on": TODAY}, "handler"),
    ("closure.proposed", {}, "handler"),
    ("opinion.given", {"of": 43, **AGREE}, "unit_head"),
    ("case.closed", {}, "principal"),
    ("file.assembled", {}, "archivist"),
    ("consultation.requested", {}, "archivist"),
    ("consultation.approved", {"of": 47}, "principal"),
    ("consultation.held", {}, "archivist"),
]
CLINIC = Party(name="示例诊所", standing="medical")
FINE = {"fine": "20000.00"}
SHORT_WAY: list[tuple[str, dict[str, Any], str]] = [
    ("inspection.planned", {}, "unit_head"),
    ("inspection.notified", {}, "handler"),
    ("inspection.held", {"problem_found": True}, "handler"),
    ("correction.ordered", {}, "handler"),
    ("correction.checked", {"corrected": False}, "handler"),
    ("filing.proposed", {"cause": "示例", "party": CLINIC}, "handler"),
    ("opinion.given", {"of": 7, **AGREE}, "unit_head"),
    ("case.filed", {"cause": "示例", "party": CLINIC}, "principal"),
    ("investigation.concluded", FINE, "handler"),
    ("notice.issued", FINE, "handler"),
    ("document.served", {"of": 11, "served_on": TODAY}, "handler"),
    ("statement.waived", {"what": "both"}, "handler"),
    ("report.drafted", FINE, "handler"),
    ("opinion.given", {"of": 14, **AGREE}, "unit_head"),
    ("decision.made", FINE, "principal"),
    ("document.served", {"of": 16, "served_on": TODAY}, "handler"),
]


def walk(place: str, first: tuple[str, dict[str, Any]], way: list[tuple[str, dict[str, Any], str]]) -> None:
    pack, acts = load_pack(place), [act(1, *first)]
    for kind, body, role in way:
        offered, holder = suggestion(pack, acts)
        assert kind in offered, f"第 {len(acts)} 号 {acts[-1].kind} 之后提示 {offered}，没有 {kind}"
        assert holder == role, f"{kind} 之前案卷在 {holder}"
        acts.append(act(len(acts) + 1, kind, body))


def test_the_long_way_of_chongqing_is_suggested_step_by_step() -> None:
    walk(CHONGQING, ("lead.registered", {"source": "named_report"}), LONG_WAY)


def test_the_short_way_of_qilin_leads_to_a_decision_without_review() -> None:
    walk(QILIN, ("lead.registered", {"source": "random_inspection"}), SHORT_WAY)


def test_an_annulled_decision_is_first_withdrawn_from_publication() -> None:
    acts = [
        act(1, "decision.made", MONEY),
        act(2, "disclosure.published", {"of": 1}),
        act(3, "decision.annulled", {"by": "reconsideration", "result": "annulled"}),
    ]
    assert suggestion(load_pack(CHONGQING), acts) == (("disclosure.withdrawn",), "publisher")


# 由别的岗位提起、最后由负责人签的，各有理由。
STARTED_ELSEWHERE = {
    "nat.due.court": "承办人备齐材料，负责人签发申请书",
    "nat.due.court-deferred": "同上",
    "nat.due.court-upheld": "同上",
    "nat.due.court-spot": "同上",
    "cq.due.review": "审核人提出意见，审核机构负责人签发",
}


def test_who_a_duty_of_the_bureau_waits_for_may_do_what_completes_it() -> None:
    for place in PLACES:
        rules = load_pack(place).on(TODAY)
        for rule in rules.part("duty"):
            duty = rule.duty
            assert duty is not None
            if duty.whose != "agency" or not duty.role or rule.id in STARTED_ELSEWHERE:
                continue
            may: set[str] = set()
            for kind in duty.do:
                named = rules.role(kind)
                roles = (
                    named.role.roles if named is not None and named.role is not None else KINDS[kind].roles
                )
                may |= {str(role) for role in roles}
            assert duty.role in may, f"{rule.id} 由{duty.role}办，可是只有{may}写得进去"
