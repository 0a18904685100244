"""查阅登记簿：每到钟点，把这段时间的查阅日志算一个摘要，记成一项行为，随日志树一起公开（CQ-R-23¶1）。

只记起止、条数和摘要，不记谁看了什么；查阅日志以后被人改了、删了、补了，摘要就对不上。
"""

from __future__ import annotations

from mingzhi.casework.act import FACT, Body, Matter, Stage, Written, kind, line, whole
from mingzhi.casework.actor import Role

SEALED = "access.sealed"


@kind(
    SEALED,
    "封存查阅日志",
    Stage.REGISTER,
    FACT,
    (Role.ADMINISTRATOR,),
    moves=False,
    tells="封存查阅日志 {count} 条",
    matters=(Matter.ACCESS,),
    written=Written.BY_CLOCK,
)
class AccessSealed(Body):
    """这一段查阅日志：从哪一条以后到哪一条、几条、摘要。由系统到钟点写入。"""

    after: int | None = whole("从第几条以后", "查阅日志的编号，不含这一条")
    upto: int | None = whole("到第几条", "查阅日志的编号，含这一条")
    count: int | None = whole("条数")
    digest: str = line("摘要（SHA-256）", "各条依次写成规范化 JSON，一条一行")
