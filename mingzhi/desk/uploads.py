"""上传：一块一块存，断了接着传，存完核对摘要；没有脚本时随表单整份上传。

进行中的上传放在数据目录的 uploads 里（一个文件夹一份：meta.json 和 part），服务器重启不丢；存完进入材料库。
上传好的一份给一张签了名的票（token）：表单凭票附上材料，别人的票不能用。
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing

from mingzhi.casework.act import Exhibit
from mingzhi.casework.actor import Actor
from mingzhi.record.exhibits import UNKNOWN_TYPE, WrongDigest, adopt, is_stored, store
from mingzhi.record.receiving import ReceivedFile

SALT = "mingzhi.desk.exhibit"
# 产品默认：一份最大 16 GiB，一块最大 32 MiB；一台执法记录仪一天的录像放得下。
LARGEST = 16 * 1024**3
CHUNK = 32 * 1024**2
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/=]+):")


class UploadFault(ValueError):
    """传不成；信息是给人看的。status 是 HTTP 状态。"""

    def __init__(self, says: str, status: int = 422) -> None:
        self.status = status
        super().__init__(says)


@dataclass(frozen=True)
class Kept:
    """存好的一份材料和它的票。"""

    exhibit: Exhibit
    token: str

    @property
    def short(self) -> str:
        return f"{self.exhibit.sha256[:8]}…{self.exhibit.sha256[-8:]}"


def ticket(exhibit: Exhibit, by: Actor) -> str:
    """一份材料的票：只有存它的人能用。"""
    return signing.dumps({**exhibit.model_dump(), "by": by.number}, salt=SALT, compress=True)


def redeem(tokens: Iterable[str], by: Actor) -> tuple[Kept, ...]:
    """凭票取回材料；不是这个人的票、改过的票不算。"""
    found: dict[str, Kept] = {}
    for token in tokens:
        try:
            said: dict[str, Any] = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            continue
        if said.pop("by", None) == by.number:
            exhibit = Exhibit.model_validate(said)
            found.setdefault(exhibit.sha256, Kept(exhibit, token))
    return tuple(found.values())


def keep(file: IO[bytes], name: str, media_type: str, by: Actor) -> Kept:
    """整份存入。"""
    if isinstance(file, ReceivedFile):
        # 收的时候已经写好、算好，不再抄一份。
        exhibit = file.keep(clean_name(name), media_type or UNKNOWN_TYPE)
    else:
        exhibit = store(file, clean_name(name), media_type or UNKNOWN_TYPE)
    return Kept(exhibit, ticket(exhibit, by))


def clean_name(name: str) -> str:
    """文件名：去掉路径和控制字符。"""
    bare = re.split(r"[\\/]", name)[-1]
    return "".join(char for char in bare if char.isprintable())[:200] or "未命名"


# ── 分块 ───────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Upload:
    """一份进行中的上传。"""

    id: UUID
    name: str
    size: int
    media_type: str
    sha256: str
    by: str
    # 存完了的：材料。答复在路上丢了的，再问一次还答得出。
    stored: dict[str, Any] | None = None

    @property
    def folder(self) -> Path:
        return _root() / str(self.id)

    @property
    def part(self) -> Path:
        return self.folder / "part"

    @property
    def offset(self) -> int:
        """已经存了多少字节。"""
        if self.stored is not None:
            return self.size
        return self.part.stat().st_size if self.part.exists() else 0


def begin(said: dict[str, Any], by: Actor) -> Upload:
    """开始一份上传：文件名、大小、类型、浏览器算的摘要（太大算不了的不给）。"""
    size, digest = said.get("size"), str(said.get("sha256") or "")
    if not isinstance(size, int) or size <= 0:
        raise UploadFault("这个文件是空的。")
    if size > LARGEST:
        raise UploadFault("文件太大，请分段后再传。", 413)
    if digest and not re.fullmatch("[0-9a-f]{64}", digest):
        raise UploadFault("摘要的写法不对。")
    name, media = clean_name(str(said.get("name") or "")), str(said.get("media_type") or UNKNOWN_TYPE)[:200]
    for kept in _mine(by):
        # 同一个人同样的文件没有传完的，接着传；刚刚传完的，不必再传。
        same = digest and (kept.sha256, kept.size, kept.name) == (digest, size, name)
        if same and (kept.stored is None or is_stored(digest)):
            return kept
    upload = Upload(uuid4(), name, size, media, digest, by.number)
    upload.folder.mkdir(parents=True)
    _remember(upload)
    return upload


def _remember(upload: Upload) -> None:
    said = {name: value for name, value in asdict(upload).items() if name != "id"}
    # 写好再改名到位：半途停下的，没有人会把它当作一份上传。
    fresh = upload.folder / "meta.new"
    fresh.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    fresh.rename(upload.folder / "meta.json")


def find(pk: UUID, by: Actor) -> Upload | None:
    """这个人的一份上传。"""
    meta = _root() / str(pk) / "meta.json"
    try:
        said = json.loads(meta.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return Upload(pk, **said) if said.get("by") == by.number else None


def add(upload: Upload, content_range: str, content_digest: str, body: bytes) -> None:
    """存一块：必须接在已有的后面；给了块摘要的先核对。"""
    found = _RANGE.fullmatch(content_range.strip())
    if found is None:
        raise UploadFault("缺少 Content-Range，不知道这一块接在哪里。", 400)
    first, last, total = (int(each) for each in found.groups())
    if total != upload.size or last - first + 1 != len(body) or last >= total:
        raise UploadFault("这一块的起止与大小对不上。", 400)
    if len(body) > CHUNK:
        raise UploadFault("一块太大。", 413)
    given = _DIGEST.search(content_digest or "")
    if given is not None and _decoded(given[1]) != sha256(body).digest():
        raise UploadFault("这一块的摘要不一致，请重传这一块。", 409)
    with alone(upload):
        if first != upload.offset:
            raise UploadFault("这一块不接在已存的后面。", 409)
        if not body:
            return  # 块都在了，只差收下
        with upload.part.open("ab") as part:
            part.write(body)
            # 答复“存了”以前先落盘：答复过的，断电也还在。
            part.flush()
            os.fsync(part.fileno())


@contextmanager
def alone(upload: Upload) -> Iterator[None]:
    """一份上传同时只有一个请求在写：断线重发的一块，与还没有做完的那一次不会写在一起。"""
    try:
        lock = (upload.folder / "lock").open("w")
    except FileNotFoundError as error:
        raise UploadFault("这一份上传已经不在了，请重新选择文件。", 409) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise UploadFault("块摘要的写法不对。", 400) from error


def finish(upload: Upload, by: Actor) -> Kept:
    """全部存完：再算一遍整份的摘要，与浏览器算的一致才算；不一致的删去重来。存完的再问一次，答同一份材料。"""
    with alone(upload):
        found = find(upload.id, by)
        if found is not None and found.stored is not None:
            return answered(found, by)
        if upload.offset != upload.size:
            raise UploadFault("还没有传完。", 409)
        try:
            exhibit = adopt(upload.part, upload.name, upload.media_type, expected=upload.sha256)
        except WrongDigest as error:
            shutil.rmtree(upload.folder)
            raise UploadFault("摘要不一致，请重传。", 409) from error
        kept = Kept(exhibit, ticket(exhibit, by))
        # 先记下存成了什么，再删存着的块：停在两步之间，接着的人仍得到同一份。
        _remember(replace(upload, stored=kept.exhibit.model_dump()))
        upload.part.unlink()
    return kept


def answered(upload: Upload, by: Actor) -> Kept:
    """存完了的一份。"""
    exhibit = Exhibit.model_validate(upload.stored)
    return Kept(exhibit, ticket(exhibit, by))


def _mine(by: Actor) -> Iterable[Upload]:
    root = _root()
    for folder in root.iterdir() if root.is_dir() else ():
        try:
            upload = find(UUID(folder.name), by)
        except ValueError:
            continue
        if upload is not None:
            yield upload


def _root() -> Path:
    return Path(settings.MINGZHI_DATA) / "uploads"
