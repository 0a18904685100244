"""公示信息的投影：从一卷的行为算出它公开的各项，替换原来的（登记在 record.hooks，写入和重建都经过这里）。

公开的只有公示稿里的字，再隐去一遍；从不直接取案卷别处的文字。
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingzhi.casework.act import Act
from mingzhi.casework.acts.disclosure import (
    Channel,
    DisclosureCorrected,
    DisclosureDrafted,
    DisclosurePublished,
    DisclosureSubject,
    DisclosureWithdrawn,
    Summary,
)
from mingzhi.casework.duties import Due
from mingzhi.casework.view import View, view_of
from mingzhi.disclosure import content
from mingzhi.disclosure.masking import Mask, mask_for
from mingzhi.disclosure.models import Publication
from mingzhi.law.pack import Pack
from mingzhi.record.models import ActRow, Dossier
from mingzhi.record.sealing import leaf_of
from mingzhi.record.upserts import replace

# 没有元音和易混的字母：念得出，抄得对，拼不成词。
ALPHABET = "0123456789bcdfghjkmnpqrstvwxyz"
SLUG_LENGTH = 10
UNITS = {"workday": "个工作日", "day": "日", "month": "个月"}


@dataclass(frozen=True)
class _Published:
    """一次公示，和它以后的更正、撤回。"""

    act: Act
    body: DisclosurePublished
    draft: DisclosureDrafted
    corrections: tuple[tuple[Act, DisclosureCorrected], ...]
    withdrawn: tuple[Act, DisclosureWithdrawn] | None

    @property
    def summary(self) -> Summary:
        return self.corrections[-1][1] if self.corrections else self.draft


def refresh(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> None:
    """写下一卷公开的各项，替换原来的。"""
    replace(Publication.objects.filter(dossier=dossier), derived(dossier, pack, acts, today), "act")


def derived(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> list[Publication]:
    """由行为算出的各项，还没有存。核验公示信息也用它：与存着的逐栏比对。"""
    if not any(act.kind == "disclosure.published" for act in acts):
        return []
    view = view_of(pack, acts, today)
    found = list(_published(view))
    numbers = [each.act.number for each in found]
    rows = {row.number: row for row in ActRow.objects.filter(dossier=dossier, number__in=numbers)}
    return [_item(dossier, view, each, rows[each.act.number]) for each in found]


def _published(view: View) -> Iterator[_Published]:
    for act, body in view.file.bodies("disclosure.published", DisclosurePublished):
        drafted = view.file.act(body.of)
        if drafted is None or not isinstance(drafted.body, DisclosureDrafted):
            continue
        if drafted.disposed is not None:
            continue  # 稿子的内容依法处置了，公开的一行也不留
        corrections = tuple(
            (later, said)
            for later, said in view.file.bodies("disclosure.corrected", DisclosureCorrected)
            if said.corrects == act.number and later.disposed is None
        )
        yield _Published(act, body, drafted.body, corrections, _withdrawal(view, act, drafted.body))


def _withdrawal(view: View, act: Act, draft: DisclosureDrafted) -> tuple[Act, DisclosureWithdrawn] | None:
    """撤回它的行为。决定的公示撤回了，同一决定的履行情况也随同撤回：它写着同一个当事人和文号。"""
    withdrawn = [
        (later, said)
        for later, said in view.file.bodies("disclosure.withdrawn", DisclosureWithdrawn)
        if later.number > act.number
    ]
    for later, said in withdrawn:
        if said.of == act.number:
            return later, said
    if draft.subject is DisclosureSubject.PERFORMANCE:
        for later, said in withdrawn:
            published = view.file.act(said.of)
            other = view.file.act(getattr(published.body, "of", None)) if published else None
            if other is not None and isinstance(other.body, Summary) and other.body.of == draft.of:
                return later, said
    return None


def _item(dossier: Dossier, view: View, one: _Published, row: ActRow) -> Publication:
    # 按公示之日的规则隐去：以后改了参数，已经公开的不会自己变。
    mask = mask_for(view.file, view.pack.on(one.act.day))
    summary = one.summary
    item = Publication(
        slug=slug_of(row),
        dossier=dossier,
        act=one.act.number,
        source=summary.of or one.draft.of,
        sample=dossier.sample,
        agency=dossier.agency,
        agency_name=dossier.agency_name,
        subject=summary.subject.value,
        form=summary.form.value,
        published_at=one.act.happened,
        recorded_at=one.act.recorded,
        updated_at=one.corrections[-1][0].happened if one.corrections else one.act.happened,
        leaf_index=row.leaf_index,
        leaf=leaf_of(row).hex(),
        **_deadline(_due_of(view, one)),
    )
    if one.withdrawn is None:
        _fill(item, mask, one)
    else:
        _withdraw(item, view, mask, one)
    item.digest = content.digest(item)
    return item


def slug_of(row: ActRow) -> str:
    """网址里的短号：由封存时的随机盐算出，永远不变，看不出卷号和序号。"""
    number = int.from_bytes(
        hashlib.sha256(b"mingzhi.publication\0" + bytes.fromhex(row.salt)).digest(), "big"
    )
    letters = []
    for _ in range(SLUG_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def _fill(item: Publication, mask: Mask, one: _Published) -> None:
    for column, value in cleaned(mask, one.summary).items():
        setattr(item, column, value)
    item.decided_on = one.summary.decided_on
    item.masked_note = mask(one.draft.masked_note)
    item.channels = _channels(one.body.channels, mask)
    item.corrections = list(_corrections(item, mask, one))


def cleaned(mask: Mask, summary: Summary) -> dict[str, str]:
    """公示稿里公开的各栏，逐栏隐去个人信息。"""
    texts = {
        column: str(getattr(summary, name)) for name, column in content.FIELDS.items() if name != "decided_on"
    }
    return mask.all(texts)


def _channels(channels: Sequence[Channel], mask: Mask) -> list[dict[str, str]]:
    return [{"name": mask(each.name), "receipt": mask(each.receipt)} for each in channels]


def _corrections(item: Publication, mask: Mask, one: _Published) -> Iterator[dict[str, Any]]:
    """每次更正：何时、为什么、改了哪几栏、前一版的摘要。改掉的字不再公开，案卷里有。"""
    if not one.corrections:
        return
    before: Summary = one.draft
    previous = Publication(
        **{field.attname: getattr(item, field.attname) for field in item._meta.concrete_fields}
    )
    previous.corrections, previous.updated_at = [], one.act.happened
    done: list[dict[str, Any]] = []
    for act, said in one.corrections:
        for column, value in cleaned(mask, before).items():
            setattr(previous, column, value)
        previous.decided_on, previous.form = before.decided_on, before.form.value
        changed = [
            content.LABELS[column]
            for name, column in content.FIELDS.items()
            if getattr(before, name) != getattr(said, name)
        ]
        entry = {
            "at": content.moment(act.happened),
            "reason": mask(said.reason),
            "fields": changed,
            "previous_digest": content.digest(previous),
        }
        done.append(entry)
        yield entry
        before, previous.corrections, previous.updated_at = said, list(done), act.happened


def _withdraw(item: Publication, view: View, mask: Mask, one: _Published) -> None:
    assert one.withdrawn is not None
    act, said = one.withdrawn
    item.status = Publication.Status.WITHDRAWN
    # 原文号留着，让人找得到这是哪一件；名称、事实、结果一字不留。
    item.document_no = mask(one.summary.document_no)
    item.withdrawn_at = act.happened
    item.reason, item.withdrawn_basis = mask(said.reason), mask(said.basis)
    party = view.file.party_name
    if party:
        item.reason = item.reason.replace(party, "当事人")
        item.withdrawn_basis = item.withdrawn_basis.replace(party, "当事人")
    item.superseded_by = mask(said.superseded_by)
    item.withdrawn_channels = _channels(said.channels, mask)
    due = next((each for each in reversed(view.dues) if each.met_by == act.number), None)
    found = _deadline(due)
    item.withdraw_due_on, item.withdraw_limit = found["due_on"], found["due_limit"]
    item.withdraw_cite, item.withdrawn_in_time = found["due_cite"], found["on_time"]


def _due_of(view: View, one: _Published) -> Due | None:
    """这一次公示完成的期限；没有完成哪一项期限的（如履行情况），没有。"""
    return next((due for due in view.dues if due.met_by == one.act.number), None)


def _deadline(due: Due | None) -> dict[str, Any]:
    if due is None:
        return {"due_on": None, "due_limit": "", "due_cite": "", "on_time": None}
    last = due.reached.steps[-1]
    return {
        "due_on": due.day,
        "due_limit": f"{last.count} {UNITS.get(last.unit, '')}",
        "due_cite": due.rule.cite,
        "on_time": due.met_on is not None and due.met_on <= due.day,
    }
