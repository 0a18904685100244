"""写入：执法行为进入案卷的唯一入口。

一个事务里：锁日志树末端，读本卷的行为，取文号，问门禁，写入行为、日志树的叶、现状摘要和搜索。
法律不许的处理被拒绝，说明理由；已经发生的事实总是写入，瑕疵和条款写在旁边。
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from mingzhi.casework.act import KINDS, SHANGHAI, Act, Body, Exhibit, Kind, Matter
from mingzhi.casework.actor import Actor
from mingzhi.casework.acts.disposal import ContentDisposed
from mingzhi.casework.gates import Verdict, check
from mingzhi.casework.numbering import document_no, series_of
from mingzhi.law.pack import Pack
from mingzhi.ledger.canonical import canonical
from mingzhi.ledger.chain import Envelope, body_digest, seal
from mingzhi.record import log
from mingzhi.record.bodies import as_json, checked, missing_references
from mingzhi.record.disposal import carry_out
from mingzhi.record.drafts import discard_draft
from mingzhi.record.errors import Conflict, Invalid, RecordError, unreadable
from mingzhi.record.exhibits import is_stored
from mingzhi.record.models import ActRow, Dossier, ExhibitBlob, IssuedNumber
from mingzhi.record.projections import follow, project
from mingzhi.record.sealing import SALT_BYTES, leaf_of, moment_text, named, previous_of, references
from mingzhi.record.selectors import act_of, pack_for, read, rows

# 几个人同时写入，排队的一项取得的时刻可能略早于先写的；差得更多的是机器的钟不对。
SKEW = timedelta(minutes=1)


class Refused(RecordError):
    """法律现在不许：没有写入。verdict.refusals 是理由、条款和谁能补。"""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__("；".join(f"{ground.lacks}（{ground.cite}）" for ground in verdict.refusals))


@dataclass(frozen=True)
class Appended:
    """写入的行为，和它带着的瑕疵与提示。"""

    act: Act
    verdict: Verdict


def append(
    dossier: Dossier,
    kind: str,
    body: Body | Mapping[str, object],
    *,
    by: Actor,
    happened: datetime,
    now: datetime,
    exhibits: Sequence[Exhibit] = (),
    expects: int | None = None,
) -> Appended:
    """写入一项行为。expects 是填表的人看到的末项序号：其后已有别的行为就不写。

    Raises Invalid（内容不合格式）、Conflict（别人先写了）、Refused（法律不许）；三种都没有写入任何东西。
    """
    declared = KINDS[kind]
    _check_matter(dossier, declared)
    said = checked(declared.body, body)
    _check_times(happened, now)
    _check_agency(dossier, by)
    kept = _stored(exhibits)
    with transaction.atomic():
        head = log.lock()
        pack = pack_for(dossier)
        alone = _stands_alone(pack, declared, happened)
        before = _tail(dossier) if alone else list(rows(dossier))
        _check_ours(before)
        acts = read(before)
        last = before[-1].number if before else 0
        if expects is not None and expects != last:
            raise Conflict(read(rows(dossier).filter(number__gt=expects)) if alone else acts[expects:])
        if absent := missing_references(said, {act.number for act in acts}):
            raise Invalid(absent)
        recorded = _recorded(acts, now)
        candidate = Act(last + 1, kind, by, happened.astimezone(SHANGHAI), recorded, said, kept)
        candidate, issued = _numbered(dossier, pack, declared, candidate)
        verdict = check(pack, acts, candidate)
        if not verdict.ok:
            raise Refused(verdict)
        row = _row(dossier, candidate, before)
        row.leaf_index = log.grow(head, leaf_of(row))
        if act_of(row).body != candidate.body:
            raise RuntimeError(f"{kind} 的内容写下去再读回来，不一样了")
        row.save(force_insert=True)
        if issued is not None:
            issued.save(force_insert=True)
        if isinstance(said, ContentDisposed):
            carry_out(dossier, said)
            project(dossier, pack, read(rows(dossier)), recorded.astimezone(SHANGHAI).date())
        elif alone and last:
            if not follow(dossier, candidate):
                project(dossier, pack, read(rows(dossier)), recorded.astimezone(SHANGHAI).date())
        else:
            project(dossier, pack, (*acts, candidate), recorded.astimezone(SHANGHAI).date())
        discard_draft(by.number, dossier, kind)
    return Appended(candidate, verdict)


def _stands_alone(pack: Pack, declared: Kind, happened: datetime) -> bool:
    """写它不用看本卷以前的各项：到钟点由系统写的，规则也没有约束它。这种登记簿写一百年，写一项的工夫不变。"""
    rules, word = pack.on(happened.astimezone(SHANGHAI).date()), declared.word
    return declared.by_clock and not (rules.gates(word) or rules.contents(word) or rules.recordings(word))


def _tail(dossier: Dossier) -> list[ActRow]:
    """末项，只要它：下一项的序号、前一项的封印、记录时间从它来。"""
    return list(rows(dossier).reverse()[:1])


def _check_times(happened: datetime, now: datetime) -> None:
    if now.tzinfo is None:
        raise ValueError("now 应当带时区")
    if happened.tzinfo is None:
        raise Invalid({"happened": "发生时间：缺少时区，请重新填写。"})
    if happened > now:
        told = f"发生时间：不能晚于现在（{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}）。还没有发生的，发生以后再记。"
        raise Invalid({"happened": told})
    # 更早的年份，各地时区的写法不一；案卷里也不会有。
    if happened.year < 1950:
        raise Invalid({"happened": "发生时间：年份不对，请检查。"})


def _check_matter(dossier: Dossier, declared: Kind) -> None:
    if dossier.matter not in declared.matters:
        told = (
            f"{declared.name}不记在{Matter(dossier.matter).label}里，请到{declared.matters[0].label}中办理。"
        )
        raise Invalid({"kind": told})


def _check_agency(dossier: Dossier, by: Actor) -> None:
    if by.agency and by.agency != dossier.agency:
        raise Invalid({"actor": f"本卷由{dossier.agency_name}办理，{by.name}不是该机关的人员，不能写入。"})


def _check_ours(before: Sequence[ActRow]) -> None:
    if before and before[-1].leaf_index is None:
        raise Invalid({"kind": "本卷是由档案包恢复的，只供查阅，不能再写入。"})


def _recorded(acts: Sequence[Act], now: datetime) -> datetime:
    """记录时间，从不早于前一项。"""
    last = acts[-1].recorded if acts else now
    if now < last - SKEW:
        told = f"本机时间（{now:%Y-%m-%d %H:%M}）早于本卷上一项的记录时间（{last:%Y-%m-%d %H:%M}），请先校准时间。"
        raise Invalid({"recorded": told})
    return max(now, last).astimezone(SHANGHAI)


def _stored(exhibits: Sequence[Exhibit]) -> tuple[Exhibit, ...]:
    """材料必须先存好；摘要和大小以存着的为准。"""
    blobs = ExhibitBlob.objects.in_bulk([each.sha256 for each in exhibits])
    kept, faults = [], {}
    for position, each in enumerate(exhibits):
        blob = blobs.get(each.sha256)
        if blob is None or not is_stored(each.sha256) or each.sm3 not in ("", blob.sm3):
            faults[f"exhibits.{position}"] = f"材料“{each.name}”还没有存好，请重新上传。"
        elif unreadable(each.name) or unreadable(each.media_type):
            faults[f"exhibits.{position}"] = "材料的文件名含有无法保存的字符，请改名后重新上传。"
        else:
            kept.append(each.model_copy(update={"sm3": blob.sm3, "size": blob.size}))
    if faults:
        raise Invalid(faults)
    return tuple(kept)


def _numbered(
    dossier: Dossier, pack: Pack, declared: Kind, candidate: Act
) -> tuple[Act, IssuedNumber | None]:
    """取文号。在写入的事务里取：拒绝了、写不成，号就没有用掉，所以不断号。"""
    if declared.numbered is None:
        return candidate, None
    mine = IssuedNumber.objects.filter(agency=dossier.agency)
    if given := getattr(candidate.body, "document_no", ""):
        if mine.filter(document_no=given).exists():
            raise Invalid({"document_no": f"文号：{given} 已经用过，请核对。"})
        return candidate, None
    rules, year = pack.on(candidate.day), candidate.day.year
    series = series_of(rules, declared.numbered, candidate.body)
    last = mine.filter(series=series, year=year).aggregate(Max("n"))["n__max"] or 0
    try:
        text = document_no(rules, series, abbr=dossier.abbr, year=year, serial=last + 1)
    except LookupError as error:
        told = f"文号：规则包“{pack.name}”没有写明这类文书怎样编号，请告诉系统管理员。"
        raise Invalid({"document_no": told}) from error
    issued = IssuedNumber(
        agency=dossier.agency,
        series=series,
        year=year,
        n=last + 1,
        document_no=text,
        dossier=dossier,
        act=candidate.number,
    )
    body = candidate.body.model_copy(update={"document_no": text})
    return replace(candidate, body=body), issued


def _row(dossier: Dossier, act: Act, before: Sequence[ActRow]) -> ActRow:
    """封存：内容、行为人、材料写成规范化 JSON，连上前一项，算出封印。"""
    body, actor, names = as_json(act.body), act.actor.model_dump(mode="json"), named(act.exhibits)
    kept = references(act.exhibits, names)
    envelope = Envelope(
        dossier=str(dossier.pk),
        number=act.number,
        kind=act.kind,
        happened=moment_text(act.happened),
        recorded=moment_text(act.recorded),
        actor=actor,
        body_digest=body_digest(body),
        exhibits=kept,
        previous=previous_of(before),
    )
    sealed = seal(envelope)
    return ActRow(
        dossier=dossier,
        number=act.number,
        kind=act.kind,
        happened=act.happened,
        recorded=act.recorded,
        actor=canonical(actor).decode(),
        body=canonical(body).decode(),
        body_digest=envelope.body_digest,
        exhibits=canonical([dict(each) for each in kept]).decode(),
        names=canonical([dict(each) for each in names]).decode(),
        previous=envelope.previous,
        sha256=sealed.sha256,
        sm3=sealed.sm3,
        salt=secrets.token_bytes(SALT_BYTES).hex(),
    )
