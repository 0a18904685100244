"""国密签名的接口：检查点除 Ed25519 外，由它再签一遍（SM2，SM3 杂凑）。

软件密钥供示例；正式使用接密码设备：MINGZHI_SM2 写「模块:函数」，函数给出一个 :class:`Sm2Signer`。
"""

from __future__ import annotations

import os
import secrets
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from mingzhi.ledger import sm2


class Sm2Signer(Protocol):
    """签名的一方：软件密钥，或者密码设备。"""

    @property
    def public_key(self) -> bytes:
        """公钥：两个坐标，64 个字节。"""
        ...

    def sign(self, message: bytes) -> bytes:
        """对消息签名：r、s 各 32 个字节（GB/T 32918.2，身份标识照 GB/T 35276）。"""
        ...


class SoftwareKey:
    """软件密钥：在数据目录的 keys 里，第一次用时生成。不是密码设备，只供示例和试用。"""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            _create(file)
        self._private = int(file.read_text("ascii"), 16)

    @property
    def public_key(self) -> bytes:
        return sm2.public_key(self._private)

    def sign(self, message: bytes) -> bytes:
        return sm2.sign(self._private, message)


def signer() -> Sm2Signer | None:
    """照设置给出签名的一方；没有设的是 None。设错了抛 ImproperlyConfigured。"""
    wanted: str = settings.MINGZHI_SM2
    if not wanted:
        return None
    if wanted == "software":
        return SoftwareKey(Path(settings.MINGZHI_DATA) / "keys" / "sm2.key")
    module, _, function = wanted.partition(":")
    try:
        return cast(Sm2Signer, getattr(import_module(module), function)())
    except (ImportError, AttributeError) as error:
        raise ImproperlyConfigured(
            f"MINGZHI_SM2 应为 software 或者“模块:函数”，现在是 {wanted}：{error}。"
        ) from error


def line(text: str, name: str) -> str:
    """给一段文本的国密签名行；没有设签名的一方，是空的。"""
    by = signer()
    if by is None:
        return ""
    return sm2.signature_line(sm2.Sm2Verifier(name, by.public_key), by.sign(text.encode()))


def _create(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "w") as out:
            out.write(f"{secrets.randbelow(sm2.N - 2) + 1:064x}")
            out.flush()
            os.fsync(out.fileno())
        # 链接而不是改名：两个进程同时生成，后到的不会盖掉先到的。
        os.link(temporary, file)
    except FileExistsError:
        pass
    finally:
        os.unlink(temporary)
