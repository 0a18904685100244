"""接口：Django 应用。"""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "mingzhi.api"
    label = "api"
    verbose_name = "接口"
