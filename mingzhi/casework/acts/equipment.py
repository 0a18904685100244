"""设备登记簿：照相机、摄像机、执法记录仪、视频监控和办案场所，登记、对时、停用。

麒麟方案二（二）2（QL-2.2.2-b，使用规范、存储、监督管理）；记录办法第十一条第二款的执法办案场所，第二十一条的专人管理。
设备的钟有快慢：对过时，页面就把设备所称的时间和校正的时间并排写出，声称的不改。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    FACT,
    Body,
    Day,
    Matter,
    Moment,
    Stage,
    choice,
    day,
    kind,
    line,
    moment,
    prose,
    refers,
)
from mingzhi.casework.actor import Choice, Role

REGISTER = (Matter.EQUIPMENT,)
# 录的人不管设备和存储（记录办法第二十一条）：由音像管理员、承办机构负责人登记。
KEEPERS = (Role.CUSTODIAN, Role.UNIT_HEAD)
EQUIPMENT = "device.registered,room.registered"


class Category(Choice):
    """音像设备的种类（麒麟方案二（二）2 所列四种，另有录音设备、移动终端）。"""

    CAMERA = "camera", "照相机"
    CAMCORDER = "camcorder", "摄像机"
    BODY_CAMERA = "body_camera", "执法记录仪"
    SURVEILLANCE = "surveillance", "视频监控"
    RECORDER = "recorder", "录音设备"
    PHONE = "phone", "手机、平板"


@kind(
    "device.registered",
    "登记音像设备",
    Stage.REGISTER,
    FACT,
    KEEPERS,
    tells="登记{category} {number}",
    matters=REGISTER,
)
class DeviceRegistered(Body):
    """一台设备：种类、编号、型号、谁用、放在哪里、存在哪里、怎样使用。"""

    category: Category = choice("种类")
    number: str = line("编号", "如 DSJ-03；存入音像时写在“设备”里，就能对上")
    model: str = line("型号")
    holder: str = line("使用的科室或者人")
    room: str = line("固定安装在哪里", "移动使用的不写")
    keeping: str = prose("存储和保管", "录完存到哪里、谁管理")
    usage: str = prose("使用规范", "何时开、谁开、要录到什么")
    since: Day = day("启用日期")


@kind(
    "room.registered",
    "登记执法办案场所",
    Stage.REGISTER,
    FACT,
    KEEPERS,
    tells="登记办案场所：{name}",
    matters=REGISTER,
)
class RoomRegistered(Body):
    """一处执法办案场所（询问室、听证室）：应当全程音像（CQ-R-11¶2、QL-2.2.2-d）。"""

    name: str = line("名称", "如 询问室一")
    place: str = line("地点")
    devices: str = line("安装的设备编号", "用顿号分开")
    covers: str = prose("拍得到的范围", "拍不到的角落照实写")
    since: Day = day("启用日期")


@kind(
    "clock.checked",
    "核对设备的时间",
    Stage.REGISTER,
    FACT,
    KEEPERS,
    tells="核对第 {of} 号的时间",
    matters=REGISTER,
)
class ClockChecked(Body):
    """对时：同一瞬间，标准时间是几时几分几秒，设备显示几时几分几秒。"""

    of: int | None = refers("哪一台设备、哪一处场所", EQUIPMENT)
    standard: Moment = moment("标准时间", "写到秒，如 2025-09-24 09:31:05")
    shown: Moment = moment("设备显示的时间", "写到秒，如 2025-09-24 09:33:10")
    source: str = line("标准时间取自哪里", "如 国家授时中心、北斗授时")
    adjusted: str = line("当场有没有调准", "调准的，写调准后再核对的结果")


@kind(
    "equipment.retired",
    "停用设备、场所",
    Stage.REGISTER,
    FACT,
    KEEPERS,
    tells="停用第 {of} 号：{reason}",
    matters=REGISTER,
)
class EquipmentRetired(Body):
    """停用：哪一台、从哪天起、为什么、里面存的转到了哪里。"""

    of: int | None = refers("哪一台设备、哪一处场所", EQUIPMENT)
    retired_on: Day = day("停用日期")
    reason: str = prose("为什么停用")
    contents: str = prose("里面存的音像转到了哪里")
