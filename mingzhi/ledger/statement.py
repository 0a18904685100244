"""出具声明：导出这一卷时，机关签名说明它有几项执法行为、末项封印是什么、包内文件清单的摘要是什么。

Without it, nobody could tell that the last acts were cut off and the rest left whole: each act that remains
verifies. It is a C2SP signed note; its first line keeps it apart from a checkpoint signed by the same key.
"""

from dataclasses import dataclass

from .chain import moment
from .checkpoint import BadNote
from .digests import Sha256, is_digest

HEADING = "mingzhi/export/v1"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """出具声明。"""

    dossier: str
    acts: int
    """卷内执法行为的项数。"""
    last: Sha256
    """末项的封印。"""
    exported: str
    """出具时刻，带时区偏移。"""
    manifest: Sha256
    """manifest-sha256.txt 的摘要，由它及于 data/ 下每个文件。"""
    info: Sha256
    """bag-info.txt 的摘要。"""

    @property
    def text(self) -> str:
        lines = (HEADING, self.dossier, str(self.acts), self.last, self.exported, self.manifest, self.info)
        return "\n".join(lines) + "\n"


def parse_statement(text: str) -> Statement:
    """读出具声明文本（不含签名）；BadNote otherwise."""
    lines = text.split("\n")
    if len(lines) != 8 or lines[0] != HEADING or lines[7] != "":
        raise BadNote("出具声明不合格式")
    _, dossier, acts, last, exported, manifest, info, _ = lines
    digests = all(map(is_digest, (last, manifest, info)))
    if not (digests and acts.isascii() and acts.isdigit() and len(acts) < 10):
        raise BadNote("出具声明的项数或摘要不合格式")
    try:
        moment(exported)
    except ValueError as error:
        raise BadNote("出具声明的时刻不合格式") from error
    parsed = Statement(
        dossier=dossier,
        acts=int(acts),
        last=Sha256(last),
        exported=exported,
        manifest=Sha256(manifest),
        info=Sha256(info),
    )
    if parsed.text != text:
        raise BadNote("出具声明不合格式")
    return parsed
