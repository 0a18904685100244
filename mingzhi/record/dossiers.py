"""立一卷：记下哪个机关、用哪个规则包；案情由以后的行为写。"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.agency import Agency
from mingzhi.record.models import Dossier
from mingzhi.record.projections import project
from mingzhi.record.selectors import pack_for


def open_dossier(agency: Agency, *, now: datetime, sample: bool = False) -> Dossier:
    """立一卷空卷。规则包不存在抛 PackError。"""
    with transaction.atomic():
        dossier = Dossier.objects.create(
            agency=agency.code,
            agency_name=agency.name,
            abbr=agency.abbr,
            place=agency.place,
            sample=sample,
            created=now,
        )
        project(dossier, pack_for(dossier), (), now.astimezone(SHANGHAI).date())
    return dossier
