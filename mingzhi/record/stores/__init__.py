"""材料存在哪里：由 MINGZHI_STORE 一项设置选定，见 docs/settings.md。"""

from __future__ import annotations

import logging
import os
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from mingzhi.record.stores.base import NotStored, Occupied, Remark, StillLocked, Store, StoreDown, Unfit
from mingzhi.record.stores.folder import Folder

__all__ = [
    "NotStored",
    "Occupied",
    "Remark",
    "StillLocked",
    "Store",
    "StoreDown",
    "Unfit",
    "check_at_start",
    "current",
    "store_at",
]

FOLDER = "folder"
log = logging.getLogger(__name__)


def current() -> Store:
    """现在用的。"""
    return store_at(settings.MINGZHI_STORE)


def store_at(written: str) -> Store:
    """照设置的写法打开一处；空的、folder 是数据目录里的文件夹。写得不对抛 :class:`Unfit`。"""
    if written in ("", FOLDER):
        return Folder(Path(settings.MINGZHI_EXHIBITS))
    parts = urlsplit(written)
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return Folder(Path(unquote(parts.path)))
    if parts.scheme.startswith("s3"):
        return _objects(written, os.getpid())
    raise Unfit(
        "MINGZHI_STORE 应为 folder、file:///绝对路径，或者 s3+https://密钥号:密钥@主机:端口/桶名；不写就是数据目录里的文件夹。"
    )


def check_at_start() -> None:
    """网站启动时看一看：不合要求的（没有对象锁、写法不对）不启动；一时连不上的只记下来，案卷照样看得了。"""
    try:
        current().ready()
    except Unfit as fault:
        raise ImproperlyConfigured(str(fault)) from fault
    except StoreDown as fault:
        log.error("存放材料的地方用不了：%s", fault)


@lru_cache(maxsize=8)
def _objects(written: str, process: int) -> Store:
    # 一个进程一份连接：分出去的子进程不能与父进程用同一条。
    from mingzhi.record.stores.s3 import ObjectStore, Place

    return ObjectStore(Place.parse(written))
