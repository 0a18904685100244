"""校验整个机关的导出：`packages` 里一卷一包，`log` 是公开的日志；日志的每一片叶恰好由一项执法行为认领。

Package by package nobody could see that a whole dossier was left out; the log says how many acts there are.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from .chain import leaf
from .checkpoint import Accepting, BadNote, Checkpoint, parse_checkpoint, split_note
from .entries import LoadedAct, load_act, load_json
from .package import ACTS, CHECKPOINT
from .publiclog import LogCheck, verify_log
from .reader import FolderReader, Reader, Unreadable, reader_for, whole
from .verdict import Report, Verdict
from .verify import verify_package
from .witness import WitnessKey

LOG, PACKAGES = "log", "packages"
ACCESSES = "accesses.jsonl"
"""查阅日志，一行一条；各段的摘要在查阅登记簿里，恢复时核对。"""
EMPTY = "empty.jsonl"
"""还没有行为的卷，一行一卷：没有什么可以核验，恢复时照样立卷。"""


def verify_path(
    path: Path, *, verifiers: Sequence[Accepting] = (), witnesses: Sequence[WitnessKey] = ()
) -> Verdict:
    """看路径里有什么：档案包、日志的文件夹，还是整个机关的导出。"""
    package = (path / "data").exists() or (path / "bagit.txt").exists() or not path.is_dir()
    if not package and ((path / LOG).is_dir() or (path / PACKAGES).is_dir()):
        return verify_bureau(path, verifiers=verifiers, witnesses=witnesses)
    if not package and ((path / "tile").is_dir() or (path / "checkpoint").exists()):
        return verify_log(FolderReader(path), verifiers=verifiers, witnesses=witnesses)
    return verify_package(reader_for(path), verifiers=verifiers, witnesses=witnesses)


def verify_bureau(
    root: Path, *, verifiers: Sequence[Accepting] = (), witnesses: Sequence[WitnessKey] = ()
) -> Verdict:
    """逐包校验，再与日志对照。"""
    report = Report()
    packages: dict[str, tuple[Checkpoint | None, list[LoadedAct]]] = {}
    for path in _packages(root / PACKAGES):
        verdict = verify_package(reader_for(path), verifiers=verifiers, witnesses=witnesses)
        for finding in verdict.findings:
            report.find(finding.act_number, finding.code, f"{path.name}：{finding.message}")
        for fact in verdict.confirmed:
            report.confirm(f"{path.name}：{fact}")
        for doubt in verdict.undetermined:
            # 没有公钥、谁没有见证，在日志那里说一次就够了。
            if "未提供验证公钥" not in doubt and "见证人" not in doubt:
                report.cannot_tell(f"{path.name}：{doubt}")
        packages[path.name] = _inside(reader_for(path))
    log = LogCheck(FolderReader(root / LOG), verifiers, report, witnesses)
    if (root / LOG).is_dir():
        log.run(checkpoint.size for checkpoint, _ in packages.values() if checkpoint is not None)
    else:
        report.find(None, "log.missing", "没有日志（log）：看不出有没有整卷被拿掉")
    if log.complete and log.checkpoint is not None:
        for name, (checkpoint, _) in packages.items():
            _check_checkpoint(name, checkpoint, log, log.checkpoint, report)
        _check_leaves({name: acts for name, (_, acts) in packages.items()}, log.leaves, report)
    total = sum(len(acts) for _, acts in packages.values())
    what = f"共 {len(packages)} 卷、{total} 项执法行为，日志 {len(log.leaves)} 片叶"
    return report.conclude(total, what)


def _packages(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        # A name of dots is the exporter's own: a package half-written, never one that it finished.
        yield from sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _inside(reader: Reader) -> tuple[Checkpoint | None, list[LoadedAct]]:
    """包里的检查点和读得懂的各项；读不懂的，校验包的时候已经说过。"""
    acts: list[LoadedAct] = []
    try:
        names = reader.names()
        raw = load_json(whole(reader, ACTS)) if ACTS in names else []
        text = whole(reader, CHECKPOINT).decode("utf-8") if CHECKPOINT in names else ""
    except (Unreadable, ValueError):
        return None, []
    for each in raw if isinstance(raw, list) else []:
        try:
            acts.append(load_act(each))
        except ValueError:
            continue
    try:
        return parse_checkpoint(split_note(text)[0]), acts
    except BadNote:
        return None, acts


def _check_checkpoint(
    name: str, mine: Checkpoint | None, log: LogCheck, now: Checkpoint, report: Report
) -> None:
    if mine is None:
        return
    if mine.origin != now.origin:
        report.find(None, "package.other_log", f"{name}：包里的检查点是另一本日志的")
    elif mine.size > now.size:
        report.cannot_tell(f"{name}：包里的检查点比这本日志新，无法对照")
    elif log.roots[mine.size] != mine.root:
        report.find(None, "package.fork", f"{name}：包里的检查点不是这本日志的开头：给过两个样子")


def _check_leaves(packages: dict[str, list[LoadedAct]], leaves: Sequence[bytes], report: Report) -> None:
    unclaimed = dict(enumerate(leaves))
    for name, acts in packages.items():
        for act in acts:
            if act.leaf_index >= len(leaves):
                continue
            what = f"{name}：第 {act.number} 项执法行为"
            committed = {leaf(act.computed, act.salt), leaf(act.stated, act.salt)}
            if leaves[act.leaf_index] not in committed:
                message = f"{what}与日志的第 {act.leaf_index} 片叶不符：被改动或者替换"
                report.find(act.number, "leaf.other", message)
            if unclaimed.pop(act.leaf_index, None) is None:
                report.find(act.number, "leaf.twice", f"{what}与另一项占日志的同一片叶")
    if unclaimed:
        shown = "、".join(map(str, sorted(unclaimed)[:10])) + ("等" if len(unclaimed) > 10 else "")
        message = f"日志的第 {shown} 片叶（从 0 数）没有哪一卷的行为认领，共 {len(unclaimed)} 片：有整卷或者执法行为被拿掉"
        report.find(None, "leaf.unclaimed", message)
