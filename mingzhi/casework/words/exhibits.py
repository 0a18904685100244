"""词·音像：谁接收、录音有没有文字、派生件的原件。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.acts.evidence import RecordingIngested
from mingzhi.casework.acts.exhibits import DerivativeMade, TranscriptConfirmed
from mingzhi.casework.transcripts import sounds_without_text
from mingzhi.casework.view import View, word
from mingzhi.casework.words.people import officers_of


@word("act.receiver_recorded", "接收音像资料的人，就是制作人，或者参加了所记录的执法行为")
def _(view: View) -> bool:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, RecordingIngested) or body.received_by is None:
        return False
    if body.received_by.name == body.maker.strip():
        return True
    target = view.file.act(body.of)
    return target is not None and body.received_by.number in {each.number for each in officers_of(target)}


@word("sounds.without_text", "本卷的录音里，没有文字记录的有几份（附了的、确认了的都算有）")
def _(view: View) -> int:
    return len(sounds_without_text(view.file))


@word("act.original_named", "派生件写明的原件，就是那一项的材料；那一项只有一份材料的，不写摘要也算写明")
def _(view: View) -> bool | None:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, DerivativeMade):
        return None
    target = view.file.act(body.of)
    if target is None:
        return False
    digests = [each.sha256 for each in target.exhibits]
    original = body.original.strip().lower()
    return original in digests if original else len(digests) <= 1


@word("act.same_as_original", "附上的派生件与原件是同样的字节")
def _(view: View) -> bool:
    act = view.candidate
    if act is None or not isinstance(act.body, DerivativeMade):
        return False
    target = view.file.act(act.body.of)
    taken = {each.sha256 for each in target.exhibits} if target else set()
    return any(each.sha256 in taken for each in act.exhibits)


@word("act.text_written", "确认的文字写了")
def _(view: View) -> bool | None:
    body = view.candidate.body if view.candidate else None
    return bool(body.text.strip()) if isinstance(body, TranscriptConfirmed) else None


@word(
    "act.storing_uncounted", "存入的这一份音像没有期限在管：没有写记录哪一项行为，或者那一项已经存过别的音像"
)
def _(view: View) -> bool:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, RecordingIngested):
        return False
    return body.of is None or any(
        other.of == body.of for _, other in view.file.bodies("recording.ingested", RecordingIngested)
    )


@word("act.stored_after", "音像制作完成以后的第几个工作日存入")
def _(view: View) -> int | None:
    act = view.candidate
    if act is None or not isinstance(act.body, RecordingIngested):
        return None
    made = act.body.ended or act.body.started
    if made is None:
        return None
    day = made.astimezone(SHANGHAI).date()
    return 0 if act.day <= day else view.calendar.workdays_between(day, act.day)
