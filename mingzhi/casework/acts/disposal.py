"""处置（销毁）：保管期限届满、误存国家秘密、生效裁判要求删除、个人信息依法应当删除的，两个人办理，销毁内容或者材料。

档案法第二十一条第二款（禁止擅自销毁）、档案法实施条例第二十四条（期满鉴定）、保守国家秘密法第三十一条第三项、
个人信息保护法第四十七条。销毁的只是内容和材料的字节；做过这件事、谁、何时、两种摘要、存证都留着。
"""

from __future__ import annotations

from pydantic import field_serializer, field_validator

from mingzhi.casework.act import (
    DETERMINATION,
    FILES,
    Body,
    Day,
    Stage,
    choice,
    day,
    flag,
    kind,
    line,
    people,
    prose,
    refers,
    rows,
    whole,
)
from mingzhi.casework.actor import Choice, Frozen, Officer, Role

PROPOSED, DISPOSED = "disposal.proposed", "content.disposed"


class DisposalGround(Choice):
    """处置的依据。"""

    EXPIRED = "expired", "保管期限届满，经鉴定销毁"
    SECRET = "secret", "误存了国家秘密"
    ORDERED = "ordered", "生效裁判、决定要求删除"
    PERSONAL = "personal", "个人信息依法应当删除"


class DisposedItem(Frozen):
    """销毁第几号的什么。存证的核验程序按这三栏认，改名就认不出以前的处置。"""

    act: int | None = whole("第几号")
    body: bool = flag("销毁内容")
    exhibits: str = line("销毁的材料", "SHA-256 摘要，几份的用空格分开")

    @property
    def digests(self) -> tuple[str, ...]:
        """销毁的各份材料的摘要。"""
        return tuple(self.exhibits.split())

    @field_validator("exhibits", mode="before")
    @classmethod
    def _joined(cls, value: object) -> object:
        words = value.split() if isinstance(value, str) else value
        return " ".join(map(str, words)) if isinstance(words, list | tuple) else value

    @field_serializer("exhibits", when_used="json")
    def _listed(self, value: str) -> list[str]:
        # 存证里是一列摘要；表单上是一行字。
        return value.split()


class Remembered(Frozen):
    """处置以前已经知道的：瑕疵、逾期。内容销毁以后算不出来了，先写下，免得销毁变成抹去瑕疵。"""

    act: int | None = whole("第几号")
    says: str = line("瑕疵或者逾期")
    cite: str = line("依据")


@kind(
    PROPOSED,
    "提请处置",
    Stage.ARCHIVE,
    DETERMINATION,
    (Role.ARCHIVIST,),
    moves=False,
    tells="提请销毁 {disposed} 项的内容或者材料：{ground}",
    matters=FILES,
)
class DisposalProposed(Body):
    """提请处置：销毁哪几项、依据什么、谁鉴定的。理由不要写到被销毁的内容。"""

    ground: DisposalGround | None = choice("依据")
    disposed: tuple[DisposedItem, ...] = rows("销毁哪些")
    reason: str = prose("理由", "说明为什么属于这种情形；不要写到要销毁的内容")
    appraisal: str = prose("鉴定意见", "保管期限届满的，写鉴定工作报告的结论")
    appraisers: tuple[Officer, ...] = people("鉴定人")
    authority: str = line("作出认定、裁判、决定的机关", "认定属于国家秘密的，或者要求删除的")
    document: str = line("文书名称和文号")
    document_on: Day = day("文书日期")


@kind(
    DISPOSED,
    "依法处置（销毁）",
    Stage.ARCHIVE,
    DETERMINATION,
    (Role.PRINCIPAL, Role.DEPUTY),
    moves=False,
    tells="依法销毁 {disposed} 项的内容或者材料：{ground}",
    matters=FILES,
)
class ContentDisposed(Body):
    """批准并销毁：由提请以外的另一人作出，与提请的一字不差；写入的同时销毁，不能恢复。"""

    of: int | None = refers("哪一项提请", PROPOSED)
    ground: DisposalGround | None = choice("依据")
    disposed: tuple[DisposedItem, ...] = rows("销毁哪些")
    method: str = line("销毁的方式", "如：覆写并删除电子文件；纸质件交指定单位粉碎")
    witnesses: tuple[Officer, ...] = people("监销人")
    opinion: str = prose("批准意见")
    remembered: tuple[Remembered, ...] = rows("处置以前已经知道的瑕疵和逾期", "系统写下")


@kind(
    "disposal.declined",
    "不同意处置",
    Stage.ARCHIVE,
    DETERMINATION,
    (Role.PRINCIPAL, Role.DEPUTY),
    moves=False,
    tells="不同意处置：{reason}",
    matters=FILES,
)
class DisposalDeclined(Body):
    """不同意处置及理由；保管期限届满、仍需继续保存的，重新划定保管期限。"""

    of: int | None = refers("哪一项提请", PROPOSED)
    reason: str = prose("理由")
    retention: str = line("重新划定的保管期限", "如：永久、30 年；不改的不填")
