"""真实的对象存储：Debian 的 Ceph（一个 mon、一个内存里的 osd、一个 radosgw），只在本机，数据在临时目录，用完即删。

不要 systemd，不要特权。不用 moto：它放任缩短 COMPLIANCE 的锁，正是要证明做不到的事。
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.error import HTTPError

PROGRAMS = ("ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin", "setpriv")
PACKAGES = "ceph-mon ceph-osd radosgw ceph-common"
# 几种命令、起来各至多等这么多秒；平常一共十几秒。
WAIT = 90
CONFIG = """[global]
fsid = {fsid}
mon_host = [v2:127.0.0.1:{port}]
public_addr = 127.0.0.1
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
ms_mon_client_mode = crc
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_data_avail_crit = 0
osd_objectstore = memstore
memstore_device_bytes = 1073741824
rgw_verify_ssl = false
run_dir = {home}/run
admin_socket = {home}/run/$name.$pid.asok
log_file = {home}/log/$name.log
mon_data = {home}/mon
osd_data = {home}/osd
"""


@dataclass(frozen=True)
class Rados:
    """起好的一套：网关的端口，一个账号。"""

    port: int
    key: str
    secret: str
    home: Path

    def url(self, bucket: str, prefix: str = "") -> str:
        """MINGZHI_STORE 的写法。"""
        place = f"{bucket}/{prefix}" if prefix else bucket
        return f"s3+http://{self.key}:{self.secret}@127.0.0.1:{self.port}/{place}"

    def another_account(self) -> Rados:
        """另一个账号，桶不是它的。"""
        name = f"u{uuid.uuid4().hex[:12]}"
        _account(self.home, name, name, f"{name}-secret")
        return replace(self, key=name, secret=f"{name}-secret")


def missing() -> list[str]:
    """缺哪些程序。"""
    return [name for name in PROGRAMS if shutil.which(name) is None]


@contextmanager
def running() -> Iterator[Rados]:
    """起一套；无论怎样离开，都停掉、删掉。测试的进程被杀，它们也跟着结束（setpriv --pdeathsig）。"""
    home = Path(tempfile.mkdtemp(prefix="mingzhi-rados-"))
    try:
        with ExitStack() as stack:
            yield _started(home, stack)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _started(home: Path, stack: ExitStack) -> Rados:
    for name in ("run", "log", "mon", "osd"):
        (home / name).mkdir()
    fsid, port, gateway = str(uuid.uuid4()), _free(), _free()
    (home / "ceph.conf").write_text(CONFIG.format(fsid=fsid, port=port, home=home))
    address = ["--addv", "a", f"[v2:127.0.0.1:{port}]"]
    _run(home, "monmaptool", "--create", *address, "--fsid", fsid, str(home / "monmap"))
    _run(home, "ceph-mon", "--mkfs", "-i", "a", "--monmap", str(home / "monmap"))
    _daemon(home, stack, "ceph-mon", "-i", "a")
    osd = str(uuid.uuid4())
    _run(home, "ceph", "--connect-timeout", str(WAIT), "osd", "new", osd)
    _run(home, "ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", osd)
    _daemon(home, stack, "ceph-osd", "-i", "0")
    served = _daemon(
        home,
        stack,
        "radosgw",
        *("-n", "client.rgw.a", "--rgw-frontends", f"beast endpoint=127.0.0.1:{gateway} tcp_nodelay=1"),
        *("--ms-mon-client-mode=crc", "--auth-client-required=none", "--no-mon-config"),
    )
    _answering(gateway, served, home)
    _account(home, "example", "example-key", "example-secret")
    return Rados(gateway, "example-key", "example-secret", home)


def _account(home: Path, name: str, key: str, secret: str) -> None:
    said = [f"--uid={name}", f"--display-name={name}", f"--access-key={key}", f"--secret={secret}"]
    _run(home, "radosgw-admin", "user", "create", *said)


def _run(home: Path, program: str, *arguments: str) -> None:
    ended = subprocess.run(
        [program, "-c", str(home / "ceph.conf"), *arguments],
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(f"{program} {' '.join(arguments)}：{ended.stderr[-2000:]}")


def _daemon(home: Path, stack: ExitStack, program: str, *arguments: str) -> subprocess.Popen[bytes]:
    out = stack.enter_context((home / "log" / f"{program}.out").open("wb"))
    started = subprocess.Popen(
        ["setpriv", "--pdeathsig", "KILL", program, "-c", str(home / "ceph.conf"), "-f", *arguments],
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=out,
    )
    stack.callback(_stop, started)
    return started


def _stop(process: subprocess.Popen[bytes]) -> None:
    # 数据不要了，不等它收尾：mon 先停，osd 会一直等它。
    process.kill()
    process.wait(WAIT)


def _answering(port: int, gateway: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline and gateway.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    said = (home / "log" / "radosgw.out").read_text(errors="replace")
    raise RuntimeError(f"radosgw 没有起来：{said[-2000:]}")


def _environment() -> dict[str, str]:
    # 机器上别的 Ceph 的设置、代理，都不要带进来。
    return {name: value for name, value in os.environ.items() if not name.startswith("CEPH_")} | {
        "LC_ALL": "C.UTF-8"
    }


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
