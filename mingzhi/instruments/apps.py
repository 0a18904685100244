"""文书: the Django application that brings the document templates' filters and the sheet's stylesheet."""

from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "mingzhi.instruments"
    label = "instruments"
    verbose_name = "文书"
