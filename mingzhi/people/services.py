"""管人：设机构和科室、任用人员、发证、注销、登录。写之前都核对一遍，错处用中文说明。"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.actor import Role
from mingzhi.people.models import Agency, Certificate, Department, Person, SignInFailure
from mingzhi.record.models import Dossier


def make_agency(*, code: str, created: date, **fields: Any) -> Agency:
    """设立机构。"""
    agency = Agency(code=code, created=created, **fields)
    agency.full_clean()
    agency.save()
    return agency


def open_agencies() -> int:
    """恢复来的卷所属的机关，还没有设立的，照卷首设立，返回设了几个；人员由系统管理员另行任用。"""
    known = set(Agency.objects.values_list("code", flat=True))
    count = 0
    for dossier in Dossier.objects.order_by("created"):
        if dossier.agency not in known:
            known.add(dossier.agency)
            made = {"name": dossier.agency_name, "abbr": dossier.abbr, "place": dossier.place}
            created = dossier.created.astimezone(SHANGHAI).date()
            Agency.objects.create(code=dossier.agency, created=created, sample=dossier.sample, **made)
            count += 1
    return count


def make_department(agency: Agency, name: str, *, created: date, **duties: bool) -> Department:
    """设立科室；承担执法工作又作法制审核机构的，按规则包拒绝（CQ-L-3¶3-b）。"""
    department = Department(agency=agency, name=name, created=created, **duties)
    department.full_clean()
    department.save()
    return department


def make_person(
    department: Department,
    *,
    username: str,
    name: str,
    number: str,
    roles: Iterable[Role],
    created: date,
    password: str | None = None,
    **fields: Any,
) -> Person:
    """任用一人。不给密码的不能登录，等系统管理员设。"""
    person = Person(
        agency=department.agency,
        department=department,
        username=username,
        name=name,
        number=number,
        roles=[role.value for role in roles],
        created=created,
        **fields,
    )
    person.set_password(password)
    person.full_clean()
    person.save()
    return person


def leave_post(person: Person, day: date) -> None:
    """离任：不再能登录，做过的行为仍然记着当时的样子。"""
    person.ended = day
    person.save(update_fields=["ended"])


def issue_certificate(person: Person, number: str, *, valid_from: date, valid_until: date) -> Certificate:
    """发执法证。"""
    certificate = Certificate(person=person, number=number, valid_from=valid_from, valid_until=valid_until)
    certificate.full_clean()
    certificate.save()
    return certificate


def revoke_certificate(certificate: Certificate, day: date) -> None:
    """注销执法证：当日起无效。"""
    certificate.revoked_on = day
    certificate.save(update_fields=["revoked_on"])


# 登录 ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SignIn:
    """登录的结果：人，或者为什么没有登录。"""

    person: Person | None
    why: str = ""


def sign_in(request: HttpRequest, username: str, password: str) -> SignIn:
    """核对用户名和密码；连续输错的停一会儿，停的时候密码对了也不进。"""
    username = username.strip()
    paused = paused_until(username)
    if paused is not None:
        return SignIn(None, pause_words(paused))
    person = authenticate(request, username=username, password=password)
    if not isinstance(person, Person):
        return SignIn(None, count_failure(username))
    SignInFailure.objects.filter(username=username).delete()
    login(request, person)
    return SignIn(person)


def paused_until(username: str) -> datetime | None:
    """这个用户名停到什么时候；没有停为 None。"""
    row = SignInFailure.objects.filter(
        username=username[:150], count__gte=settings.MINGZHI_SIGN_IN_TRIES, until__gt=timezone.now()
    ).first()
    return row.until if row else None


def count_failure(username: str) -> str:
    """记一次失败，返回要对人说的话。不说是用户名错还是密码错。"""
    tries: int = settings.MINGZHI_SIGN_IN_TRIES
    pause: timedelta = settings.MINGZHI_SIGN_IN_PAUSE
    now = timezone.now()
    with transaction.atomic():
        # 时候已到的从头数起；别人乱填的用户名也就不会越积越多。
        SignInFailure.objects.filter(until__lte=now).delete()
        row, _ = SignInFailure.objects.select_for_update().get_or_create(username=username[:150])
        row.count += 1
        row.until = now + pause
        row.save(update_fields=["count", "until"])
    if row.count >= tries:
        return pause_words(row.until)
    return f"用户名或者密码不对。还可以试 {tries - row.count} 次，之后要停 {minutes(pause)} 分钟。"


def pause_words(until: datetime) -> str:
    """停了，什么时候可以再试，急用找谁。"""
    clock = timezone.localtime(until).strftime("%H:%M")
    return f"连续输错次数过多，这个用户名停用到 {clock}，之后可以再试。忘了密码，找本单位系统管理员重设。"


def minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
