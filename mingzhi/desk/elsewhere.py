"""别的案卷：并案、分案、移来的材料里写的案号，是本局的、又看得到的，连过去。"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse
from pydantic import BaseModel

from mingzhi.casework.actor import Actor
from mingzhi.desk.fields import Field
from mingzhi.people.access import dossiers_of


def linked(body: BaseModel, fields: Iterable[Field], actor: Actor) -> list[Field]:
    """写案号的几栏加上网址；不是本局的、看不到的，只有字。"""
    numbers = set(_numbers(body))
    return [replace(each, url=_url(each.text, actor)) if each.name in numbers else each for each in fields]


def _numbers(body: BaseModel) -> Iterable[str]:
    for name, info in type(body).model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and extra.get("widget") == "dossier":
            yield name


def _url(document_no: str, actor: Actor) -> str:
    found = (
        dossiers_of(actor).filter(document_no=document_no.strip()).first() if document_no.strip() else None
    )
    return reverse("desk:dossier", args=[found.dossier_id]) if found is not None else ""
