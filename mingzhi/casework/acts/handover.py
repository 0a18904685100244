"""工作交接：接手的人核对交接清单，确认接手。交出和指定接手的人，是“变更承办人”一项。"""

from __future__ import annotations

from mingzhi.casework.act import FACT, FILES, Body, Stage, flag, kind, prose, refers
from mingzhi.casework.actor import Role


@kind(
    "handover.received",
    "确认接手",
    Stage.INVESTIGATION,
    FACT,
    (Role.HANDLER, Role.UNIT_HEAD),
    moves=False,
    tells="确认接手，清单齐全：{complete}",
    matters=FILES,
)
class HandoverReceived(Body):
    """接手的人确认：清单上的都接到了；缺什么写明。"""

    of: int | None = refers("确认哪一次变更承办人", "handlers.changed")
    complete: bool = flag("清单所列已经全部接到")
    missing: str = prose("没有接到的", "没有的不填")
