"""投影：从行为算出现状摘要和可搜索的文字，写入时顺手更新。可以整表丢掉重建（rebuild.py）。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel

from mingzhi.casework.act import KINDS, Act, Matter
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.duties import Due
from mingzhi.casework.standing import standing
from mingzhi.law.pack import Pack
from mingzhi.record import hooks, search
from mingzhi.record.audience import audience
from mingzhi.record.models import Dossier, Projection


def project(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> Projection:
    """写下 acts 在 today 的现状摘要，替换原来的，并更新搜索。"""
    kept = values(dossier, pack, acts, today)
    before = Projection.objects.filter(dossier=dossier).values_list("pk", "text").first()
    if before is None:
        projection = Projection.objects.create(dossier=dossier, **kept)
    else:
        projection = Projection(pk=before[0], dossier=dossier, **kept)
        projection.save(force_update=True)
    # 没有写进新的字（如签署意见），索引不动。
    if before is None or before[1] != projection.text:
        search.index(projection)
    hooks.derive(dossier, pack, acts, today)
    return projection


def follow(dossier: Dossier, act: Act) -> bool:
    """到钟点由系统写的一项：它没有期限、不改在谁手里、不进搜索，现状摘要只动末项和时间。还没有摘要的，False。"""
    return bool(Projection.objects.filter(dossier=dossier).update(last_act=act.number, updated=act.recorded))


def values(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> dict[str, Any]:
    """现状摘要的各栏：除了主键和卷，一栏不少，旧的不会留下。"""
    file = CaseFile(acts)
    return {
        "agency": dossier.agency,
        "title": title_of(dossier, file),
        "party": file.party_name,
        "document_no": file.document_no,
        "cause": file.cause,
        "handlers": "".join(f"|{officer.number}" for officer in file.handlers) + "|" * bool(file.handlers),
        "audience": audience(file, Matter(dossier.matter)),
        "filed_on": file.filed_on,
        "last_act": acts[-1].number if acts else 0,
        "updated": acts[-1].recorded if acts else dossier.created,
        "text": searchable(file),
        **of_the_day(dossier, pack, acts, today),
    }


def of_the_day(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> dict[str, Any]:
    """随日子变的各栏：新的一天只重算这些。"""
    now = standing(pack, acts, today, matter=Matter(dossier.matter))
    ours = next((due for due in now.open_dues if due.whose == "agency"), None)
    return {
        "stage": now.stage.value,
        "holder_role": now.holder.role.value if now.holder.role else "",
        "holder_names": "、".join(now.holder.names),
        "holder_since": now.holder.since,
        "next_says": now.holder.says,
        "next": [
            {"kind": offer.kind, "name": offer.name, "blocked": bool(offer.blocked)} for offer in now.next
        ],
        "due_day": ours.day if ours else None,
        "due_lamp": ours.status.value if ours else "",
        "due_name": ours.name if ours else "",
        "dues": [_due(due) for due in now.open_dues],
        "closed": now.closed,
        "archived": now.archived,
        "as_of": today,
    }


def title_of(dossier: Dossier, file: CaseFile) -> str:
    """卷的名称：案件照案由，登记簿照种类。"""
    matter = Matter(dossier.matter)
    return f"{dossier.agency_name}{matter.label}" if matter.is_register else file.title


def _due(due: Due) -> dict[str, object]:
    return {
        "rule": due.rule.id,
        "tag": due.tag,
        "name": due.name,
        "day": due.day.isoformat(),
        "moment": due.moment.isoformat() if due.moment else "",
        "lamp": due.status.value,
        "words": due.words,
        "whose": due.whose,
        "role": due.role,
        "left": due.left,
        "unit": due.unit,
        "warn": due.rule.duty.warn if due.rule.duty else 0,
        "trigger": due.trigger,
        "provisional": due.provisional,
        "do": list(due.do),
        "cite": due.rule.cite,
    }


def searchable(file: CaseFile) -> str:
    """可搜索的文字：案件名称、案号和各项行为里写的字；限制知悉的（如举报人）、系统写的摘要不进搜索。"""
    said = [file.title, file.party_name, file.document_no, file.cause]
    for act in file.acts:
        if not KINDS[act.kind].restricted and not KINDS[act.kind].by_clock:
            said += [*words(act.body), *(exhibit.name for exhibit in act.exhibits)]
    # 同一句话在许多行为里重复，索引一次就够。
    return "\n".join(dict.fromkeys(filter(None, said)))


def words(value: BaseModel) -> Iterator[str]:
    """内容里写的字，不含选项。每次写入都要读一遍全卷，所以直接取存着的各栏。"""
    for inner in value.__dict__.values():
        # 选项（Choice）也是字，但不是写的，所以看恰好的类型。
        if type(inner) is str:
            yield inner
        elif type(inner) is tuple:
            for each in inner:
                if type(each) is str:
                    yield each
                elif isinstance(each, BaseModel):
                    yield from words(each)
        elif isinstance(inner, BaseModel):
            yield from words(inner)
