"""立一卷：记下哪个机关、用哪个规则包、是哪一种卷；案情由以后的行为写。"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from mingzhi.casework.act import SHANGHAI, Matter
from mingzhi.casework.agency import Agency
from mingzhi.record.models import Dossier
from mingzhi.record.projections import project
from mingzhi.record.selectors import pack_for


def open_dossier(
    agency: Agency, *, now: datetime, sample: bool = False, matter: Matter = Matter.CASE
) -> Dossier:
    """立一卷空卷。规则包不存在抛 PackError；登记簿已有一份的抛 IntegrityError（用 :func:`register_of`）。"""
    with transaction.atomic():
        dossier = Dossier.objects.create(
            agency=agency.code,
            agency_name=agency.name,
            abbr=agency.abbr,
            place=agency.place,
            matter=matter.value,
            sample=sample,
            created=now,
        )
        project(dossier, pack_for(dossier), (), now.astimezone(SHANGHAI).date())
    return dossier


def register_of(agency: Agency, matter: Matter, *, now: datetime, sample: bool = False) -> Dossier:
    """一个机关的一份登记簿；还没有的，立一份空的。matter 不是登记簿抛 ValueError。"""
    if not matter.is_register:
        raise ValueError(f"{matter.label}不是登记簿")
    found = find_register(agency.code, matter)
    if found is not None:
        return found
    try:
        return open_dossier(agency, now=now, sample=sample, matter=matter)
    except IntegrityError:
        # 两个人同时打开，另一个人先立了。
        return Dossier.objects.get(agency=agency.code, matter=matter.value)


def find_register(agency: str, matter: Matter) -> Dossier | None:
    """一个机关的一份登记簿；还没有的是 None。"""
    return Dossier.objects.filter(agency=agency, matter=matter.value).first()
