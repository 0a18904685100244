"""门户的表单：查询、核对证件、申请更正、查回执。写错的，用中文说怎样改。"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from mingzhi.disclosure.selectors import NAMES, SUBJECTS, Query

DAY = {"invalid": "请按“年-月-日”填写日期，如 2025-09-24。"}
NEED = {"required": "请填写。"}


class SearchForm(forms.Form):
    """查询事后公开的信息。"""

    q = forms.CharField(label="名称、信用代码或者文号", required=False, max_length=100)
    subject = forms.ChoiceField(
        label="种类",
        required=False,
        choices=[("", "全部种类"), *((subject.value, NAMES[subject]) for subject in SUBJECTS)],
    )
    status = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[
            ("", "全部"),
            ("live", "有效"),
            ("corrected", "更正过"),
            ("withdrawn", "已撤回"),
            ("changed", "更正和撤回"),
        ],
    )
    since = forms.DateField(label="决定日期从", required=False, error_messages=DAY)
    until = forms.DateField(label="到", required=False, error_messages=DAY)

    def query(self) -> Query:
        """查询的条件；填错的栏当作没有填。"""
        self.is_valid()
        said: dict[str, Any] = self.cleaned_data

        def day(name: str) -> date | None:
            value = said.get(name)
            return value if isinstance(value, date) else None

        return Query(
            said.get("q") or "",
            said.get("subject") or "",
            said.get("status") or "",
            day("since"),
            day("until"),
        )


class CorrectionForm(forms.Form):
    """申请更正公示信息。"""

    applicant = forms.CharField(label="申请人", max_length=100, error_messages=NEED)
    contact = forms.CharField(
        label="联系方式", max_length=100, error_messages=NEED, help_text="只用来答复您，不公开。"
    )
    wrong = forms.CharField(
        label="哪里不准确，应当怎样写",
        max_length=4000,
        error_messages=NEED,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    evidence = forms.CharField(
        label="证据",
        max_length=4000,
        error_messages=NEED,
        help_text="写明有什么证据、在哪里可以核对。原件可以当面或者邮寄提交。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ProgressForm(forms.Form):
    """查办理进度。"""

    code = forms.CharField(
        label="查询码",
        max_length=40,
        error_messages=NEED,
        help_text="受理或者送达文书时本局给您的，如 XXXX-XXXX-XXXX",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    own = forms.CharField(
        label="您的代码",
        max_length=40,
        error_messages=NEED,
        help_text="单位填统一社会信用代码；个人填身份证号码后六位",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
