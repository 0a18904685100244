"""登录表单。"""

from __future__ import annotations

from django import forms


class SignInForm(forms.Form):
    username = forms.CharField(
        label="用户名", max_length=150, error_messages={"required": "还没有填用户名。"}
    )
    password = forms.CharField(
        label="密码", strip=False, widget=forms.PasswordInput, error_messages={"required": "还没有填密码。"}
    )
