"""只有时间能补的：说等到哪一天，不说由谁补上。"""

from datetime import date, datetime, time
from pathlib import Path

from django.template.loader import render_to_string

from mingzhi.casework.act import KINDS, SHANGHAI, Act
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.gates import Ground, blocked
from mingzhi.casework.scenario import Memory, Run
from mingzhi.casework.view import View
from mingzhi.commands.scenario import load

BASE = Path(__file__).resolve().parent.parent / "scenarios" / "base-chongqing.yaml"


def told() -> tuple[View, date]:
    """告知书送达以后的一卷，在送达的第二天；要求听证的最后一日。"""
    (scenario,) = load(BASE)
    run = Run(scenario, Memory(scenario))
    for step in scenario.steps:
        run.take(step)
        if step.label == "送达告知":
            break
    acts = run.driver.acts()
    view = View(scenario.pack, acts, date(2025, 4, 16))
    return view, next(due.day for due in view.dues if due.tag == "hearing.request")


def ground_of(view: View, rule: str, kind: str = "review.submitted") -> Ground:
    return next(each for each in blocked(view, kind) if each.rule == rule)


def test_a_ground_that_only_time_can_fill_says_from_which_day() -> None:
    view, last = told()
    ground = ground_of(view, "nat.review.hearing-period")
    assert ground.opens is not None and (ground.opens - last).days == 1


def test_the_day_it_says_is_the_first_on_which_the_ground_is_gone() -> None:
    view, _ = told()
    opens = ground_of(view, "nat.review.hearing-period").opens
    assert opens is not None
    eve = View(view.pack, view.file.acts, date.fromordinal(opens.toordinal() - 1))
    assert any(each.rule == "nat.review.hearing-period" for each in blocked(eve, "review.submitted"))
    then = View(view.pack, view.file.acts, opens)
    assert all(each.rule != "nat.review.hearing-period" for each in blocked(then, "review.submitted"))


def test_a_ground_that_somebody_can_fill_names_nobody_s_day() -> None:
    view, _ = told()
    assert ground_of(view, "cq.review.submitted-report").opens is None


def test_the_box_says_the_day_and_leaves_out_who_supplies_it() -> None:
    view, _ = told()
    ground = ground_of(view, "nat.review.hearing-period")
    box = render_to_string("desk/acts/refusal.html", {"grounds": [{"ground": ground, "who": "承办人"}]})
    assert f"等到 {ground.opens}" in box and "谁能补" not in box and "待核" in box
    other = ground_of(view, "cq.review.submitted-report")
    plain = render_to_string("desk/acts/refusal.html", {"grounds": [{"ground": other, "who": "承办人"}]})
    assert "谁能补" in plain and "等到" not in plain and "待核" not in plain


def test_a_written_act_is_judged_the_same_way() -> None:
    from mingzhi.casework.gates import check

    view, last = told()
    moment = datetime.combine(view.today, time(9), SHANGHAI)
    head = Actor(number="示例-1", name="示例甲", roles=(Role.UNIT_HEAD,))
    sent = Act(
        len(view.file.acts) + 1,
        "review.submitted",
        head,
        moment,
        moment,
        KINDS["review.submitted"].body.model_construct(),
    )
    found = {each.rule: each.opens for each in check(view.pack, view.file.acts, sent).refusals}
    assert found["nat.review.hearing-period"] == date.fromordinal(last.toordinal() + 1)
