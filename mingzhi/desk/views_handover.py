"""工作交接的页面：谁手里有几件，交给谁。"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from mingzhi.casework.actor import Role
from mingzhi.desk import handover
from mingzhi.people import clock
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.selectors import actor_for

HANDING = (Role.UNIT_HEAD, Role.DEPUTY, Role.PRINCIPAL)


@require_GET
@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """谁手里有几件没有办完。"""
    if not request.actor.has(*HANDING):
        raise Http404
    return render(
        request, "desk/handover_index.html", {"loads": handover.loads(request.actor, clock.today(request))}
    )


@require_http_methods(["GET", "POST"])
@signed_in
def person(request: StaffRequest, number: str) -> HttpResponse:
    """一个人手里的各件，交给另一个人。"""
    actor, today = request.actor, clock.today(request)
    if not actor.has(*HANDING):
        raise Http404
    found = next((each for each in handover.loads(actor, today) if each.person.number == number), None)
    if found is None:
        raise Http404
    leaving = actor_for(found.person, today, {}).officer()
    context: dict[str, Any] = {"leaving": leaving, "reason": request.POST.get("reason", "")}
    receivers = handover.receivers(actor, number, today)
    status = 200
    if request.method == "POST":
        wanted = set(request.POST.getlist("case"))
        chosen = [
            each for each in handover.holdings(actor, number, today) if str(each.case.dossier_id) in wanted
        ]
        receiver = next((each for each in receivers if each.number == request.POST.get("receiver")), None)
        errors = _faults(bool(chosen), receiver is not None, context["reason"])
        context |= {"errors": errors, "wanted": wanted, "chosen_receiver": request.POST.get("receiver", "")}
        if errors or receiver is None:
            status = 422
        else:
            context["outcomes"] = handover.hand_over(
                actor, chosen, leaving, receiver, context["reason"], now=clock.now(request)
            )
            context["receiver"] = receiver
            context["written"] = sum(each.number is not None for each in context["outcomes"])
    left = handover.holdings(actor, number, today)
    context |= {"holdings": left, "receivers": receivers, "wanted": context.get("wanted")}
    return render(request, "desk/handover.html", context, status=status)


def _faults(chosen: bool, receiver: bool, reason: str) -> list[str]:
    faults = []
    if not chosen:
        faults.append("还没有选要交的案件，请勾选。")
    if not receiver:
        faults.append("还没有选接手的人，请选一名证件有效的承办人。")
    if not reason.strip():
        faults.append("还没有写理由，请写明，如：调岗。")
    return faults
