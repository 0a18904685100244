"""重新启动已经归档的案件：又在办，再归档时是补充归卷，档号接着原来的，原来立卷的记录照留。"""

from datetime import timedelta

from mingzhi.archive.selectors import volumes
from mingzhi.archive.services import prefill
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.archive import FileAssembled
from mingzhi.record import selectors
from mingzhi.record.append import append
from mingzhi.record.models import Dossier, Projection
from tests.archive.cast import NOW, staff
from tests.archive.test_volumes import assembled


def test_a_reopened_file_is_open_again_and_is_bound_anew_under_its_number_with_a_supplement(
    closed: Dossier,
) -> None:
    first = assembled(closed)
    assert Projection.objects.get(dossier=closed).archived
    shut = next(act.number for act in selectors.acts(closed) if act.kind == "case.closed")
    body = {"of": shut, "ground": "evidence", "reason": "发现另有串换", "opinion": "同意重新调查"}
    later = NOW + timedelta(days=1)
    append(closed, "case.reopened", body, by=staff(closed, Role.PRINCIPAL), happened=later, now=later)
    projection = Projection.objects.get(dossier=closed)
    assert not projection.archived and not projection.closed
    found = volumes(closed, later.date())
    assert found.act is None, "还没有补充归卷"
    assert prefill(found, by=staff(closed, Role.ARCHIVIST)).archive_no == f"{first.archive_no}补"
    kept = [act.body for act in selectors.acts(closed) if act.kind == "file.assembled"]
    assert kept == [first] and isinstance(kept[0], FileAssembled)
