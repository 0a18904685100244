"""立卷前核对：送达回证、签字件、音像、瑕疵、没有办完的期限；以及四性检测的简表（CQ-R-22，CQ-R-24-b；domain g）。

系统只说核对到什么；机器定不了的写「人工」，从不替人写通过。缺什么都不挡立卷：照实写在备考表里。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

from mingzhi.archive.volumes import Entry, of_volume, total
from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.acts.archive import FileAssembled, Volume
from mingzhi.casework.acts.evidence import RecordingIngested
from mingzhi.casework.acts.service import SERVABLE
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.standing import Standing
from mingzhi.instruments.catalogue import FORMS
from mingzhi.ledger.verdict import Verdict


@dataclass(frozen=True)
class Check:
    """核对的一行：什么、有没有、依据、哪一项行为；words 是灯旁的字。"""

    what: str
    present: bool
    words: str
    cite: str = ""
    act: int | None = None
    scan: bool = False


def checks(file: CaseFile, entries: Sequence[Entry], now: Standing) -> tuple[Check, ...]:
    """立卷前核对的各行，缺的在前。"""
    rows = [*_services(file), *_scans(entries), *_public(now), *_recordings(now), *_defects(now), *_dues(now)]
    return tuple(sorted(rows, key=lambda row: row.present))


def _services(file: CaseFile) -> Iterator[Check]:
    """应当送达的文书有没有送达回证。当场交付、签收的，收件人签在文书上。"""
    for act in file.acts:
        if act.kind not in SERVABLE.split(","):
            continue
        on_the_spot = bool(getattr(act.body, "delivered", False) or getattr(act.body, "receiver", ""))
        served = [number for number, body in file.services(act.number) if body.served_on]
        name = _document(act)
        if on_the_spot and not served:
            yield Check(f"{name}的送达", True, "当场交付", act=act.number)
        else:
            yield Check(
                f"{name}的送达回证", bool(served), "已有" if served else "没有送达回证", act=act.number
            )


def _document(act: Act) -> str:
    # 送达的是有送达份的那一份，不是审批表。
    form = next((form for form in FORMS.values() if form.copies and form.kinds[0] == act.kind), None)
    number = str(getattr(act.body, "document_no", "") or "")
    return f"{form.title if form else KINDS[act.kind].name}{f'（{number}）' if number else ''}"


def _scans(entries: Sequence[Entry]) -> Iterator[Check]:
    """签字、盖章的原件有没有扫描回卷。"""
    for entry in entries:
        if entry.form:
            done = entry.scan is not None
            words = "已回卷" if done else "没有扫描回卷"
            yield Check(f"{entry.title}的签字件", done, words, act=entry.act, scan=True)


def _public(now: Standing) -> Iterator[Check]:
    """应当公示的各项公示了没有；撤回的、不予公开的也有了着落。"""
    for item in now.public:
        cite = item.rule.cite if item.rule is not None else ""
        done = item.status in ("已公示", "已撤回", "不予公开")
        words = (
            item.status
            if done
            else f"没有公示（{item.status}）{f'，{item.due.words}' if item.due is not None and item.due.open else ''}"
        )
        yield Check(f"{item.subject.label}的公示", done, words, cite, item.of)


def _recordings(now: Standing) -> Iterator[Check]:
    for each in now.coverages:
        words = each.words if each.complete or not each.approved else f"{each.words}；已说明并经批准"
        yield Check(
            f"{KINDS[each.act.kind].name}的全程录像", each.complete, words, each.rule.cite, each.act.number
        )


def _defects(now: Standing) -> Iterator[Check]:
    covered = {each.act.number for each in now.coverages}
    for defect in now.defects:
        if defect.ground.field == "recording" and defect.act.number in covered:
            continue
        words = (
            "已说明并经批准" if defect.approved else "已说明，没有批准" if defect.explained else "没有说明"
        )
        yield Check(
            f"{KINDS[defect.act.kind].name}：{defect.ground.lacks}",
            defect.approved,
            words,
            defect.ground.cite,
            defect.act.number,
        )


def _dues(now: Standing) -> Iterator[Check]:
    # 公示的期限已经写在公示那一行。
    said = [item.due for item in now.public]
    for due in now.open_dues:
        if due.whose == "agency" and "file.assembled" not in due.do and due not in said:
            yield Check(f"没有办完：{due.name}", False, due.words, due.rule.cite, due.trigger)


def situation(entries: Sequence[Entry], rows: Sequence[Check], file: CaseFile) -> str:
    """备考表的本卷情况说明，预填：件数、页数、音像，以及没有扫描件以外还缺什么。"""
    parts = [
        f"{volume.label}{len(inside)}件{total(inside)}页"
        for volume in Volume
        if (inside := of_volume(entries, volume))
    ]
    media = sum(isinstance(act.body, RecordingIngested) for act in file.acts)
    said = [f"本卷{'，'.join(parts)}。"]
    if media:
        said.append(f"音像资料{media}份，以电子形式随卷保存。")
    lacking = [row.what for row in rows if not row.present and not row.scan]
    said += [f"缺：{'；'.join(lacking)}。"] if lacking else []
    return "".join(said)


# 四性检测 -----------------------------------------------------------------------------------------

AUTO, MANUAL = "自动", "人工"
LASTING = (
    "application/pdf",
    "application/ofd",
    "image/tiff",
    "image/jpeg",
    "image/png",
    "video/mp4",
    "audio/",
)


@dataclass(frozen=True)
class Property:
    """四性检测的一行。passed 为 None 的还没有核对，或者要由人核对。"""

    group: str
    item: str
    how: str
    passed: bool | None
    words: str

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def properties(
    file: CaseFile,
    entries: Sequence[Entry],
    *,
    stored: Callable[[str], bool],
    verdict: Verdict | None = None,
    unreadable: Sequence[str] = (),
) -> tuple[Property, ...]:
    """真实性、完整性、可用性、安全性；verdict 是档案包的核验结论，还没有导出的为 None。"""
    return (
        *_authentic(file, verdict),
        *_complete(file, entries, stored),
        *_usable(file, unreadable),
        *_safe(entries),
    )


def _authentic(file: CaseFile, verdict: Verdict | None) -> Iterator[Property]:
    group = "真实性"
    nameless = [act.number for act in file.acts if not (act.actor.name and act.actor.number)]
    yield _auto(group, "来源：每项行为有行为人、编号、时间", not nameless, _numbers(nameless) or "齐全")
    sealed = None if verdict is None else verdict.ok
    words = "导出档案包时核验" if verdict is None else verdict.summary
    yield Property(group, "固化信息：封印、前后相连、日志树证明、签名", AUTO, sealed, words)
    yield _manual(group, "签字、盖章的原件与扫描件一致", "请与纸质原件核对")
    yield _manual(group, "电子签名、电子印章的证书有效", "没有接入签名验证服务的，由外部核对")


def _complete(file: CaseFile, entries: Sequence[Entry], stored: Callable[[str], bool]) -> Iterator[Property]:
    group = "完整性"
    gaps = [volume.label for volume in Volume if not _continuous(of_volume(entries, volume))]
    yield _auto(group, "目录的页号连续，与文书页数相符", not gaps, "、".join(gaps) or "相符")
    body = file.body("file.assembled", FileAssembled)
    lacking = _unset(body) if body else []
    if body is None:
        yield Property(group, "档号、保管期限、立卷人、检查人", AUTO, None, "还没有立卷")
    else:
        yield _auto(group, "档号、保管期限、立卷人、检查人", not lacking, "、".join(lacking) or "齐全")
    gone = [
        each.name
        for act in file.acts
        for each in act.exhibits
        if not each.disposed and not stored(each.sha256)
    ]
    count = sum(len(act.exhibits) for act in file.acts)
    yield _auto(
        group, "附件的文件都在", not gone, f"不见了：{'、'.join(gone)}" if gone else f"{count} 份都在"
    )
    yield _manual(group, "纸质材料齐全，没有缺页", "请与纸质案卷核对")


def _usable(file: CaseFile, unreadable: Sequence[str]) -> Iterator[Property]:
    group = "可用性"
    words = "、".join(unreadable) or "文书印成 PDF/A"
    yield _auto(group, "文书可以读出", not unreadable, words)
    names = [
        each.name for act in file.acts for each in act.exhibits if not each.media_type.startswith(LASTING)
    ]
    odd = list(dict.fromkeys(names))
    yield _auto(group, "附件是便于长期保存的格式", not odd, "、".join(odd[:10]) or "是")
    yield _manual(group, "录像、录音可以播放", "请抽查播放")


def _safe(entries: Sequence[Entry]) -> Iterator[Property]:
    group = "安全性"
    leaked = [entry.title for entry in of_volume(entries, Volume.MAIN) if KINDS[entry.kind].restricted]
    yield _auto(group, "正卷没有限制知悉的材料（举报人）", not leaked, "、".join(leaked) or "没有")
    yield _manual(group, "病毒检测", "由本单位杀毒软件检测后记录")
    yield _manual(group, "存储载体完好", "由本单位检查后记录")


def _auto(group: str, item: str, passed: bool, words: str) -> Property:
    return Property(group, item, AUTO, passed, words)


def _manual(group: str, item: str, words: str) -> Property:
    return Property(group, item, MANUAL, None, words)


def _numbers(numbers: Sequence[int]) -> str:
    return f"第 {'、'.join(map(str, numbers))} 号不全" if numbers else ""


def _unset(body: FileAssembled) -> list[str]:
    wanted = ("archive_no", "retention", "assembler", "checker")
    return [str(FileAssembled.model_fields[name].title) for name in wanted if not getattr(body, name)]


def _continuous(entries: Sequence[Entry]) -> bool:
    following = 1
    for entry in entries:
        if entry.first != following or not entry.count:
            return False
        following += entry.count
    return True
