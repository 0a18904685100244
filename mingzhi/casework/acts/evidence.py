"""证据与音像：证据八类及证明对象；音像资料的四项说明、存储；委托评审。

行政处罚法第四十六条；记录办法第十条第（六）项、第二十条、第二十一条（CQ-R-10.6、CQ-R-20-a、CQ-R-21-a）。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    FILES,
    Body,
    Day,
    Moment,
    Stage,
    choice,
    day,
    flag,
    kind,
    line,
    moment,
    people,
    person,
    prose,
    refers,
    rows,
)
from mingzhi.casework.actor import Choice, Frozen, Officer, Role
from mingzhi.casework.acts.lead import HANDLING


class EvidenceKind(Choice):
    """证据种类（行政处罚法第四十六条）。"""

    DOCUMENTARY = "documentary", "书证"
    PHYSICAL = "physical", "物证"
    AUDIOVISUAL = "audiovisual", "视听资料"
    ELECTRONIC = "electronic", "电子数据"
    WITNESS = "witness", "证人证言"
    PARTY = "party", "当事人的陈述"
    EXPERT = "expert", "鉴定意见"
    SCENE = "scene", "勘验笔录、现场笔录"


@kind(
    "evidence.added",
    "收集证据",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    tells="收集{evidence_kind}：{title}",
    matters=FILES,
)
class EvidenceAdded(Body):
    """一件证据：种类、来源、收集人、证明对象。"""

    evidence_kind: EvidenceKind = choice("证据种类")
    title: str = line("证据名称")
    source: str = line("来源", "提供人、调取地点；复制件注明与原件核对")
    collected_on: Day = day("收集日期")
    officers: tuple[Officer, ...] = people("收集人", role="handler")
    proves: str = prose("证明对象")
    of: int | None = refers(
        "取自哪一项执法行为", "inspection.held,inquiry.held,sealing.imposed,preservation.made,expert.returned"
    )
    pages: str = line("页数或者份数")


class ContentMark(Choice):
    """执法现场的音像应当重点记录的六项内容（CQ-R-12.1 至 CQ-R-12.6）。"""

    ENVIRONMENT = "environment", "执法现场环境"
    IDENTITIES = "identities", "核对在场人员身份及其言行"
    OBJECTS = "objects", "重要涉案物品及主要特征"
    MEASURES = "measures", "对人员、财物采取措施"
    SERVING = "serving", "现场送达文书"
    OTHER = "other", "其他应当记录的内容"


class TimedMark(Frozen):
    """一处标记：播放到什么时候，拍到了哪一项内容。"""

    at: str = line("时间码", "从开头数起，时:分:秒，如 00:12:05")
    mark: ContentMark = choice("拍到了什么")
    note: str = line("说明")


class MediaKind(Choice):
    """音像记录的种类（CQ-R-3¶2-b）。"""

    PHOTO = "photo", "照片"
    SOUND = "sound", "录音"
    VIDEO = "video", "录像"
    SURVEILLANCE = "surveillance", "视频监控"


@kind(
    "recording.ingested",
    "音像资料存储",
    Stage.INVESTIGATION,
    FACT,
    (Role.HANDLER, Role.CUSTODIAN),
    moves=False,
    tells="存入{media}：{device}，证明{proves}",
    matters=FILES,
)
class RecordingIngested(Body):
    """音像资料存入系统：制作方法、制作时间、制作人、证明对象（CQ-R-20-a）；五个工作日内（CQ-R-21-a）。"""

    of: int | None = refers(
        "记录的是哪一项执法行为",
        "inspection.held,sealing.imposed,preservation.made,inquiry.held,hearing.held,document.served,"
        "sealing.returned,penalty.imposed_on_spot",
    )
    media: MediaKind = choice("种类")
    device: str = line("设备", "型号和编号")
    method: str = prose("制作方法")
    started: Moment = moment("开始时间")
    ended: Moment = moment("结束时间")
    maker: str = line("制作人")
    proves: str = prose("证明对象")
    transcript: str = prose("声音的文字记录", "录音应当附文字记录")
    relied_on_sound: bool = flag("以其声音作为证据")
    environment: bool = flag("拍到执法现场环境")
    identities: bool = flag("拍到核对在场人员身份及其言行")
    objects: bool = flag("拍到重要涉案物品及主要特征")
    measures: bool = flag("拍到对人员、财物采取措施")
    serving: bool = flag("拍到现场送达文书")
    other: str = line("其他应当记录的内容")
    marks: tuple[TimedMark, ...] = rows("各项内容在第几分几秒", "播放时可以直接跳到那里")
    place: str = line("制作地点")
    received_by: Officer | None = person("接收人（音像管理员）", role="custodian")


@kind(
    "expert.commissioned",
    "委托审计（鉴定、评审）",
    Stage.INVESTIGATION,
    DETERMINATION,
    (*HANDLING, Role.PRINCIPAL, Role.DEPUTY),
    moves=False,
    numbered="commission",
    tells="委托{agency}{matter}",
)
class ExpertCommissioned(Body):
    """审计（鉴定、评审）委托书（CQ-R-10.6）。"""

    commission_kind: str = line("委托种类", "审计、鉴定或者专家评审")
    agency: str = line("受委托的法定机构或者专家")
    matter: str = prose("委托事项")
    materials: str = prose("提供的材料")
    before: Day = day("要求完成日期")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "expert.returned",
    "收到评审意见",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    tells="收到评审意见：{conclusion}",
)
class ExpertReturned(Body):
    """收到审计、鉴定、评审意见，作为证据。"""

    of: int | None = refers("对应的委托", "expert.commissioned")
    returned_on: Day = day("收到日期")
    experts: str = prose("评审人员及资格")
    conclusion: str = prose("意见结论")
    told_party: bool = flag("已将结果告知当事人")
