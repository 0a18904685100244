"""归档与查阅：立卷、移交、查阅申请与同意。

记录办法第二十二条（执行终结之日起三十日内，专人负责）、第二十三条（当事人查阅经负责人同意）。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    FILES,
    Body,
    Day,
    Stage,
    Written,
    choice,
    day,
    flag,
    kind,
    line,
    person,
    prose,
    refers,
    rows,
    whole,
)
from mingzhi.casework.actor import Choice, Frozen, Officer, Role
from mingzhi.casework.acts.lead import HANDLING


class Volume(Choice):
    """正卷、副卷。当事人查阅只看正卷。"""

    MAIN = "main", "正卷"
    AUXILIARY = "auxiliary", "副卷"


class FileEntry(Frozen):
    """卷内文件目录的一行。"""

    volume: Volume = choice("卷别", default=Volume.MAIN)
    title: str = line("题名")
    document_no: str = line("文号")
    responsible: str = line("责任者")
    dated: Day = day("日期")
    pages: str = line("页号")
    act: int | None = whole("取自第几号")


@kind(
    "file.assembled",
    "立卷归档",
    Stage.ARCHIVE,
    DETERMINATION,
    (Role.ARCHIVIST,),
    tells="立卷归档，档号 {archive_no}",
    matters=FILES,
)
class FileAssembled(Body):
    """立卷：目录、页号、保管期限、立卷人、检查人。"""

    archive_no: str = line("档号")
    retention: str = line("保管期限", "永久、30 年或者 10 年")
    entries: tuple[FileEntry, ...] = rows("卷内文件目录")
    situation: str = prose("本卷情况说明")
    assembler: Officer | None = person("立卷人", role="handler")
    checker: Officer | None = person("检查人", role="archivist")


@kind(
    "package.exported",
    "导出档案包",
    Stage.ARCHIVE,
    FACT,
    (Role.ARCHIVIST, Role.SUPERVISOR),
    moves=False,
    tells="导出档案包",
    matters=FILES,
    written=Written.ON_REQUEST,
)
class PackageExported(Body):
    """导出并核验档案包。"""

    sha256: str = line("包的 SHA-256 摘要")
    verified: bool = flag("核验通过")
    purpose: str = line("用途")


class Applicant(Choice):
    """申请查阅的人。"""

    PARTY = "party", "当事人"
    AGENT = "agent", "当事人的代理人"


@kind(
    "consultation.requested",
    "申请查阅案卷",
    Stage.ARCHIVE,
    FACT,
    (Role.ARCHIVIST, *HANDLING),
    moves=False,
    tells="{applicant}申请查阅案卷",
    matters=FILES,
)
class ConsultationRequested(Body):
    """当事人依法申请查阅行政执法记录（CQ-R-23¶1）。"""

    applicant: Applicant = choice("申请人")
    name: str = line("姓名或者名称")
    identity_checked: bool = flag("已核对身份或者授权")
    requested_on: Day = day("申请日期")
    purpose: str = prose("用途")


@kind(
    "consultation.approved",
    "同意查阅",
    Stage.ARCHIVE,
    DETERMINATION,
    (Role.PRINCIPAL, Role.DEPUTY),
    moves=False,
    tells="同意查阅正卷，{until} 前有效",
    matters=FILES,
)
class ConsultationApproved(Body):
    """机关负责人同意后方可查阅；只看正卷，限定时间。"""

    of: int | None = refers("哪一项申请", "consultation.requested")
    until: Day = day("查阅有效期")
    volume: Volume = choice("可查阅", default=Volume.MAIN)
    opinion: str = prose("负责人意见")


@kind(
    "consultation.refused",
    "不同意查阅",
    Stage.ARCHIVE,
    DETERMINATION,
    (Role.PRINCIPAL, Role.DEPUTY),
    moves=False,
    tells="不同意查阅：{reason}",
    matters=FILES,
)
class ConsultationRefused(Body):
    """不同意查阅及理由。"""

    of: int | None = refers("哪一项申请", "consultation.requested")
    reason: str = prose("理由")


@kind(
    "consultation.held",
    "查阅案卷",
    Stage.ARCHIVE,
    FACT,
    (Role.ARCHIVIST,),
    moves=False,
    tells="{name}查阅正卷",
    matters=FILES,
)
class ConsultationHeld(Body):
    """查阅经过：何人、何时、看了什么。"""

    of: int | None = refers("哪一项同意", "consultation.approved")
    name: str = line("查阅人")
    viewed: str = prose("查阅的内容")
    accompanied_by: Officer | None = person("陪同人", role="archivist")
    copied: bool = flag("复制")
