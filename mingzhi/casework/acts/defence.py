"""应诉：向复议机关提交书面答复和证据，向法院提交答辩状和证据。

行政复议法第四十八条、第五十四条（不按时提交的，视为没有证据、依据：第七十条）；行政诉讼法第六十七条、第三十四条。
收到申请书（起诉状）副本是另一项行为（remedy.lodged，acts/decision.py）。
"""

from __future__ import annotations

from mingzhi.casework.act import FACT, Body, Day, Stage, day, kind, line, prose, refers
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.lead import HANDLING


@kind(
    "remedy.answered",
    "提交复议答复（诉讼答辩）",
    Stage.EXECUTION,
    FACT,
    (*HANDLING, Role.REVIEWER, Role.REVIEW_HEAD),
    moves=False,
    tells="向{submitted_to}提交答复（答辩）和证据",
)
class RemedyAnswered(Body):
    """书面答复（答辩状），连同作出行政行为的证据、依据和其他材料，一并提交；原件作为材料存入。"""

    of: int | None = refers("哪一次复议（诉讼）", "remedy.lodged")
    submitted_to: str = line("提交给哪个机关")
    submitted_on: Day = day("提交日期")
    answer: str = prose("答复（答辩）的要点")
    evidence: str = prose("提交的证据", "作出决定时已经取得的；以后自行收集的不能作为证据")
    basis: str = prose("提交的依据和其他材料")
    representative: str = line("代理人", "诉讼的写出庭的负责人和代理人")
