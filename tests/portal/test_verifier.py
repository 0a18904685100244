"""门户上的核验程序：与随包的同一个，页上写着它的摘要，窄屏不溢出。"""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client

from mingzhi.ledger import shipped

pytestmark = pytest.mark.django_db


def test_the_page_prints_the_digest_of_the_program_that_travels_in_packages() -> None:
    client = Client()
    page = client.get("/verify").content.decode()
    program = client.get("/verify.py")
    content = program.content
    assert content == shipped.tools()["verify.py"]
    assert hashlib.sha256(content).hexdigest() in page
    assert "attachment" in program.headers["Content-Disposition"]
    assert client.post("/verify.py").status_code == 405
