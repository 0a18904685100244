"""请语音识别起草声音的文字记录：在后台听，写好了作为初稿写入案卷；要人听过原件确认才算数（CQ-R-20-b）。

排上的、没有写成的原因记在查看结果里，播放页上看得到；再请一次就重做。
"""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from mingzhi.casework.actor import Actor
from mingzhi.casework.acts.exhibits import Drafting
from mingzhi.media import speech
from mingzhi.media.models import Probe
from mingzhi.people import clock
from mingzhi.record.append import Refused, append
from mingzhi.record.errors import RecordError
from mingzhi.record.exhibits import NotStored, StoreDown, open_exhibit
from mingzhi.record.models import Dossier

WAITING = "正在听，写好后出现在这里"
STATE = "drafting"


def state(probe: Probe | None) -> str:
    """起草到哪里：排上了、没有写成的原因；没有请过、写好了的为空。"""
    return str(probe.details.get(STATE) or "") if probe is not None else ""


def ask(dossier: UUID, number: int, sha256: str, media_type: str, by: Actor) -> None:
    """请它起草；正在听的不重复请。"""
    if _told(sha256, WAITING):
        draft.enqueue(str(dossier), number, sha256, media_type, by.model_dump(mode="json"))


def _told(sha256: str, says: str) -> bool:
    """记下到了哪里；本来就是这样的，False。"""
    probe, _ = Probe.objects.get_or_create(sha256=sha256, defaults={"beat": timezone.now()})
    if state(probe) == says:
        return False
    details = {**probe.details, STATE: says}
    if not says:
        del details[STATE]
    Probe.objects.filter(pk=sha256).update(details=details)
    return True


@task()
def draft(dossier: str, number: int, sha256: str, media_type: str, actor: dict[str, object]) -> None:
    """听一份，写成初稿写入。听不成、写不进的，说明原因。"""
    try:
        _told(sha256, _drafted(dossier, number, sha256, media_type, Actor.model_validate(actor)))
    except Exception as error:
        # 别人的程序，什么错都可能；页面上说没有写成，日志里留下全部。
        _told(sha256, f"没有写成：语音识别出错（{type(error).__name__}），请人工整理")
        raise


def _drafted(dossier: str, number: int, sha256: str, media_type: str, by: Actor) -> str:
    engine = speech.connected()
    if engine is None:
        return f"没有写成：{speech.NONE}"
    try:
        with open_exhibit(sha256) as sound:
            text = speech.written(engine.transcribe(sound, media_type))
    except (NotStored, StoreDown):
        return "没有写成：文件现在取不到"
    if not text.strip():
        return "没有写成：没有听出话来，请人工整理"
    body = {"of": number, "drafting": Drafting.ENGINE, "engine": engine.name, "text": text}
    now = clock.now()
    try:
        found = Dossier.objects.get(pk=dossier)
        append(found, "transcript.drafted", body, by=by, happened=now, now=now)
    except Refused as refused:
        return "没有写成：" + "；".join(each.lacks for each in refused.verdict.refusals)
    except RecordError as error:
        return f"没有写成：{error}"
    return ""
