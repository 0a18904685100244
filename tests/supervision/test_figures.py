"""数字：逾期、晚办按条款数，指标说得出是哪几件，与现状说的一致。"""

from __future__ import annotations

from mingzhi.casework.duties import Lamp
from mingzhi.record.models import Dossier, Projection
from mingzhi.record.selectors import standing_of
from mingzhi.samples.people import CHONGQING, QILIN
from mingzhi.supervision.cases import cases
from mingzhi.supervision.figures import by_clause, chart, gauge, measures, years
from tests.archive.cast import NOW, written

TODAY = NOW.date()


def test_clauses_count_what_the_standing_says(closed: Dossier) -> None:
    ours = [due for due in standing_of(closed, TODAY).dues if due.whose == "agency"]
    clauses = by_clause(cases(CHONGQING, TODAY))
    assert sum(each.total for each in clauses) == len(ours)
    assert sum(each.was for each in clauses) == sum(due.status is Lamp.WAS for due in ours)
    assert sum(each.late for each in clauses) == sum(due.status is Lamp.LATE for due in ours)
    for each in clauses:
        assert each.total == len(each.found)


def test_overdue_publication_is_counted_under_its_clause_and_measure(decided: Dossier) -> None:
    every = cases(CHONGQING, TODAY)
    late = {each.rule: each for each in by_clause(every) if each.late}
    assert "cq.due.disclosure-decision" in late
    assert late["cq.due.disclosure-decision"].found[0].case.dossier == decided.pk
    publication = next(each for each in measures(every) if each.word == "publication")
    assert publication.bad >= 1 and publication.percent != "100.0%"
    assert publication.pieces[0].item.outcome == "bad"


def test_worst_clause_comes_first(closed: Dossier) -> None:
    written("decision.made")
    counts = [each.bad for each in by_clause(cases(CHONGQING, TODAY))]
    assert counts == sorted(counts, reverse=True) and counts[0] > 0


def test_decision_reviewed_before_it_was_made_counts_as_reviewed(closed: Dossier) -> None:
    review = next(each for each in measures(cases(CHONGQING, TODAY)) if each.word == "review")
    assert (review.good, review.bad, review.percent) == (1, 0, "100.0%")
    assert review.pieces[0].case.dossier == closed.pk


def test_unfinished_recording_counts_against_its_inspection(closed: Dossier) -> None:
    coverages = standing_of(closed, TODAY).coverages
    recording = next(each for each in measures(cases(CHONGQING, TODAY)) if each.word == "recording")
    assert recording.good == sum(each.complete for each in coverages)
    assert recording.bad == sum(not each.complete for each in coverages)


def test_other_bureau_counts_nothing_of_ours(closed: Dossier) -> None:
    assert cases(QILIN, TODAY) == ()
    assert Projection.objects.filter(agency=QILIN).count() == 0


def test_year_takes_only_what_fell_due_in_it(closed: Dossier) -> None:
    every = cases(CHONGQING, TODAY)
    whole = sum(each.total for each in by_clause(every))
    assert sum(each.total for year in years(every, TODAY) for each in by_clause(every, year)) == whole
    assert by_clause(every, 1999) == ()


def test_next_day_is_counted_anew(decided: Dossier) -> None:
    first = next(each for each in by_clause(cases(CHONGQING, TODAY)) if each.late)
    later = TODAY.replace(day=27)
    again = {each.rule: each for each in by_clause(cases(CHONGQING, later))}[first.rule]
    assert again.found[0].term.words != first.found[0].term.words


def test_chart_draws_nothing_without_a_fault_and_fits_its_width(decided: Dossier) -> None:
    assert chart(()) is None
    drawn = chart(by_clause(cases(CHONGQING, TODAY)))
    assert drawn is not None
    for bar in drawn.bars:
        assert bar.late_x + bar.late + bar.was <= drawn.width
        assert bar.count > 0


def test_gauge_shows_who_is_missing() -> None:
    assert [mark.tone for mark in gauge(2, 3)] == ["a", "a", "b"]
    assert gauge(0, None) == ()
