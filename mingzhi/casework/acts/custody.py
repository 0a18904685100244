"""音像的保管：接收、调出、收回、检查、移交。由专人办，录制的人、办案的人不管自己案件的音像（记录办法第二十一条，CQ-R-21-b）。

都是处理：保管在本系统里办，办成以前什么也没有发生，所以不该由他办的可以拒绝。存入（recording.ingested）是事实，照记，带瑕疵。
人手少的局，负责人在权限登记簿里指定别的科室的人（keeping.designated），不会没有人能办。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FILES,
    Body,
    Day,
    Matter,
    Stage,
    choice,
    day,
    flag,
    kind,
    line,
    person,
    prose,
    refers,
)
from mingzhi.casework.actor import Choice, Officer, Role

KEEPER = (Role.CUSTODIAN,)
RECORDED = "recording.ingested,derivative.made"


class Keeping(Choice):
    """存在哪里（记录办法第二十一条：执法信息系统或者本单位专用存储器）。"""

    SYSTEM = "system", "执法信息系统"
    DEVICE = "device", "本单位专用存储器"


@kind(
    "custody.received",
    "接收保管音像",
    Stage.INVESTIGATION,
    DETERMINATION,
    KEEPER,
    moves=False,
    tells="接收保管第 {of} 号的音像，存入{kept_in}",
    matters=FILES,
)
class CustodyReceived(Body):
    """音像管理员接收一份音像来保管：存在哪里、核对过没有。"""

    of: int | None = refers("哪一份音像", RECORDED)
    kept_in: Keeping = choice("存在哪里", default=Keeping.SYSTEM)
    place: str = line("存储器的编号、位置", "存在执法信息系统里的不写")
    compared: bool = flag("已经核对摘要，能够播放")
    note: str = prose("需要说明的")


@kind(
    "custody.lent",
    "调出音像",
    Stage.INVESTIGATION,
    DETERMINATION,
    KEEPER,
    moves=False,
    tells="把第 {of} 号的音像调给{borrower}：{reason}",
    matters=FILES,
)
class CustodyLent(Body):
    """把音像调给别人用：给谁、为什么、哪天还；给的是复制件还是存储器本身。"""

    of: int | None = refers("哪一份音像", RECORDED)
    borrower: str = line("给谁", "姓名和单位；本机关的写科室")
    reason: str = prose("为什么调出")
    copied: bool = flag("给的是复制件", "原件留在原处")
    back_by: Day = day("应当归还的日期")


@kind(
    "custody.returned",
    "收回调出的音像",
    Stage.INVESTIGATION,
    DETERMINATION,
    KEEPER,
    moves=False,
    tells="收回第 {of} 号调出的音像",
    matters=FILES,
)
class CustodyReturned(Body):
    """收回调出的音像：是不是原样。"""

    of: int | None = refers("哪一次调出", "custody.lent")
    compared: bool = flag("已经核对摘要，与调出时相同")
    note: str = prose("需要说明的")


@kind(
    "custody.checked",
    "检查保管的音像",
    Stage.INVESTIGATION,
    DETERMINATION,
    KEEPER,
    moves=False,
    tells="检查第 {of} 号的音像：{found}",
    matters=FILES,
)
class CustodyChecked(Body):
    """检查一份音像：读得出、摘要对得上没有，发现了什么。"""

    of: int | None = refers("哪一份音像", RECORDED)
    compared: bool = flag("摘要对得上，能够播放")
    found: str = prose("检查的情况")


@kind(
    "custody.transferred",
    "移交音像保管",
    Stage.INVESTIGATION,
    DETERMINATION,
    KEEPER,
    moves=False,
    tells="把第 {of} 号的音像交给{officer}保管",
    matters=FILES,
)
class CustodyTransferred(Body):
    """把一份音像的保管交给另一名音像管理员，或者换一处存放。"""

    of: int | None = refers("哪一份音像", RECORDED)
    officer: Officer | None = person("交给谁", role="custodian")
    kept_in: Keeping = choice("存在哪里", default=Keeping.SYSTEM)
    place: str = line("存储器的编号、位置", "存在执法信息系统里的不写")
    reason: str = prose("为什么移交")


class KeepingOffice(Choice):
    """指定去做什么，与岗位的词相同。"""

    CUSTODIAN = "custodian", "音像管理员"
    ARCHIVIST = "archivist", "档案管理员"


@kind(
    "keeping.designated",
    "指定音像、档案管理员",
    Stage.REGISTER,
    DETERMINATION,
    (Role.PRINCIPAL, Role.DEPUTY),
    moves=False,
    tells="指定{department}{officer}为{office}，自 {from_on} 起",
    matters=(Matter.AUTHORITY,),
)
class KeepingDesignated(Body):
    """指定专人：没有专职的，或者原来的管理员录制了、办了这一案的，指定别的科室的人管理（CQ-R-21-b、CQ-R-22¶2）。"""

    officer: Officer | None = person("指定谁")
    office: KeepingOffice | None = choice("作为")
    department: str = line("他所在的科室")
    from_on: Day = day("起")
    until_on: Day = day("止", "只为一案的，写到办完为止的日期；没有定期的不填")
    reason: str = prose("为什么指定", "如：原来的音像管理员参加了检查；哪一件案子")
    document: str = line("文件", "会议纪要、通知的名称和文号")
