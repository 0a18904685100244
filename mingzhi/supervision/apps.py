"""监督：Django 应用。"""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "mingzhi.supervision"
    label = "supervision"
    verbose_name = "监督"
