"""办：立卷归档、导出档案包、当事人查阅。每一件都以写入一项行为收尾（CQ-R-22、CQ-R-23、CQ-R-24-b）。"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from mingzhi.archive.binding import Bound, bind, page_count
from mingzhi.archive.completeness import Property, properties, situation
from mingzhi.archive.masking import mask_for_party, masked
from mingzhi.archive.models import Reading
from mingzhi.archive.selectors import Volumes, consultations, digest_of, volumes
from mingzhi.archive.shown import chosen as chosen_pieces
from mingzhi.archive.shown import stamp
from mingzhi.archive.viewer import pages
from mingzhi.archive.volumes import UNNUMBERED, Entry, chosen, numbered
from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.actor import Actor, Officer
from mingzhi.casework.acts.archive import ConsultationHeld, FileAssembled, PackageExported, Volume
from mingzhi.casework.purposes import PARTY, named
from mingzhi.instruments import pdf
from mingzhi.instruments.blocks import plain
from mingzhi.instruments.services import Rendered, as_pdf, as_word
from mingzhi.law.pack import Rules
from mingzhi.ledger.verdict import Verdict
from mingzhi.ledger.verify import reader_for, verify_package
from mingzhi.record import log
from mingzhi.record.access import note_access
from mingzhi.record.append import Appended, append
from mingzhi.record.errors import Invalid
from mingzhi.record.exhibits import is_stored
from mingzhi.record.export import Exported, export
from mingzhi.record.models import AccessLog, Dossier, Projection
from mingzhi.record.restored import evidence
from mingzhi.record.selectors import pack_for

LOOKED = "查阅正卷"
TOKEN_BYTES = 32
Progress = Callable[[str, int, int], None]


class NotNow(Exception):
    """现在不能办，说明原因和下一步。"""


def silent(step: str, done: int, total: int) -> None:
    """不报告进展。"""


# 立卷 ---------------------------------------------------------------------------------------------


def retentions(rules: Rules) -> tuple[str, ...]:
    """保管期限的选项：规则包的两档和永久。"""
    years = (rules.parameter("archive.retention.long"), rules.parameter("archive.retention.short"))
    return ("永久", *(f"{year:f}年" for year in years if year is not None))


def prefill(found: Volumes, *, by: Actor) -> FileAssembled:
    """立卷的预填：档号照惯例（DA/T 22）拟，保管期限取一般的一档，人员取承办人和归档的人。"""
    kept = retentions(found.press.pack.on(found.today))
    handlers = found.file.handlers or _on_scene(found)
    return FileAssembled(
        archive_no=_archive_no(found),
        retention=kept[1] if len(kept) > 1 else kept[0],
        entries=tuple(entry.row() for entry in found.entries),
        situation=situation(found.entries, found.checks, found.file),
        assembler=handlers[0] if handlers else by.officer(),
        checker=by.officer(),
    )


def _on_scene(found: Volumes) -> tuple[Officer, ...]:
    """没有立案的（当场处罚、没有发现问题的检查），办的是到场的人。"""
    for kind in ("penalty.imposed_on_spot", "inspection.held"):
        act = found.file.last(kind)
        if act is not None:
            return tuple(getattr(act.body, "officers", ()))
    return ()


def _archive_no(found: Volumes) -> str:
    earlier = found.file.last("file.assembled")
    if earlier is not None and isinstance(earlier.body, FileAssembled):
        return f"{earlier.body.archive_no}补"
    dossier, year = found.dossier, (found.file.filed_on or found.today).year
    place = Projection.objects.filter(agency=dossier.agency, archived=True).count() + 1
    return f"{dossier.agency}-ZF·{year}-D30-{place:04d}"


def assemble(
    found: Volumes,
    *,
    by: Actor,
    now: datetime,
    expects: int,
    archive_no: str,
    retention: str,
    situation: str,
    assembler: Officer | None,
    checker: Officer | None,
    moved: Mapping[str, Volume] | None = None,
    orders: Mapping[str, int] | None = None,
) -> Appended:
    """立卷归档：照归档的人调整以后的次序重新编页，写入。"""
    counts = {entry.key: entry.count for entry in found.entries}
    entries = numbered(chosen(found.entries, moved or {}, orders or {}), counts)
    body = FileAssembled(
        archive_no=archive_no,
        retention=retention,
        entries=tuple(entry.row() for entry in entries),
        situation=situation,
        assembler=assembler,
        checker=checker,
    )
    return append(found.dossier, "file.assembled", body, by=by, happened=now, now=now, expects=expects)


# 装订 ---------------------------------------------------------------------------------------------


def bound(found: Volumes, volume: Volume, printed: Mapping[str, bytes] | None = None) -> bytes:
    """一卷合成一份 PDF：封面、目录、各件、备考表；编页的只有各件。"""
    given = printed or {}
    parts = []
    wrappers = {form: found.press.wrapper(form, volume, day=_day(found)) for form in UNNUMBERED}
    for form in UNNUMBERED[:2]:
        parts.append(_wrapped(wrappers[form]))
    for entry in found.of(volume):
        content = given.get(entry.key) or as_pdf(found.press.entry(entry))
        # 立卷以后依法处置的，只剩一页记录：页数比目录少，页号照目录。
        count = page_count(content)
        parts.append(Bound(content, min(entry.count, count) or count, entry.first, entry.title))
    parts.append(_wrapped(wrappers[UNNUMBERED[2]]))
    return bind(parts, title=f"{found.file.title}（{volume.label}）")


def _wrapped(rendered: Rendered) -> Bound:
    content = as_pdf(rendered)
    return Bound(content, page_count(content), 0, rendered.title)


def _day(found: Volumes) -> date:
    return found.act.day if found.act else found.today


# 档案包 -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Packaged:
    """导出并核验了的档案包。act 是记下导出的那一项的序号。"""

    exported: Exported
    verdict: Verdict
    properties: tuple[Property, ...]
    act: int


def package(
    dossier: Dossier,
    target: Path,
    now: datetime,
    *,
    by: Actor,
    purpose: str,
    progress: Progress = silent,
) -> Packaged:
    """导出档案包到 target：行为、材料、每件的 PDF 和 Word、两卷的合订本；离线核验；写入一项导出。"""
    if evidence(dossier) is not None:
        told = "本卷是由档案包恢复的，只供查阅。要再导出，请系统管理员运行 mingzhi export --dossier。"
        raise Invalid({"kind": told})
    found = volumes(dossier, now.astimezone(SHANGHAI).date())
    documents = dict(_documents(found, progress))
    progress("打包", len(found.entries), len(found.entries))
    before = properties(found.file, found.entries, stored=is_stored)
    beside = pages(found, documents, before, now)
    exported = export(dossier, target, now=now, documents=documents, beside=beside)
    progress("核验", len(found.entries), len(found.entries))
    verdict = verify_package(reader_for(target), verifiers=[log.key().verifier])
    done = append(
        dossier,
        "package.exported",
        PackageExported(sha256=exported.sha256, verified=verdict.ok, purpose=purpose),
        by=by,
        happened=now,
        now=now,
    )
    tested = properties(found.file, found.entries, stored=is_stored, verdict=verdict)
    return Packaged(exported, verdict, tested, done.act.number)


def _documents(found: Volumes, progress: Progress) -> Iterator[tuple[str, bytes]]:
    """包里的文书：卷别/件号 题名.pdf 和 .docx，封面、目录、备考表，两卷的合订本。"""
    count, done = len(found.entries), 0
    for volume in Volume:
        printed: dict[str, bytes] = {}
        for place, entry in enumerate(found.of(volume), start=1):
            progress(f"印{volume.label}：{entry.title}", done, count)
            rendered = found.press.entry(entry)
            printed[entry.key] = as_pdf(rendered)
            name = f"{volume.label}/{place:03d} {safe(entry.title)}"
            yield f"{name}.pdf", printed[entry.key]
            yield f"{name}.docx", as_word(rendered)
            done += 1
        for form in UNNUMBERED:
            wrapper = found.press.wrapper(form, volume, day=_day(found))
            yield f"{volume.label}/000 {safe(wrapper.title)}.pdf", as_pdf(wrapper)
            yield f"{volume.label}/000 {safe(wrapper.title)}.docx", as_word(wrapper)
        yield f"{volume.label}.pdf", bound(found, volume, printed)


def safe(title: str) -> str:
    """题名作文件名：各种系统上都能落盘。"""
    kept = "".join(" " if char in '/\\:*?"<>|' or ord(char) < 32 else char for char in title)
    return kept.strip(" .")[:60] or "文书"


# 查阅 ---------------------------------------------------------------------------------------------


def issue_reading(
    dossier: Dossier, found: Volumes, approval: int, *, by: Actor, now: datetime, shows: Iterable[str] = ()
) -> tuple[Reading, str]:
    """发一个限时的查阅地址，返回它和地址里的一段；这一段只在这时看得到，先前发的作废。shows 是可以看的照片、录音、录像。

    没有同意、过了有效期、没有核对身份、已经办毕的，抛 :class:`NotNow`。
    """
    today = now.astimezone(SHANGHAI).date()
    each = next(
        (
            each
            for each in consultations(dossier, found.file, today)
            if each.approval and each.approval.number == approval
        ),
        None,
    )
    if each is None or each.approved is None or each.approved.until is None:
        raise NotNow("负责人还没有同意查阅，或者没有写明有效期。请先请负责人批。")
    if not each.asked.identity_checked:
        raise NotNow("没有核对申请人的身份或者授权。请核对后重新登记申请。")
    if not each.open:
        raise NotNow("这次查阅已经办毕，或者已过有效期。要再查阅的，请重新申请。")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        Reading.objects.filter(dossier=dossier, approval=approval, ended=None).update(ended=now)
        reading = Reading.objects.create(
            dossier=dossier,
            approval=approval,
            digest=digest_of(token),
            name=each.asked.name,
            until=each.approved.until,
            issued=now,
            issued_by=by.name,
            shown=chosen_pieces(found, shows),
        )
    return reading, token


def note_reading(reading: Reading, title: str, now: datetime) -> None:
    """记下当事人的一次翻阅。"""
    day = now.astimezone(SHANGHAI).date()
    purpose = named(pack_for(reading.dossier).on(day), PARTY)
    note_access(None, reading.dossier, f"{LOOKED}：{title}", now=now, purpose=purpose, name=reading.name)


def read(found: Volumes, entry: Entry, reading: Reading, now: datetime) -> bytes:
    """给当事人看的一件：遮盖别人的个人信息，每页印上查阅件、姓名、日期、时刻，页号照目录。"""
    rendered = found.press.entry(entry)
    how = mask_for_party(found.file, found.press.agency)
    content = pdf.pdf(
        masked(rendered.document, how), marks=replace(rendered.marks, title=how(rendered.marks.title))
    )
    return bind(
        [Bound(content, page_count(content), entry.first)], title=entry.title, watermark=stamp(reading, now)
    )


def read_text(found: Volumes, entry: Entry) -> tuple[str, ...]:
    """同一件的文字，遮盖与 PDF 相同：读屏、放大、手机上看。"""
    document = masked(found.press.entry(entry).document, mask_for_party(found.file, found.press.agency))
    return plain(document)


def finish(
    dossier: Dossier, found: Volumes, approval: int, *, by: Actor, now: datetime, copied: bool = False
) -> Appended:
    """办毕查阅：看了什么取自查阅日志，写入一项查阅；地址随即失效。"""
    reading = Reading.objects.filter(dossier=dossier, approval=approval).order_by("-issued").first()
    if reading is None:
        raise NotNow("还没有发过查阅地址，没有查阅经过可以记录。")
    since = Reading.objects.filter(dossier=dossier, approval=approval).order_by("issued")[0].issued
    log_rows = AccessLog.objects.filter(
        dossier=dossier, person_number="", person_name=reading.name, at__gte=since, what__startswith=LOOKED
    ).order_by("at", "pk")
    viewed = dict.fromkeys(row.what.removeprefix(f"{LOOKED}：") for row in log_rows)
    body = ConsultationHeld(
        of=approval,
        name=reading.name,
        viewed="、".join(viewed) or "没有打开",
        accompanied_by=by.officer(),
        copied=copied,
    )
    with transaction.atomic():
        done = append(dossier, "consultation.held", body, by=by, happened=now, now=now)
        Reading.objects.filter(dossier=dossier, approval=approval, ended=None).update(ended=now)
    return done
