"""对象存储（S3 的接口）：一份一个对象，桶要有对象锁。只在设置里写了它的时候才装载，不用的机关不碰 boto3。

桶的版本管理总是开着：别人可以盖上一个新版本、加一个删除标记，原来的版本删不掉。所以这里认的原件是最早的那个版本，
盖上去的、删除标记都不算数，由自查说出来。
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from boto3.exceptions import S3UploadFailedError
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from mingzhi.record.stores.base import (
    NotStored,
    Occupied,
    Remark,
    StillLocked,
    StoreDown,
    Unfit,
    intact,
)
from mingzhi.record.stores.remote import TRIES, Remote

MODE = "COMPLIANCE"
SCHEMES = {"s3+https": "https", "s3+http": "http"}
# 一份最大 16 GiB：分成 64 MiB 一段，远不到一万段的上限。
PART = 64 * 1024**2
READ = 256 * 1024
_NO_SUCH = {"404", "NoSuchKey", "NoSuchVersion"}
_NO_LOCK = {"ObjectLockConfigurationNotFoundError", "NoSuchObjectLockConfiguration", "InvalidRequest"}
_DENIED = {"403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch"}


@dataclass(frozen=True)
class Version:
    """一个对象的一个版本。"""

    id: str
    size: int


@dataclass(frozen=True)
class Place:
    """设置里写的：s3+https://密钥号:密钥@主机:端口/桶/前缀?region=区域。密钥可以不写，改用 AWS_ACCESS_KEY_ID 等。"""

    endpoint: str
    bucket: str
    prefix: str
    region: str
    key: str
    secret: str

    @classmethod
    def parse(cls, url: str) -> Place:
        try:
            parts = urlsplit(url)
            port = f":{parts.port}" if parts.port else ""
        except ValueError as error:
            raise Unfit(_WRITTEN) from error
        bucket, _, prefix = parts.path.strip("/").partition("/")
        if parts.scheme not in SCHEMES or not parts.hostname or not bucket:
            raise Unfit(_WRITTEN)
        region = parse_qs(parts.query).get("region", ["us-east-1"])[0]
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return cls(
            f"{SCHEMES[parts.scheme]}://{host}{port}",
            unquote(bucket),
            f"{unquote(prefix)}/" if prefix else "",
            region,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )


_WRITTEN = (
    "对象存储应写成 s3+https://主机:端口/桶名，或者 s3+https://密钥号:密钥@主机:端口/桶名/前缀?region=区域。"
)


class ObjectStore:
    """带对象锁的一个桶。"""

    locks = True

    def __init__(self, place: Place) -> None:
        self.place = place
        given = {"aws_access_key_id": place.key, "aws_secret_access_key": place.secret} if place.key else {}
        self.client: Any = boto3.client(
            "s3",
            endpoint_url=place.endpoint,
            region_name=place.region,
            config=Config(
                signature_version="s3v4",
                connect_timeout=5,
                read_timeout=60,
                retries={"max_attempts": TRIES, "mode": "standard"},
                # 新的客户端默认另加 CRC 校验头，旧的服务器（Ceph 16）不认；完整性由签名里的 SHA-256 保证。
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                s3={"addressing_style": "path", "payload_signing_enabled": True},
            ),
            **given,
        )

    @property
    def name(self) -> str:
        return f"s3+{self.place.endpoint}/{self.place.bucket}/{self.place.prefix}".rstrip("/")

    # 能不能用 -------------------------------------------------------------------------------------

    def ready(self) -> None:
        bucket = self.place.bucket
        try:
            with self._told():
                self.client.head_bucket(Bucket=bucket)
        except NotStored:
            with self._told():
                self.client.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
        if not self._locked_bucket():
            raise Unfit(
                f"桶 {bucket}（{self.place.endpoint}）没有开对象锁，存进去的谁都删得掉。对象锁只能在建桶的时候开："
                "请换一个还没有的桶名，明执会自己建；或者由存储的管理员新建一个开了对象锁的桶。"
            )

    def _locked_bucket(self) -> bool:
        try:
            found = self.client.get_object_lock_configuration(Bucket=self.place.bucket)
        except ClientError as error:
            if _code(error) in _NO_LOCK:
                return False
            with self._told():
                raise
        versions = self._call("get_bucket_versioning")
        enabled = found.get("ObjectLockConfiguration", {}).get("ObjectLockEnabled") == "Enabled"
        return enabled and versions.get("Status") == "Enabled"

    # 存取 -----------------------------------------------------------------------------------------

    def put(self, sha256: str, file: Path) -> None:
        size = file.stat().st_size
        before = self._versions(sha256)
        if before and before[0].size == size and intact(self.open(sha256), sha256):
            return
        with self._told():
            self.client.upload_file(
                str(file),
                self.place.bucket,
                self._key(sha256),
                Config=TransferConfig(
                    multipart_threshold=PART, multipart_chunksize=PART, max_concurrency=TRIES
                ),
            )
        # 占着这个名字的别的字节，不是它：没有锁的清掉。
        if not all([self._remove(sha256, wrong.id) for wrong in before]):
            raise Occupied(f"{self.name} 里 {sha256} 这个名字被别的字节占着，又锁着，没有存好，请查明。")
        if self.size(sha256) != size:
            raise StoreDown(f"{self.name} 里 {sha256} 的大小不对，没有存好。")

    def open(self, sha256: str) -> BinaryIO:
        found = self._original(sha256)
        if found is None:
            raise NotStored(f"没有这份材料：{sha256}")

        def fetch(start: int) -> Any:
            return self._call(
                "get_object", Key=self._key(sha256), VersionId=found.id, Range=f"bytes={start}-"
            )["Body"]

        return cast(BinaryIO, io.BufferedReader(Remote(fetch, found.size, self._told), READ))

    def size(self, sha256: str) -> int | None:
        found = self._original(sha256)
        return found.size if found is not None else None

    def names(self) -> Iterator[str]:
        last = ""
        for name, _ in self._listed(""):
            if name != last:
                yield name
            last = name

    # 锁 -------------------------------------------------------------------------------------------

    def hold(self, sha256: str, until: datetime) -> datetime | None:
        found = self._original(sha256)
        if found is None:
            raise NotStored(f"没有这份材料：{sha256}")
        now = self._retention(sha256, found.id)
        # 锁管的是真的时间，问的是机器的钟；已经过去的时刻锁不了。
        if until <= datetime.now(UTC) or (now is not None and now >= until):
            return now
        self._call(
            "put_object_retention",
            Key=self._key(sha256),
            VersionId=found.id,
            Retention={"Mode": MODE, "RetainUntilDate": until},
        )
        return until

    def held(self, sha256: str) -> datetime | None:
        found = self._original(sha256)
        return self._retention(sha256, found.id) if found is not None else None

    def _retention(self, sha256: str, version: str) -> datetime | None:
        try:
            said = self.client.get_object_retention(
                Bucket=self.place.bucket, Key=self._key(sha256), VersionId=version
            )
        except ClientError as error:
            if _code(error) in _NO_LOCK:
                return None
            with self._told():
                raise
        except BotoCoreError:
            with self._told():
                raise
        retention = said.get("Retention") or {}
        until = retention.get("RetainUntilDate")
        # GOVERNANCE 有权限的人绕得过，不算锁住。
        in_force = retention.get("Mode") == MODE and until is not None and until > datetime.now(UTC)
        return cast(datetime, until) if in_force else None

    def destroy(self, sha256: str) -> None:
        left: list[datetime | None] = []
        for version in self._versions(sha256):
            until = self._retention(sha256, version.id)
            if until is not None or not self._remove(sha256, version.id):
                left.append(until)
        if left:
            until = max((each for each in left if each is not None), default=None)
            raise StillLocked(
                f"锁到 {until:%Y-%m-%d %H:%M}（UTC）" if until else "存储拒绝删除，可能另外加了法律保留",
                until,
            )
        for marker in self._markers(sha256):
            self._remove(sha256, marker)

    def _remove(self, sha256: str, version: str) -> bool:
        """删掉一个版本；不许删的为假。"""
        try:
            self.client.delete_object(Bucket=self.place.bucket, Key=self._key(sha256), VersionId=version)
        except ClientError as error:
            if _code(error) in _DENIED:
                return False
            with self._told():
                raise
        except BotoCoreError:
            with self._told():
                raise
        return True

    # 收拾和检查 -----------------------------------------------------------------------------------

    def tidy(self, before: datetime) -> int:
        count = 0
        with self._told():
            pages = self.client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self.place.bucket, Prefix=self.place.prefix
            )
            for page in pages:
                for each in page.get("Uploads") or ():
                    if each["Initiated"] < before:
                        self.client.abort_multipart_upload(
                            Bucket=self.place.bucket, Key=each["Key"], UploadId=each["UploadId"]
                        )
                        count += 1
        return count

    def remarks(self) -> Iterator[Remark]:
        counted: dict[str, int] = {}
        for name, _ in self._listed(""):
            counted[name] = counted.get(name, 0) + 1
            if counted[name] == 2:
                yield Remark(name, "被人盖上了新的版本；原件还在，读的仍是原件")
        for name in sorted(set(self._marked(""))):
            if name in counted:
                yield Remark(name, "被人加上了删除标记；原件还在，读的仍是原件")

    def _versions(self, sha256: str) -> list[Version]:
        """一份的各个版本，最早的在前。"""
        found = [version for name, version in self._listed(sha256) if name == sha256]
        return found[::-1]

    def _original(self, sha256: str) -> Version | None:
        return next(iter(self._versions(sha256)), None)

    def _listed(self, start: str) -> Iterator[tuple[str, Version]]:
        """名字以 start 开头的各个版本：名字从小到大，同名的新的在前。"""
        for page in self._pages(start):
            for each in page.get("Versions") or ():
                yield self._named(each["Key"]), Version(each["VersionId"], each["Size"])

    def _markers(self, sha256: str) -> list[str]:
        pages = self._pages(sha256)
        return [
            each["VersionId"]
            for page in pages
            for each in page.get("DeleteMarkers") or ()
            if self._named(each["Key"]) == sha256
        ]

    def _marked(self, start: str) -> Iterator[str]:
        for page in self._pages(start):
            yield from (self._named(each["Key"]) for each in page.get("DeleteMarkers") or ())

    def _pages(self, start: str) -> Iterator[dict[str, Any]]:
        with self._told():
            yield from self.client.get_paginator("list_object_versions").paginate(
                Bucket=self.place.bucket, Prefix=self._key(start)
            )

    def _key(self, sha256: str) -> str:
        return f"{self.place.prefix}{sha256}"

    def _named(self, key: str) -> str:
        return key.removeprefix(self.place.prefix)

    def _call(self, operation: str, **given: Any) -> dict[str, Any]:
        with self._told():
            return cast(dict[str, Any], getattr(self.client, operation)(Bucket=self.place.bucket, **given))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """存储说的错，换成人看得懂的。"""
        try:
            yield
        except ClientError as error:
            raise self._fault(error) from error
        except S3UploadFailedError as error:
            cause = error.__context__
            raise self._fault(cause if isinstance(cause, ClientError) else error) from error
        except NoCredentialsError as error:
            raise Unfit(
                "没有给出对象存储的密钥：写在 MINGZHI_STORE 里，或者设 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY。"
            ) from error
        except BotoCoreError as error:
            raise self._fault(error) from error

    def _fault(self, error: Exception) -> Exception:
        if not isinstance(error, ClientError):
            return StoreDown(f"{self.name} 现在连不上（{type(error).__name__}）。")
        code = _code(error)
        if code in _NO_SUCH:
            return NotStored(f"{self.name} 里没有")
        if code in _DENIED:
            return StoreDown(f"{self.name} 拒绝了：请核对密钥和这个账号在桶上的权限（{code}）。")
        return StoreDown(f"{self.name} 没有办成（{code}）。")


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
