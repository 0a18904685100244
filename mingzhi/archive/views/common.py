"""归档各页共用：岗位、写不进去时怎么说。"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.http import Http404, HttpRequest

from mingzhi.archive.selectors import Volumes, volumes
from mingzhi.archive.services import NotNow
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.gates import Ground
from mingzhi.people import clock
from mingzhi.people.access import Page, dossier_for, me
from mingzhi.record.append import Refused
from mingzhi.record.errors import Conflict, Invalid
from mingzhi.record.models import Dossier

KEEPERS = (Role.ARCHIVIST, Role.SUPERVISOR)
LEADERS = (Role.PRINCIPAL, Role.DEPUTY)


@dataclass(frozen=True)
class Trouble:
    """没有写入：标题、话、理由；errors 是字段 → 说明。"""

    title: str
    says: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)


def trouble(error: Exception) -> Trouble:
    """一次写不进去，写给填表的人看。不认识的错照样抛出。"""
    match error:
        case Refused():
            return Trouble("还不能写入", grounds=error.verdict.refusals)
        case Invalid():
            return Trouble("填写有误", says=tuple(error.errors.values()), errors=error.errors)
        case Conflict() | NotNow():
            return Trouble("没有写入", says=(str(error),))
    raise error


FAULTS = (Refused, Invalid, Conflict, NotNow)


def actor(request: HttpRequest) -> Actor:
    """登录的人；没有登录的，404。"""
    found = me(request)
    if found is None:
        raise Http404
    return found


def only(request: HttpRequest, *roles: Role) -> Actor:
    """这些岗位才能来；别人 404。"""
    found = actor(request)
    if not found.has(*roles):
        raise Http404
    return found


def file_for(request: HttpRequest, pk: UUID) -> tuple[Dossier, Volumes]:
    """一卷的归档页：看得到的人才取得到，并留下记录。"""
    dossier = dossier_for(request, pk, Page.ARCHIVE)
    return dossier, volumes(dossier, clock.today(request))
