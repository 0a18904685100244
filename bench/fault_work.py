"""断电的演练里做的各种活：网站（表单、分块上传）、写入、存材料、导出、签检查点、新的一天、后台工作。"""

from __future__ import annotations

import base64
import hashlib
import http.client
import io
import json
import os
import random
import re
import select
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connections

from mingzhi.casework.act import SHANGHAI

NOW = datetime(2025, 9, 24, 10, 30, tzinfo=SHANGHAI)
USERNAME = "zhoujia"
CHUNK = 64 * 1024
READY = 60.0
Say = Callable[..., None]

LEAD = {
    "source": "anonymous_report",
    "received_on": "2025-09-24",
    "party": {"kind": "organization", "standing": "medical", "name": "示例仁和门诊部"},
    "handling": "转基金监督科核查。",
}
VERIFIED = {"process": "调取结算明细，逐条比对。", "findings": "有出入。", "conclusion": "file"}


@dataclass
class Acknowledged:
    """答复过“成了”的：一件也不许少。"""

    acts: list[tuple[str, int, str]] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    exhibits: list[str] = field(default_factory=list)
    packages: list[str] = field(default_factory=list)
    checkpoint: int = 0
    # 上传的编号 → 文件和答复存到的位置。
    uploads: dict[str, tuple[bytes, int]] = field(default_factory=dict)

    jobs: int = 0
    chunks: int = 0

    def count(self) -> Counter[str]:
        return Counter(
            acts=len(self.acts),
            leads=len(self.leads),
            jobs=self.jobs,
            exhibits=len(self.exhibits),
            packages=len(self.packages),
            chunks=self.chunks,
        )


class Lost(AssertionError):
    """不该有的：答复过的不见了，做了一半的看得见，自查有不对的。"""


def prepare() -> None:
    """建表，载入示例的人员，立几卷。"""
    from django.core.management import call_command

    from mingzhi.samples import people

    call_command("migrate", verbosity=0, interactive=False)
    people.load(NOW)


def _handler() -> Any:
    """写入的人，和他的机关。"""
    from mingzhi.people.models import Person
    from mingzhi.people.selectors import actor_for, agency_value

    person = Person.objects.get(username=USERNAME)
    actor = actor_for(person, NOW.date())
    return actor, agency_value(actor.agency)


# ── 分出去的一个进程 ───────────────────────────────────────────────────


def forked(
    work: Callable[[random.Random, Say], None],
    acknowledged: Acknowledged,
    life: float,
    chance: Any,
    *,
    first: bool = False,
) -> None:
    """分出一个进程去做，做成一件说一声；life 秒以后杀掉。它说过的都记下。

    first 是还没有做成过一件的：等它说了头一声再计时，机器忙的时候也证明得了什么。
    """
    seed = chance.random()
    connections.close_all()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        code = 1
        try:
            # 一行不长于管道一次写得下的：要么整行到，要么没有。
            work(
                random.Random(seed),
                lambda *said: os.write(write, (json.dumps(said) + "\n").encode()) and None,
            )
            code = 0
        except BaseException as error:
            os.write(write, (json.dumps(["fault", repr(error)[:2000]]) + "\n").encode())
        finally:
            os._exit(code)
    os.close(write)
    if first:
        select.select([read], [], [], READY)
    time.sleep(life)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(read, encoding="utf-8") as heard:
        for line in heard:
            _note(acknowledged, json.loads(line))


def _note(acknowledged: Acknowledged, said: list[Any]) -> None:
    match said:
        case ["act", dossier, number, text]:
            acknowledged.acts.append((dossier, number, text))
        case ["exhibit", digest]:
            acknowledged.exhibits.append(digest)
        case ["package", name]:
            acknowledged.packages.append(name)
        case ["checkpoint", size]:
            acknowledged.checkpoint = max(acknowledged.checkpoint, size)
        case ["fault", why]:
            raise Lost(f"没有杀它，它自己停了：{why}")


def appending(chance: random.Random, say: Say) -> None:
    """立卷，写入，有时带材料。"""
    from mingzhi.record.append import append
    from mingzhi.record.dossiers import open_dossier
    from mingzhi.record.exhibits import store

    actor, agency = _handler()
    while True:
        from django.db import transaction

        text = f"反映串换药品，编号{chance.getrandbits(64):016x}。"
        exhibits = ()
        if chance.random() < 0.5:
            exhibits = (store(io.BytesIO(chance.randbytes(chance.randrange(1, 200_000))), "示例.bin"),)
            say("exhibit", exhibits[0].sha256)
        with transaction.atomic():
            dossier = open_dossier(agency, now=NOW, sample=True)
            append(
                dossier,
                "lead.registered",
                {**LEAD, "content": text},
                by=actor,
                happened=NOW,
                now=NOW,
                exhibits=exhibits,
            )
        say("act", str(dossier.pk), 1, text)
        append(dossier, "lead.verified", {**VERIFIED, "findings": text}, by=actor, happened=NOW, now=NOW)
        say("act", str(dossier.pk), 2, text)


def storing(chance: random.Random, say: Say) -> None:
    """存材料。"""
    from mingzhi.record.exhibits import store

    while True:
        content = chance.randbytes(chance.randrange(1, 3_000_000))
        say("exhibit", store(io.BytesIO(content), "示例.bin").sha256)


def exporting(chance: random.Random, say: Say) -> None:
    """导出一卷的包。"""
    from mingzhi.record.export import export
    from mingzhi.record.models import Dossier

    folder = Path(settings.MINGZHI_DATA) / "packages"
    found = list(Dossier.objects.exclude(rows=None).values_list("pk", flat=True)[:50])
    while found:
        name = f"{time.time_ns()}.zip"
        export(Dossier.objects.get(pk=chance.choice(found)), folder / name, now=NOW)
        say("package", name)


def publishing(chance: random.Random, say: Say) -> None:
    """写入几项，签一份检查点，再来。"""
    from mingzhi.record.append import append
    from mingzhi.record.models import Dossier
    from mingzhi.record.publishing import latest, publish

    actor, _ = _handler()
    found = list(Dossier.objects.exclude(rows=None).values_list("pk", flat=True)[:50])
    before = latest()
    at = NOW + timedelta(hours=before.checkpoint.size if before else 0)
    while found:
        for _ in range(chance.randrange(3)):
            dossier = Dossier.objects.get(pk=chance.choice(found))
            text = f"再查，编号{chance.getrandbits(64):016x}。"
            body = {**VERIFIED, "findings": text}
            appended = append(dossier, "lead.verified", body, by=actor, happened=NOW, now=NOW)
            say("act", str(dossier.pk), appended.act.number, text)
        at += timedelta(hours=1)
        say("checkpoint", publish(at).checkpoint.size)


def nightly(chance: random.Random, say: Say) -> None:
    """新的一天：一天接一天地重算，收拾。"""
    from mingzhi.record.leftovers import tidy
    from mingzhi.record.models import Projection
    from mingzhi.record.nightly import refresh

    day = max(Projection.objects.values_list("as_of", flat=True), default=NOW.date()) or NOW.date()
    while True:
        day += timedelta(days=1)
        refresh(day)
        tidy()


FORKED: dict[str, Callable[[random.Random, Say], None]] = {
    "写入": appending,
    "存材料": storing,
    "导出": exporting,
    "检查点": publishing,
    "新的一天": nightly,
}


# ── 真的网站 ───────────────────────────────────────────────────────────


class Web:
    """gunicorn 和后台工作，各是一组进程；经网址登记线索、分块上传。"""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.port = _free_port()
        self.groups: list[subprocess.Popen[bytes]] = []
        self.faults: list[str] = []
        self.stopping = threading.Event()
        self.cookies = _session()
        self.recorder = _handler()[0].number
        self.log = Path(settings.MINGZHI_DATA) / "server.log"

    def start(self) -> None:
        """网站应答了才算启动。"""
        from mingzhi.commands.run import commands

        with self.log.open("ab") as log:
            self.groups = [
                subprocess.Popen(command, start_new_session=True, stdout=log, stderr=log)
                for command in commands(self.port)
            ]
        deadline = time.monotonic() + READY
        while time.monotonic() < deadline:
            with suppress(OSError, http.client.HTTPException):
                status, _, _ = self.ask("GET", "/people/sign-in")
                if status in (200, 302):
                    return
            time.sleep(0.05)
        raise RuntimeError(f"网站没有启动：\n{self.log.read_text('utf-8')[-2000:]}")

    def kill(self, number: int) -> None:
        """杀掉两组进程，一个不留。"""
        for each in self.groups:
            with suppress(ProcessLookupError):
                os.killpg(each.pid, number)
        for each in self.groups:
            each.wait()
        self.groups = []

    def work(self, acknowledged: Acknowledged, life: float) -> None:
        """启动，一边登记线索一边上传，life 秒以后全部杀掉。"""
        _ask_for_package(self.chance)
        connections.close_all()
        self.start()
        # 先看一眼表单：规则包读进来了再计时，不然总是杀在它上面。
        self.ask("GET", "/desk/leads/new/")
        self.stopping.clear()
        threads = [
            threading.Thread(target=self._until_killed, args=(each, acknowledged))
            for each in (self._leads, self._uploads)
        ]
        for each in threads:
            each.start()
        # 头一轮等到各做成过一件再计时：机器忙的时候也证明得了什么。
        deadline = time.monotonic() + READY
        while not (acknowledged.leads and acknowledged.chunks) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(life)
        self.stopping.set()
        self.kill(signal.SIGKILL)
        for each in threads:
            each.join()
        if self.faults:
            raise Lost(f"网站没有死就答错了：{self.faults[:3]}")

    def finish_jobs(self, acknowledged: Acknowledged) -> None:
        """杀断了的后台工作，重新排上都做得完；说做完了的，包在。"""
        from django.utils import timezone

        from mingzhi.archive.models import PackageJob
        from mingzhi.archive.tasks import STALLED, again, path_of

        # 等两分钟才算断了；这里把上次的进展拨早，不等。
        PackageJob.objects.update(beat=timezone.now() - 2 * STALLED)
        for job in PackageJob.objects.all():
            again(job)
        connections.close_all()
        self.start()
        deadline = time.monotonic() + READY + PackageJob.objects.count() * 5
        open_jobs = PackageJob.objects.filter(status__in=("waiting", "running"))
        while open_jobs.exists() and time.monotonic() < deadline:
            time.sleep(0.2)
        self.kill(signal.SIGKILL)
        for job in PackageJob.objects.all():
            if job.status != PackageJob.Status.DONE or not path_of(job).is_file():
                raise Lost(f"后台的导出没有做成：{job.pk} {job.status} {job.why}")
            acknowledged.jobs += 1

    def _until_killed(self, work: Callable[[Acknowledged], None], acknowledged: Acknowledged) -> None:
        try:
            while not self.stopping.is_set():
                work(acknowledged)
        except (OSError, http.client.HTTPException) as error:
            if not self.stopping.is_set():
                self.faults.append(repr(error))
        except Exception as error:
            self.faults.append(repr(error))

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """一个请求；整个答复到了才算答复。"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            own = {"Cookie": cookie, "X-CSRFToken": self.cookies["mingzhi-form"], **(headers or {})}
            connection.request(method, path, body, own)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def _leads(self, acknowledged: Acknowledged) -> None:
        """照表单登记一条线索。答复是转到写好的那一项，才算答复。"""
        status, _, page = self.ask("GET", "/desk/leads/new/")
        if status != 200:
            raise RuntimeError(f"登记线索的表单答 {status}")
        found = re.search(r'name="expects" value="(\d+)"', page.decode())
        text = f"网站登记，编号{self.chance.getrandbits(64):016x}。"
        values = {
            "csrfmiddlewaretoken": self.cookies["mingzhi-form"],
            "expects": found[1] if found else "0",
            "happened": f"{NOW:%Y-%m-%d %H:%M}",
            "source": "anonymous_report",
            "received_on": "2025-09-24",
            "content": text,
            "handling": "转基金监督科核查。",
            "recorder": self.recorder,
            "party.kind": "organization",
            "party.standing": "other",
            "party.name": "示例门诊部",
            "_do": "write",
        }
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        status, headers, page = self.ask("POST", "/desk/leads/new/", urlencode(values).encode(), form)
        if status != 302:
            raise RuntimeError(f"登记线索答 {status}：{page.decode()[:300]}")
        if "/desk/dossiers/" in headers.get("Location", ""):
            acknowledged.leads.append(text)

    def _uploads(self, acknowledged: Acknowledged) -> None:
        """接着没有传完的传；没有就开始一份新的。"""
        half = [id_ for id_, (content, at) in acknowledged.uploads.items() if at < len(content)]
        upload = half[0] if half else self._begun(acknowledged)
        content, _ = acknowledged.uploads[upload]
        offset = self._offset(upload, acknowledged)
        while not self.stopping.is_set():
            part = content[offset : offset + CHUNK]
            headers = {
                "Content-Type": "application/octet-stream",
                "Content-Range": f"bytes {offset}-{offset + len(part) - 1}/{len(content)}",
                "Content-Digest": f"sha-256=:{base64.b64encode(hashlib.sha256(part).digest()).decode()}:",
            }
            status, _, answer = self.ask("PUT", f"/desk/uploads/{upload}/", part, headers)
            said = json.loads(answer) if status in (200, 201) else {}
            if said.get("stored"):
                acknowledged.uploads[upload] = (content, len(content))
                acknowledged.exhibits.append(said["sha256"])
                return
            if status != 200:
                raise RuntimeError(f"存一块答 {status}：{answer[:300]!r}")
            offset = said["offset"]
            acknowledged.uploads[upload] = (content, offset)
            acknowledged.chunks += 1

    def _begun(self, acknowledged: Acknowledged) -> str:
        content = self.chance.randbytes(self.chance.randrange(CHUNK, 20 * CHUNK))
        # 太大的文件，浏览器算不了整份的摘要，就不给。
        digest = hashlib.sha256(content).hexdigest() if self.chance.random() < 0.5 else ""
        said = {"name": "示例.bin", "size": len(content), "media_type": "", "sha256": digest}
        headers = {"Content-Type": "application/json"}
        status, _, answer = self.ask("POST", "/desk/uploads/", json.dumps(said).encode(), headers)
        if status != 201:
            raise RuntimeError(f"开始上传答 {status}")
        upload = str(json.loads(answer)["id"])
        acknowledged.uploads[upload] = (content, 0)
        return upload

    def _offset(self, upload: str, acknowledged: Acknowledged) -> int:
        status, _, answer = self.ask("GET", f"/desk/uploads/{upload}/")
        if status != 200:
            raise Lost(f"没有传完的上传不见了：{upload}（{status}）")
        offset: int = json.loads(answer)["offset"]
        if offset < acknowledged.uploads[upload][1]:
            raise Lost(f"上传退回去了：答复过 {acknowledged.uploads[upload][1]}，现在 {offset}")
        return offset

    def check_uploads(self, acknowledged: Acknowledged) -> None:
        """没有传完的：答复过的块一个字节不差。传完的：材料在，字节相同。"""
        from mingzhi.record.exhibits import is_stored

        for upload, (content, at) in list(acknowledged.uploads.items()):
            if at == len(content):
                if not is_stored(hashlib.sha256(content).hexdigest()):
                    raise Lost(f"传完的材料不见了，或者字节不同：{upload}")
                # 已经在材料里了，以后随材料核对。
                del acknowledged.uploads[upload]
                continue
            part = Path(settings.MINGZHI_DATA) / "uploads" / upload / "part"
            kept = part.read_bytes() if part.exists() else b""
            if not part.exists() and is_stored(hashlib.sha256(content).hexdigest()):
                continue
            if len(kept) < at or kept != content[: len(kept)]:
                raise Lost(f"存过的块不见了，或者字节不同：{upload}，答复过 {at}，存着 {len(kept)}")


def _ask_for_package(chance: random.Random) -> None:
    """给后台工作排上一件：导出一卷的档案包。"""
    from mingzhi.archive.tasks import ask
    from mingzhi.people.models import Person
    from mingzhi.people.selectors import actor_for
    from mingzhi.record.models import Dossier

    found = list(Dossier.objects.filter(rows__kind="lead.registered").values_list("pk", flat=True)[:50])
    if found:
        actor = actor_for(Person.objects.get(username="heshiren"), NOW.date())
        ask(Dossier.objects.get(pk=chance.choice(found)), by=actor, purpose="断电的演练")


def _session() -> dict[str, str]:
    """登录好的一个人：会话在数据库里，网站重启不丢。"""
    from django.test import Client

    from mingzhi.people.models import Person

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Person.objects.get(username=USERNAME))
    client.get("/desk/leads/new/")
    return {name: morsel.value for name, morsel in client.cookies.items()}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
