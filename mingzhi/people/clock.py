"""时钟：此刻与今天（北京时间）。法条与期限从不自己看钟，今天总是由这里取来、作为参数传入。

示例和测试可以把钟停在某一刻（MINGZHI_NOW）；正式使用时 settings 不许这样做。
"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest

from mingzhi.casework.act import SHANGHAI


def now(request: HttpRequest | None = None) -> datetime:
    """此刻，带时区。"""
    fixed: datetime | None = settings.MINGZHI_NOW
    return (fixed or datetime.now(SHANGHAI)).astimezone(SHANGHAI)


def today(request: HttpRequest | None = None) -> date:
    """今天，北京时间。"""
    return now(request).date()
