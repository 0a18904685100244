"""怎样开始：给第一次来的人，说明这是什么、先试什么；谁能做什么；键盘操作。"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from mingzhi.casework.act import KINDS, Kind, Stage
from mingzhi.casework.actor import Role
from mingzhi.desk.places import rules_today
from mingzhi.people import clock
from mingzhi.people.middleware import StaffRequest, signed_in

# 不是历史，只是不再提示：记在浏览器里一年。
COOKIE = "mingzhi-guide"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Step:
    """引导的一步：做什么，会看到什么，去哪里。"""

    title: str
    sees: str
    url: str = ""
    link: str = ""


HANDLER = (
    Step(
        "在待办里打开最急的一件",
        "每一件写着哪天之前、依据哪一条。点日期看它是怎样一天一天数出来的：哪天起算，哪些天放假不计，哪些周末上班照计。",
        "/desk/",
        "去待办",
    ),
    Step(
        "看一件案卷的概况",
        "左边是办案经过，右边是下一步、现在还不能做的事和为什么。每一项行为旁有“证”字，写入以后改不动，改了会被发现。",
        "/desk/dossiers/",
        "去案卷",
    ),
    Step(
        "试一件现在还不能做的",
        "比如没有调查终结就告知，没有审核就决定。页面不会只是灰着：它写明缺什么、哪一条要求的、谁能补、下一步做什么。",
    ),
    Step(
        "记一项执法行为",
        "表单按条文的次序列出应当写明的内容，旁边就是要打印的文书。填到一半会自动保存为草稿；写入后不能修改，有误的另记一项更正。",
    ),
    Step(
        "照实记一次有欠缺的检查",
        "只去了一个人，或者录像没有录全，也照实写。事实一定记得进去，带着瑕疵和条款，说明原因和补救，审核时看得见。",
    ),
)
REVIEWER = (
    Step(
        "看分给您的审核，按剩余工作日排",
        "每件写着第几个工作日届满。办过本案的人、承担执法工作的科室的人不能审核，页面写明为什么、可以由谁审核。",
        "/review/",
        "去审核",
    ),
    Step("看送审的材料", "送审时每份材料的摘要都固定了。材料后来改动过的，会显示与送审时不一致。"),
    Step(
        "逐行审核",
        "左边是系统核对到的事实，连着证据；结论由您自己写。需要判断的从不预先填好。法律上不能选的意见，写明依据哪一条不能选。",
    ),
    Step(
        "提出意见，由审核机构负责人签名", "变更、纠正的，承办机构逐条回应以后再送。审核同意以前，作不出决定。"
    ),
)
LEADER = (
    Step("看等您签署的", "最早的在前，每件附着前面各级的意见。", "/desk/", "去待办"),
    Step("看全部未了的期限", "哪一件逾期、依据哪一条、在谁手里。", "/desk/?scope=all", "看全部"),
    Step(
        "试着在审核以前作出决定",
        "页面会拒绝，并写明未经法制审核不得作出决定是哪一条、由谁补。",
    ),
)
OTHERS = (
    Step("看待办", "归您做的事、期限和依据。", "/desk/", "去待办"),
    Step("看依据", "本机关适用的每一条规则，说的是什么，出自哪一条，哪些还待核。", "/desk/rules/", "去依据"),
)


def steps_for(request: StaffRequest) -> tuple[Step, ...]:
    """按岗位的引导。"""
    if request.actor.has(Role.HANDLER, Role.UNIT_HEAD):
        return HANDLER
    if request.actor.has(Role.REVIEWER, Role.REVIEW_HEAD):
        return REVIEWER
    if request.actor.has(Role.PRINCIPAL, Role.DEPUTY):
        return LEADER
    return OTHERS


def guided(request: HttpRequest) -> bool:
    """要不要在待办上方显示引导。"""
    return request.COOKIES.get(COOKIE) != "off"


@signed_in
def guide(request: StaffRequest) -> HttpResponse:
    """这是什么，先试什么。"""
    paths = (
        ("承办人", HANDLER, request.actor.has(Role.HANDLER, Role.UNIT_HEAD)),
        ("法制审核人员", REVIEWER, request.actor.has(Role.REVIEWER, Role.REVIEW_HEAD)),
        ("机关负责人", LEADER, request.actor.has(Role.PRINCIPAL, Role.DEPUTY)),
    )
    return render(request, "desk/guide.html", {"paths": sorted(paths, key=lambda path: not path[2])})


@require_POST
@signed_in
def hide(request: StaffRequest) -> HttpResponse:
    """不再显示。"""
    response = HttpResponseRedirect("/desk/")
    response.set_cookie(COOKIE, "off", max_age=YEAR, httponly=True, samesite="Lax")
    return response


@dataclass(frozen=True)
class Allowed:
    """一种行为，哪些岗位可以做，依据。"""

    kind: Kind
    roles: tuple[Role, ...]
    cite: str


@signed_in
def roles(request: StaffRequest) -> HttpResponse:
    """谁能在这里做什么：每种行为由哪些岗位办理。"""
    rules = rules_today(request, clock.today(request))
    groups = []
    for stage in Stage:
        found = []
        for kind in KINDS.values():
            if kind.stage is not stage or kind.by_clock:
                continue
            rule = rules.role(kind.word) if rules else None
            given = tuple(Role(role) for role in rule.role.roles) if rule and rule.role else kind.roles
            found.append(Allowed(kind, given, rule.cite if rule else ""))
        groups.append((stage, found))
    return render(request, "desk/roles.html", {"groups": groups, "mine": set(request.actor.roles)})


@signed_in
def keys(request: StaffRequest) -> HttpResponse:
    """键盘操作。"""
    return render(request, "desk/keys.html")
