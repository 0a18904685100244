"""门户测试公用的：已经公示的几卷，取一页的文字。"""

from __future__ import annotations

from django.test import Client

from mingzhi.disclosure.models import Publication
from mingzhi.record.models import Dossier

Published = dict[str, Dossier]
WITHDRAWN = "撤回公示"


def decision(dossier: Dossier) -> Publication:
    """一卷公示的决定。"""
    return Publication.objects.get(dossier=dossier, subject="decision")


def text(client: Client, url: str, status: int = 200) -> str:
    """一页的文字。"""
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()
