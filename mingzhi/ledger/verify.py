"""校验：外人凭一份导出包，离线看出哪一项执法行为被改动、删除、调换、插入或者倒填日期。

Pure but for reading the package through a `Reader`; no clock, no settings, no database. Malformed input is
a finding. What cannot be known from what was handed in is listed, never passed over.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .bag import Contents, check_bag, info_value, survey
from .chain import GENESIS, ExhibitRef, Seal, body_digest, leaf, moment, name_digest
from .checkpoint import Accepting, BadNote, Checkpoint, open_note, parse_checkpoint, split_note
from .digests import sha256_hex
from .entries import (
    LoadedAct,
    LoadedProof,
    claimed_number,
    load_act,
    load_dossier,
    load_json,
    load_proof,
    names_disposal,
)
from .merkle import leaf_hash, verify_inclusion
from .package import (
    ACTS,
    CHECKPOINT,
    DOCUMENTS,
    DOSSIER,
    EXHIBITS,
    INFO,
    MANIFEST,
    PROOFS,
    STATEMENT,
    NameEntry,
)
from .reader import Reader, reader_for
from .statement import parse_statement
from .verdict import Finding, Report, Verdict
from .witness import WitnessKey, hear

__all__ = ["Finding", "Verdict", "reader_for", "verify_package"]


def verify_package(
    reader: Reader, *, verifiers: Sequence[Accepting] = (), witnesses: Sequence[WitnessKey] = ()
) -> Verdict:
    """校验一份导出包。`verifiers` are the bureau's public keys, got from somewhere else than the package;
    `witnesses` those of neighbouring bureaus, whose cosignatures on the checkpoint are judged.
    """
    report = Report()
    contents = survey(reader, report)
    if not contents.digests:
        return report.conclude(0)
    check_bag(contents, report)
    if not verifiers:
        report.cannot_tell("未提供验证公钥：无法核对签名，也就不能排除整份包是另造的")
    checkpoint = _checkpoint(contents, verifiers, report)
    if checkpoint is not None:
        hear(contents.parsed[CHECKPOINT].decode(), "检查点", witnesses, report)
    acts, total = _acts(contents, report)
    by_number = {act.number: act for act in reversed(acts)}
    _check_seals(acts, report)
    _check_bodies(acts, report)
    _check_times(by_number, report)
    included = _check_inclusion(acts, checkpoint, contents, report)
    _check_links(by_number, included, report)
    _check_dossier(acts, contents, report)
    _check_header(contents, report)
    _check_exhibits(acts, contents, report)
    _check_disposals(acts, by_number, report)
    _check_statement(by_number, total, contents, verifiers, report)
    _check_layout(contents, report)
    return report.conclude(total)


def _note(name: str, contents: Contents, verifiers: Sequence[Accepting]) -> str:
    """签名文本；有公钥时已验签。"""
    try:
        note = contents.parsed[name].decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadNote("不是 UTF-8 文本") from error
    return open_note(note, verifiers) if verifiers else split_note(note)[0]


def _checkpoint(contents: Contents, verifiers: Sequence[Accepting], report: Report) -> Checkpoint | None:
    if CHECKPOINT not in contents.parsed:
        return None
    try:
        return parse_checkpoint(_note(CHECKPOINT, contents, verifiers))
    except BadNote as error:
        report.find(None, "checkpoint.bad", f"检查点：{error}")
        return None


def _list_in(name: str, contents: Contents, report: Report) -> list[object]:
    if name not in contents.parsed:
        return []
    try:
        value = load_json(contents.parsed[name])
    except ValueError:
        value = None
    if not isinstance(value, list):
        report.find(None, "file.malformed", f"{name} 不是合格的 JSON 列表")
        return []
    return value


def _acts(contents: Contents, report: Report) -> tuple[list[LoadedAct], int]:
    """各项执法行为，与包里的项数；次序与缺号在此核对。"""
    raw_acts = _list_in(ACTS, contents, report)
    acts: list[LoadedAct] = []
    numbers: list[int] = []
    for position, raw in enumerate(raw_acts, start=1):
        try:
            acts.append(load_act(raw))
            numbers.append(acts[-1].number)
        except ValueError as error:
            numbers.append(claimed_number(raw, position))
            report.find(numbers[-1], "act.malformed", f"第 {numbers[-1]} 项执法行为读不懂：{error}")
    if not raw_acts and ACTS in contents.parsed:
        report.find(None, "act.none", "包里没有执法行为")
    _check_numbers(numbers, report)
    return acts, len(raw_acts)


def _check_numbers(numbers: Sequence[int], report: Report) -> None:
    seen: set[int] = set()
    highest = 0
    for number in numbers:
        if number in seen:
            report.find(number, "act.duplicated", f"第 {number} 项执法行为出现不止一次")
        elif number < highest:
            report.find(number, "act.reordered", f"第 {number} 项执法行为排在第 {highest} 项之后，次序被调换")
        seen.add(number)
        highest = max(highest, number)
    before = 0
    for number in sorted(seen):
        if number == before + 2:
            report.find(before + 1, "act.removed", f"缺少第 {before + 1} 项执法行为")
        elif number > before + 2:
            report.find(before + 1, "act.removed", f"缺少第 {before + 1} 至 {number - 1} 项执法行为")
        before = number


def _check_seals(acts: Sequence[LoadedAct], report: Report) -> None:
    for act in acts:
        if act.stated != act.computed:
            message = f"第 {act.number} 项执法行为的信封与封印不符：信封或封印被改动"
            report.find(act.number, "act.envelope_altered", message)


def _check_bodies(acts: Sequence[LoadedAct], report: Report) -> None:
    for act in acts:
        if act.body is None:
            if act.disposal is None or not act.disposal["body"]:
                report.find(act.number, "body.missing", f"第 {act.number} 项执法行为缺少内容，也没有处置记载")
            continue
        try:
            intact = body_digest(act.body) == act.envelope.body_digest
        except (TypeError, ValueError):
            intact = False
        if not intact:
            message = f"第 {act.number} 项执法行为的内容与信封所载的摘要不符：内容被改动"
            report.find(act.number, "act.body_altered", message)


def _check_times(by_number: dict[int, LoadedAct], report: Report) -> None:
    for number, act in by_number.items():
        recorded = moment(act.envelope.recorded)
        if moment(act.envelope.happened) > recorded:
            message = f"第 {number} 项执法行为的发生时间晚于记录时间"
            report.find(number, "time.happened_after_recorded", message)
        before = by_number.get(number - 1)
        if before is not None and recorded < moment(before.envelope.recorded):
            message = f"第 {number} 项执法行为的记录时间早于第 {number - 1} 项：倒填日期"
            report.find(number, "time.backdated", message)


def _check_inclusion(
    acts: Sequence[LoadedAct], checkpoint: Checkpoint | None, contents: Contents, report: Report
) -> dict[int, bool]:
    """每项执法行为是否在检查点之下。"""
    proofs = _proofs(contents, report)
    included: dict[int, bool] = {}
    for act in acts:
        proof = proofs.get(act.number)
        if proof is None:
            report.find(act.number, "proof.missing", f"缺少第 {act.number} 项执法行为的证明")
        elif proof.leaf_index != act.leaf_index:
            message = f"第 {act.number} 项执法行为在日志树里的序号，两处记载不一"
            report.find(act.number, "proof.index", message)
        elif checkpoint is not None:
            included[act.number] = _is_included(act.computed, act, proof, checkpoint)
            # Where the stated seal is still in the tree, the envelope was changed after it: said already.
            if not included[act.number] and not _is_included(act.stated, act, proof, checkpoint):
                message = f"第 {act.number} 项执法行为不在检查点之下：被改动、替换或者后来插入"
                report.find(act.number, "proof.broken", message)
    for number in sorted(set(proofs) - {act.number for act in acts}):
        message = f"有第 {number} 项执法行为的证明，包里却没有这一项：可能被删除"
        report.find(number, "proof.stray", message)
    _check_leaf_order(acts, report)
    return included


def _is_included(seal: Seal, act: LoadedAct, proof: LoadedProof, checkpoint: Checkpoint) -> bool:
    hashed = leaf_hash(leaf(seal, act.salt))
    return verify_inclusion(hashed, act.leaf_index, checkpoint.size, proof.proof, checkpoint.root)


def _proofs(contents: Contents, report: Report) -> dict[int, LoadedProof]:
    proofs: dict[int, LoadedProof] = {}
    for position, raw in enumerate(_list_in(PROOFS, contents, report), start=1):
        try:
            proof = load_proof(raw)
        except ValueError as error:
            report.find(None, "proof.malformed", f"{PROOFS} 的第 {position} 条证明不合格式：{error}")
            continue
        if proof.number in proofs:
            report.find(proof.number, "proof.duplicated", f"第 {proof.number} 项执法行为有两份证明")
        proofs.setdefault(proof.number, proof)
    return proofs


def _check_leaf_order(acts: Sequence[LoadedAct], report: Report) -> None:
    ordered = sorted(acts, key=lambda act: act.number)
    for before, act in pairwise(ordered):
        if act.leaf_index <= before.leaf_index:
            message = f"第 {act.number} 项执法行为在日志树里不在第 {before.number} 项之后：次序不符"
            report.find(act.number, "proof.order", message)


def _check_links(by_number: dict[int, LoadedAct], included: dict[int, bool], report: Report) -> None:
    for number, act in by_number.items():
        before = by_number.get(number - 1)
        if number == 1 and act.envelope.previous != GENESIS:
            report.find(1, "chain.broken", "第 1 项执法行为记载着前一项：前面有删除，或者它被替换")
        if before is None or act.envelope.previous in (before.stated.sha256, before.computed.sha256):
            continue
        # The log tells which of the two is the original; without it the break is named at the later act.
        blamed = number - 1 if included.get(number) and not included.get(number - 1) else number
        message = f"第 {number} 项执法行为所记的前一项封印，与第 {number - 1} 项不符：链在此处断开"
        report.find(blamed, "chain.broken", message)


def _check_dossier(acts: Sequence[LoadedAct], contents: Contents, report: Report) -> None:
    if not acts:
        return
    dossier = Counter(act.envelope.dossier for act in acts).most_common(1)[0][0]
    for act in acts:
        if act.envelope.dossier != dossier:
            message = f"第 {act.number} 项执法行为属于另一卷：{act.envelope.dossier}"
            report.find(act.number, "act.foreign", message)
    if info_value(contents, "External-Identifier") != dossier:
        report.find(None, "bag.identifier", "bag-info.txt 所载的卷号与执法行为不符")


def _check_header(contents: Contents, report: Report) -> None:
    """卷首。早先的包没有；有的，须读得懂。"""
    if DOSSIER in contents.parsed:
        try:
            load_dossier(load_json(contents.parsed[DOSSIER]))
        except ValueError as error:
            report.find(None, "dossier.malformed", f"{DOSSIER} 不合格式：{error}")


def _check_exhibits(acts: Sequence[LoadedAct], contents: Contents, report: Report) -> None:
    unmeasured = 0
    for act in acts:
        disposed = act.disposal["exhibits"] if act.disposal is not None else []
        for exhibit, named in zip(act.envelope.exhibits, act.names, strict=True):
            called = f"“{named['name']}”" if named is not None else f"（{exhibit['sha256'][:12]}…）"
            what = f"第 {act.number} 项执法行为的证据材料{called}"
            _check_name(act.number, what, exhibit, named, exhibit["sha256"] in disposed, report)
            found = contents.digests.get(EXHIBITS + exhibit["sha256"])
            if found is None:
                if exhibit["sha256"] not in disposed:
                    report.find(act.number, "exhibit.missing", f"{what}不在包里")
                continue
            unmeasured += found.sm3 is None
            altered = found.sha256 != exhibit["sha256"] or found.sm3 not in (None, exhibit["sm3"])
            if altered or found.size != exhibit["size"]:
                report.find(act.number, "exhibit.altered", f"{what}与信封所载的摘要不符：文件被改动")
    if unmeasured:
        report.cannot_tell(f"本机密码库不支持 SM3，{unmeasured} 份较大的证据材料只核对了 SHA-256")
    referred = {EXHIBITS + exhibit["sha256"] for act in acts for exhibit in act.envelope.exhibits}
    for path in contents.below(EXHIBITS):
        if path not in referred:
            report.find(None, "exhibit.unreferenced", f"没有执法行为以此文件为证据：{path}")


def _check_name(
    number: int, what: str, exhibit: ExhibitRef, named: NameEntry | None, disposed: bool, report: Report
) -> None:
    """文件名与信封里的承诺相符；材料销毁了的，文件名也须销毁。"""
    if named is None:
        if not disposed:
            report.find(number, "name.missing", f"{what}的文件名不见了，也没有处置记载")
    elif disposed:
        report.find(number, "disposal.contradicted", f"{what}称已处置，文件名却还在")
    elif not _is_name(named, exhibit):
        report.find(number, "name.altered", f"{what}的文件名与信封所载的摘要不符：文件名被改动")


def _is_name(named: NameEntry, exhibit: ExhibitRef) -> bool:
    try:
        return name_digest(named["name"], bytes.fromhex(named["salt"])) == exhibit["name_digest"]
    except UnicodeEncodeError:
        return False


def _check_disposals(acts: Sequence[LoadedAct], by_number: dict[int, LoadedAct], report: Report) -> None:
    """处置须由同一卷里在后的一项执法行为载明；否则谁都能抹去内容，称作已经处置。"""
    for act in acts:
        if act.disposal is None:
            continue
        gone, by = act.disposal, by_number.get(act.disposal["act"])
        own = {exhibit["sha256"] for exhibit in act.envelope.exhibits}
        empty = not gone["body"] and not gone["exhibits"]
        if empty or not set(gone["exhibits"]) <= own or (gone["body"] and act.body is not None):
            message = f"第 {act.number} 项执法行为的处置记载与包里不符"
            report.find(act.number, "disposal.contradicted", message)
        elif by is None or by.number <= act.number or not names_disposal(by.body, act.number, gone):
            message = f"第 {act.number} 项执法行为称已处置，第 {gone['act']} 项却没有载明"
            report.find(act.number, "disposal.unsupported", message)
        else:
            parts = [
                "内容" if gone["body"] else "",
                f"{len(gone['exhibits'])} 份证据" if gone["exhibits"] else "",
            ]
            what = "和".join(filter(None, parts))
            report.cannot_tell(f"第 {act.number} 项执法行为的{what}已由第 {by.number} 项依法处置，无从核对")


def _check_statement(
    by_number: dict[int, LoadedAct],
    total: int,
    contents: Contents,
    verifiers: Sequence[Accepting],
    report: Report,
) -> None:
    if STATEMENT not in contents.parsed:
        report.cannot_tell("包里没有出具声明：无法确定末尾是否另有执法行为被整段截去")
    if contents.below(DOCUMENTS) and not (verifiers and STATEMENT in contents.parsed):
        report.cannot_tell("文书文件只列在文件清单里，没有签名可核对")
    if STATEMENT not in contents.parsed:
        return
    try:
        statement = parse_statement(_note(STATEMENT, contents, verifiers))
    except BadNote as error:
        report.find(None, "statement.bad", f"出具声明：{error}")
        return
    if statement.acts > total:
        message = f"出具声明载明共 {statement.acts} 项执法行为，包里只有 {total} 项：有执法行为被删除"
        cut_at_the_end = set(by_number) == set(range(1, total + 1))
        report.find(total + 1 if cut_at_the_end else None, "act.removed", message)
    elif statement.acts < total:
        message = f"出具声明载明共 {statement.acts} 项执法行为，包里有 {total} 项：有执法行为被插入"
        report.find(statement.acts + 1, "act.inserted", message)
    last = by_number.get(statement.acts)
    if last is not None and statement.last not in (last.stated.sha256, last.computed.sha256):
        message = f"第 {last.number} 项执法行为不是出具声明所指的末项：被改动或替换"
        report.find(last.number, "statement.last", message)
    if by_number and statement.dossier != next(iter(by_number.values())).envelope.dossier:
        report.find(None, "statement.dossier", "出具声明说的是另一卷")
    if statement.manifest != sha256_hex(contents.parsed.get(MANIFEST, b"")):
        report.find(None, "statement.manifest", "文件清单与出具声明所载的摘要不符：包里的文件在出具后被改动")
    if statement.info != sha256_hex(contents.parsed.get(INFO, b"")):
        report.find(None, "statement.info", "bag-info.txt 与出具声明所载的摘要不符：在出具后被改动")


def _check_layout(contents: Contents, report: Report) -> None:
    for path in contents.below("data/"):
        if path not in (DOSSIER, ACTS, CHECKPOINT, PROOFS) and not path.startswith((EXHIBITS, DOCUMENTS)):
            report.find(None, "file.unexpected", f"导出包里不应有的文件：{path}")
