"""记其他执法行为：用得上的照阶段列，用不上的收起来，写几个字找得到。"""

from __future__ import annotations

from mingzhi.record.models import Dossier
from tests.desk.conftest import SignedIn
from tests.desk.test_dossier import plain, section


def menu_of(as_: SignedIn, case: Dossier, who: str, sought: str = "") -> tuple[str, str]:
    """（列出的，收起来的）。"""
    answer = as_(who).get(f"/desk/dossiers/{case.pk}/", {"act": sought} if sought else {})
    shown, _, folded = section(answer.content.decode(), "h-next").partition("现在通常用不上的")
    return shown, folded


def test_acts_for_which_the_file_has_no_object_are_folded(case: Dossier, as_: SignedIn) -> None:
    shown, folded = menu_of(as_, case, "zhoujia")
    for kind in ("enforcement.received", "payment.received", "remedy.answered", "fine.handed_over"):
        assert f"acts/new/{kind}/" in folded and f"acts/new/{kind}/" not in shown, kind
    for kind in ("sealing.returned", "evidence.added", "approval.requested", "act.corrected"):
        assert f"acts/new/{kind}/" in shown and f"acts/new/{kind}/" not in folded, kind


def test_court_acts_come_out_of_the_fold_after_the_decision(whole_case: Dossier, as_: SignedIn) -> None:
    shown, folded = menu_of(as_, whole_case, "zhoujia")
    assert "acts/new/remedy.lodged/" in shown and "acts/new/remedy.lodged/" not in folded
    assert "acts/new/lead.registered/" in folded and "acts/new/lead.registered/" not in shown


def test_the_present_stage_comes_first(case: Dossier, as_: SignedIn) -> None:
    shown, _ = menu_of(as_, case, "zhoujia")
    headings = [each for each in ("调查取证", "随时", "线索") if f"<h3>{each}</h3>" in shown]
    places = [shown.index(f"<h3>{each}</h3>") for each in headings]
    assert headings[:2] == ["调查取证", "随时"] and places == sorted(places)


def test_asking_for_a_suspension_is_found_without_scripts(case: Dossier, as_: SignedIn) -> None:
    shown, _ = menu_of(as_, case, "zhoujia", "中止调查")
    assert "acts/new/approval.requested/?wants=investigation.suspended" in shown
    assert "中止调查<" in shown or "中止调查 " in plain(shown)
    assert "由机关负责人" in plain(shown), "不由承办人办理的，说由谁"


def test_what_may_not_be_done_yet_is_found_with_what_it_lacks(case: Dossier, as_: SignedIn) -> None:
    shown, _ = menu_of(as_, case, "wangshizhang", "作出决定")
    assert "现在还不能：" in plain(shown)


def test_a_word_that_finds_nothing_says_so_and_keeps_it(case: Dossier, as_: SignedIn) -> None:
    shown, _ = menu_of(as_, case, "zhoujia", "<火箭>")
    assert "没有找到“&lt;火箭&gt;”" in shown and 'value="&lt;火箭&gt;"' in shown
