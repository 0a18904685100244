"""词：个人信息保护影响评估（个人信息保护法第五十五条、第五十六条）。"""

from __future__ import annotations

from mingzhi.casework import personal
from mingzhi.casework.acts.disclosure import Summary
from mingzhi.casework.acts.privacy import PersonalActivity, PrivacyAssessed
from mingzhi.casework.view import View, word


@word("act.draft_names_person", "要公示的稿件写了自然人当事人的全名")
def _(view: View) -> bool:
    draft = view.file.act(getattr(view.candidate.body, "of", None)) if view.candidate else None
    party = view.file.party
    if draft is None or not isinstance(draft.body, Summary) or party is None:
        return False
    return party.kind.value == "person" and party.name in personal.text_of(draft.body)


@word("privacy.publishing_allowed", "公开个人信息经过影响评估，结论是可以")
def _(view: View) -> bool:
    return any(
        body.activity is PersonalActivity.PUBLISHED and body.allowed
        for _, body in view.file.bodies("privacy.assessed", PrivacyAssessed)
    )
