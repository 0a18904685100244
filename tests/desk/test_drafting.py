"""语音识别起草：接入了才有这一处；写成的是初稿，写明哪个程序，没有人确认不算文字记录；听不成的说明原因，什么也不写。"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from pytest_django import Settings

from mingzhi.casework.act import Act
from mingzhi.casework.acts.exhibits import TranscriptDrafted
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.transcripts import sounds_without_text
from mingzhi.media import drafting, speech
from mingzhi.media.drafting import draft
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for
from mingzhi.record.append import append
from mingzhi.record.exhibits import store
from mingzhi.record.models import Dossier
from mingzhi.record.selectors import acts
from tests.desk.conftest import NOW, SignedIn
from tests.media.made import wave


class Engine:
    """一个听得出字数的识别程序：照声音的长短写话。"""

    name = "示例语音识别 1.0"

    def __init__(self, *, deaf: bool = False, broken: bool = False) -> None:
        self.deaf, self.broken = deaf, broken

    def transcribe(self, sound: BinaryIO, media_type: str) -> list[speech.Heard]:
        if self.broken:
            raise RuntimeError("许可过期")
        size = len(sound.read())
        return [] if self.deaf else [speech.Heard(1.2, f"苏某示：{media_type}，{size} 字节")]


@pytest.fixture
def sound(case: Dossier) -> Act:
    by = actor_for(Person.objects.get(username="zhoujia"), NOW.date())
    file = store(io.BytesIO(wave()), "询问.wav", "audio/wav")
    body = {"media": "sound", "device": "录音笔", "maker": "吴乙示", "proves": "陈述"}
    return append(case, "recording.ingested", body, by=by, happened=NOW, now=NOW, exhibits=[file]).act


@pytest.fixture(autouse=True)
def nothing_connected() -> Iterator[None]:
    yield
    speech.disconnect()


def here(case: Dossier, act: Act, name: str) -> str:
    return reverse(f"desk:{name}", args=[case.pk, act.number, act.exhibits[0].sha256])


def heard(case: Dossier, act: Act) -> None:
    """后台做完一件：同一个函数，直接叫。"""
    by = actor_for(Person.objects.get(username="zhoujia"), NOW.date())
    exhibit = act.exhibits[0]
    draft.func(str(case.pk), act.number, exhibit.sha256, exhibit.media_type, by.model_dump(mode="json"))


def test_without_an_engine_there_is_no_button_and_no_address(
    case: Dossier, sound: Act, as_: SignedIn
) -> None:
    assert "起草</button>" not in as_("zhoujia").get(here(case, sound, "player")).content.decode()
    assert as_("zhoujia").post(here(case, sound, "draft")).status_code == 404


def test_the_engines_draft_is_written_as_a_draft_and_waits_for_a_listener(
    case: Dossier, sound: Act, as_: SignedIn
) -> None:
    speech.connect(Engine())
    client = as_("zhoujia")
    assert "请示例语音识别 1.0起草" in client.get(here(case, sound, "player")).content.decode()
    assert client.post(here(case, sound, "draft")).status_code == 302
    assert drafting.WAITING in client.get(here(case, sound, "player")).content.decode()
    heard(case, sound)
    last = acts(case)[-1]
    assert isinstance(last.body, TranscriptDrafted)
    assert (last.body.drafting.value, last.body.engine) == ("engine", "示例语音识别 1.0")
    assert last.body.text.startswith("00:00:01 苏某示：audio/wav")
    page = client.get(here(case, sound, "player")).content.decode()
    assert "初稿，待确认" in page and drafting.WAITING not in page
    assert [act.number for act in sounds_without_text(CaseFile(acts(case)))] == [sound.number]


@pytest.mark.parametrize(
    ("engine", "says"),
    [(Engine(deaf=True), "没有听出话来"), (Engine(broken=True), "语音识别出错（RuntimeError）")],
)
def test_what_could_not_be_drafted_is_said_and_nothing_is_written(
    case: Dossier, sound: Act, as_: SignedIn, engine: Engine, says: str
) -> None:
    speech.connect(engine)
    as_("zhoujia").post(here(case, sound, "draft"))
    before = len(acts(case))
    if engine.broken:
        with pytest.raises(RuntimeError):
            heard(case, sound)
    else:
        heard(case, sound)
    assert len(acts(case)) == before
    assert says in as_("zhoujia").get(here(case, sound, "player")).content.decode()
    assert as_("zhoujia").post(here(case, sound, "draft")).status_code == 302, "可以再请一次"


def test_only_those_who_may_draft_may_ask(case: Dossier, sound: Act, as_: SignedIn) -> None:
    speech.connect(Engine())
    assert as_("xushimao").post(here(case, sound, "draft")).status_code == 404
    assert as_("chending").post(here(case, sound, "draft")).status_code == 404


def test_the_engine_is_named_in_the_settings(settings: Settings) -> None:
    settings.MINGZHI_SPEECH = f"{__name__}:Engine"
    assert isinstance(speech.connected(), speech.SpeechEngine)
    settings.MINGZHI_SPEECH = "没有这个模块:函数"
    with pytest.raises(ImproperlyConfigured, match="MINGZHI_SPEECH"):
        speech.connected()
