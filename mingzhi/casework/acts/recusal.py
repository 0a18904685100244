"""回避：当事人申请，或者本人自行回避；决定在 common.RecusalDecided。

行政处罚法第四十三条：执法人员有利害关系的应当回避，当事人有权申请，由机关负责人决定，决定作出之前不停止调查；
听证主持人的回避见第六十四条第（四）项。
"""

from __future__ import annotations

from mingzhi.casework.act import FACT, Body, Day, Stage, choice, day, kind, line, person, prose
from mingzhi.casework.actor import Choice, Officer
from mingzhi.casework.acts.common import EVERYONE


class RecusalBy(Choice):
    """谁提出回避。"""

    PARTY = "party", "当事人申请"
    SELF = "self", "本人自行回避"
    OTHER = "other", "其他人提出"


@kind(
    "recusal.requested",
    "申请回避",
    Stage.INVESTIGATION,
    FACT,
    EVERYONE,
    moves=False,
    tells="{by}：{officer}回避",
)
class RecusalRequested(Body):
    """申请回避或者自行回避：谁提出、要谁回避、什么关系（行政处罚法第四十三条第一款、第二款）。"""

    by: RecusalBy | None = choice("谁提出")
    applicant: str = line("申请人")
    officer: Officer | None = person("应当回避的人员", "承办、检查、审核的人员和听证主持人都可以")
    reason: str = prose("理由", "直接利害关系，或者其他可能影响公正执法的关系")
    requested_on: Day = day("提出日期")
