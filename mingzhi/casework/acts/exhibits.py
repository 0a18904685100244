"""音像的派生件和文字记录：剪辑件、遮盖件写明取自哪一份原件；声音的文字记录，整理的和人确认的都留着。

记录办法第二十条（声音资料附文字记录，CQ-R-20-b）；最高人民法院关于行政诉讼证据若干问题的规定第十二条（原始载体与复制件）。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    FILES,
    Body,
    Moment,
    Stage,
    choice,
    flag,
    kind,
    line,
    moment,
    person,
    prose,
    refers,
)
from mingzhi.casework.actor import Choice, Officer, Role
from mingzhi.casework.acts.lead import HANDLING

KEEPING = (*HANDLING, Role.CUSTODIAN)


class Manner(Choice):
    """派生件是怎样从原件做出来的。"""

    CLIP = "clip", "剪辑（截取一段）"
    MASK = "mask", "遮盖（模糊人脸、消音）"
    COPY = "copy", "转换格式、复制"
    ENHANCE = "enhance", "增强（提亮、降噪）"
    STILL = "still", "截图"


@kind(
    "derivative.made",
    "制作音像派生件",
    Stage.INVESTIGATION,
    FACT,
    KEEPING,
    moves=False,
    tells="从第 {of} 号的原件制作派生件：{manner}，{reason}",
    matters=FILES,
)
class DerivativeMade(Body):
    """音像派生件：取自哪一份原件、做了什么、谁做、为什么；原件不动，派生件作为材料附上。"""

    of: int | None = refers("原件在哪一项", "recording.ingested,evidence.added")
    original: str = line("原件的 SHA-256 摘要", "原件有几份的，写明是哪一份；只有一份的可以不写")
    manner: Manner = choice("做了什么")
    part: str = line("取自哪一段", "时间码，如 00:12:05 至 00:15:30；取自整份的不写")
    detail: str = prose("具体做法", "如：遮盖无关人员的面部，00:03:10 至 00:03:40 消音")
    made: Moment = moment("制作时间")
    maker: Officer | None = person("制作人")
    tool: str = line("所用软件或者设备")
    reason: str = prose("为什么制作")


class Drafting(Choice):
    """文字记录的初稿是怎样来的。"""

    TYPED = "typed", "人工整理"
    ENGINE = "engine", "语音识别"


@kind(
    "transcript.drafted",
    "整理声音的文字记录",
    Stage.INVESTIGATION,
    FACT,
    KEEPING,
    moves=False,
    tells="整理第 {of} 号声音的文字记录（{drafting}）",
    matters=FILES,
)
class TranscriptDrafted(Body):
    """声音的文字记录，初稿（CQ-R-20-b）：人工整理的，或者语音识别的；没有人确认之前不是文字记录。"""

    of: int | None = refers("哪一份音像", "recording.ingested")
    drafting: Drafting = choice("怎样整理的", default=Drafting.TYPED)
    engine: str = line("语音识别的名称和版本", "人工整理的不写")
    text: str = prose("文字", "一行一句；句首写时间码的，播放时可以跳到那一句，如 00:12:05 苏某示：……")


@kind(
    "transcript.confirmed",
    "确认声音的文字记录",
    Stage.INVESTIGATION,
    DETERMINATION,
    KEEPING,
    moves=False,
    tells="确认第 {of} 号整理的文字记录",
    matters=FILES,
)
class TranscriptConfirmed(Body):
    """确认：一个人听过原件，逐句核对；初稿和确认的文字都留着（CQ-R-20-b）。"""

    of: int | None = refers("哪一份初稿", "transcript.drafted")
    listened: bool = flag("已经听过原件，逐句核对")
    text: str = prose("确认的文字", "与初稿不同的地方就在这里改；初稿原样留着")
    changes: str = prose("改了什么", "没有改的不写")
