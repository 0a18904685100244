"""法制审核：Django 应用。"""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "mingzhi.review"
    label = "review"
    verbose_name = "法制审核"
