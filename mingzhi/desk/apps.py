"""工作台：Django 应用。"""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "mingzhi.desk"
    label = "desk"
    verbose_name = "工作台"
