"""校验结论：发现了什么、什么无法确定。写给看结论的人，不是写给程序员。"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """一处问题。"""

    act_number: int | None
    """第几项执法行为；整个包的问题为 None。"""
    code: str
    """稳定的代号，供程序和测试用。"""
    message: str


@dataclass(frozen=True)
class Verdict:
    """结论。`ok` says that nothing wrong was found; read it with `undetermined`."""

    findings: tuple[Finding, ...]
    undetermined: tuple[str, ...]
    summary: str
    confirmed: tuple[str, ...] = ()
    """另外核实了的：谁见证过。"""

    @property
    def ok(self) -> bool:
        return not self.findings


class Report:
    """校验时边走边记。"""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._undetermined: list[str] = []
        self._confirmed: list[str] = []

    def confirm(self, message: str) -> None:
        self._confirmed.append(_printable(message))

    def find(self, act_number: int | None, code: str, message: str) -> None:
        self._findings.append(Finding(act_number, code, _printable(message)))

    def cannot_tell(self, message: str) -> None:
        self._undetermined.append(_printable(message))

    def conclude(self, acts: int, what: str = "") -> Verdict:
        # Stable: the package first, then act by act, each in the order of the checks.
        findings = tuple(sorted(self._findings, key=lambda finding: finding.act_number or 0))
        return Verdict(
            findings,
            tuple(self._undetermined),
            _summary(what or f"共 {acts} 项执法行为", findings, self._undetermined),
            tuple(self._confirmed),
        )


def _summary(what: str, findings: Sequence[Finding], undetermined: Sequence[str]) -> str:
    numbers = sorted({finding.act_number for finding in findings if finding.act_number is not None})
    doubt = f"；另有 {len(undetermined)} 项无法确定" if undetermined else ""
    if not findings:
        return f"{what}，未发现改动{doubt}。"
    shown = "、".join(str(number) for number in numbers[:10]) + ("等" if len(numbers) > 10 else "")
    where = f"，涉及第 {shown} 项执法行为" if numbers else ""
    return f"发现 {len(findings)} 处问题{where}{doubt}。"


def _printable(message: str) -> str:
    """名称来自陌生人的包：不可打印的字符写成转义，免得弄乱终端或无法输出。"""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in message
    )
