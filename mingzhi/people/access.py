"""查阅的门：谁进得了一卷、看得到哪一页、哪一项的内容；每次查阅留下记录（CQ-R-23¶1）。

每个与案卷有关的页面先问 :func:`dossier_for`。别的机关、与本案无关的人得到 404 而不是 403：有没有这一卷也不告诉他。
知悉范围由行为算出（:mod:`mingzhi.record.audience`）；限制知悉的内容（举报人，条例第三十五条）只有承办人和机关负责人可看。
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from mingzhi.casework.act import KINDS, Act, Matter
from mingzhi.casework.actor import Actor, Choice, Role
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.standing import StageRow, Standing
from mingzhi.people import clock
from mingzhi.people.purposes import purpose_for
from mingzhi.record import audience, selectors
from mingzhi.record.access import note_access
from mingzhi.record.models import AccessLog, Dossier, Projection
from mingzhi.record.projections import title_of
from mingzhi.record.proof import broken


class Page(Choice):
    """一卷的各页。WRITE 不是一页：在本卷写入一项行为，有岗位的都可以来，内容由门禁把关。"""

    OVERVIEW = "overview", "概况"
    DOCUMENTS = "documents", "文书"
    MEDIA = "media", "证据音像"
    REVIEW = "review", "审核"
    DISCLOSURE = "disclosure", "公示"
    ARCHIVE = "archive", "归档"
    LOG = "log", "查阅记录"
    WRITE = "write", "办理"


EVERY = frozenset(Page)
CASE = frozenset((Page.OVERVIEW, Page.DOCUMENTS, Page.MEDIA, Page.REVIEW, Page.DISCLOSURE, Page.WRITE))
PAGES: dict[Role, frozenset[Page]] = {
    Role.HANDLER: EVERY,
    Role.UNIT_HEAD: EVERY,
    Role.DEPUTY: EVERY,
    Role.PRINCIPAL: EVERY,
    Role.SUPERVISOR: EVERY,
    Role.ARCHIVIST: EVERY,
    Role.REVIEWER: CASE,
    Role.REVIEW_HEAD: CASE,
    Role.HEARING_HOST: frozenset((Page.OVERVIEW, Page.DOCUMENTS, Page.MEDIA, Page.WRITE)),
    Role.PUBLISHER: frozenset((Page.DISCLOSURE, Page.WRITE)),
    Role.CUSTODIAN: frozenset((Page.MEDIA, Page.WRITE)),
    # 系统管理员看不到案卷；本机关的登记簿，各岗位都看得到。
    Role.ADMINISTRATOR: frozenset((Page.OVERVIEW, Page.WRITE)),
}
# 一项行为属于哪一页：看不到那一页的人，时间轴上也看不到它。
PAGE_OF = {
    "review": Page.REVIEW,
    "disclosure": Page.DISCLOSURE,
    "evidence": Page.MEDIA,
    "recording": Page.MEDIA,
    "derivative": Page.MEDIA,
    "custody": Page.MEDIA,
    "transcript": Page.MEDIA,
    "file": Page.ARCHIVE,
    "package": Page.ARCHIVE,
    "consultation": Page.ARCHIVE,
    "disposal": Page.ARCHIVE,
    "content": Page.ARCHIVE,
}


def page_of(kind: str) -> Page:
    """一种行为属于哪一页。"""
    return PAGE_OF.get(kind.partition(".")[0], Page.OVERVIEW)


# 限制知悉的内容，凭这两种岗位可看（承办人须是本案的）。
CONFIDENTIAL = (Role.HANDLER, Role.PRINCIPAL)


def me(request: HttpRequest) -> Actor | None:
    """这个请求的行为人；没有登录是 None。"""
    actor = getattr(request, "actor", None)
    return actor if isinstance(actor, Actor) else None


def roles_for(actor: Actor | None, dossier: Dossier) -> tuple[Role, ...]:
    """actor 在这一卷里凭哪些岗位进得来；空的就是进不来。"""
    if actor is None or not actor.agency or actor.agency != dossier.agency:
        return ()
    found = Projection.objects.filter(dossier=dossier).values_list("audience", flat=True).first()
    return audience.roles_in(actor, found or "|")


def pages_for(actor: Actor | None, dossier: Dossier) -> frozenset[Page]:
    """actor 看得到这一卷的哪几页。"""
    return frozenset[Page]().union(*(_pages(role, dossier) for role in roles_for(actor, dossier)))


def _pages(role: Role, dossier: Dossier) -> frozenset[Page]:
    if Matter(dossier.matter).is_register:
        # 登记簿对本机关有岗位的人都打开：写进去的人（如公示员），写完要看得到。
        return PAGES.get(role, frozenset()) | {Page.OVERVIEW, Page.DOCUMENTS}
    # 系统管理员进案卷只为确认系统停用（先纸后录），看不到案情。
    if role is Role.ADMINISTRATOR:
        return frozenset((Page.WRITE,))
    return PAGES.get(role, frozenset())


def may_see(actor: Actor | None, dossier: Dossier, page: Page | str = Page.OVERVIEW) -> bool:
    """actor 能不能看这一卷的这一页。"""
    return Page(page) in pages_for(actor, dossier)


def may_see_confidential(actor: Actor | None, dossier: Dossier) -> bool:
    """actor 能不能看限制知悉的内容（如举报人）。"""
    return any(role in CONFIDENTIAL for role in roles_for(actor, dossier))


def hides(actor: Actor | None, dossier: Dossier, act: Act) -> bool:
    """act 的内容是否对 actor 隐去。只说做了什么，不说内容；自己写的自己看得到。"""
    if not KINDS[act.kind].restricted:
        return False
    mine = actor is not None and act.actor.number == actor.number and act.actor.agency == actor.agency
    return not mine and not may_see_confidential(actor, dossier)


def dossier_for(
    request: HttpRequest, pk: UUID | str, page: Page | str = Page.OVERVIEW, *, step: str = ""
) -> Dossier:
    """取一卷，给看得到的人，并记下这次查阅。其余的人、其余的机关：Http404。

    page 是要看的那一页；表单（写入一项行为）传 Page.WRITE 和 step（办哪一步），有岗位的人都能来办自己的一步。
    要先写明用途而没有写的，抛 PurposeNeeded。
    """
    actor = me(request)
    try:
        dossier = Dossier.objects.filter(pk=pk).first()
    except (ValueError, TypeError) as error:
        raise Http404 from error
    if actor is None or dossier is None or not may_see(actor, dossier, page):
        raise Http404
    if request.method == "GET":
        note(request, dossier, Page(page).label, step=step)
    return dossier


def note(request: HttpRequest, dossier: Dossier, what: str, purpose: str = "", *, step: str = "") -> None:
    """记下一次查阅：看了什么、为什么。没有给出用途的，照今天写明的、这一步的、岗位的。局部刷新不另记。"""
    actor = me(request)
    purpose = purpose or purpose_for(request, dossier, roles_for(actor, dossier), step)
    if not request.headers.get("HX-Request"):
        note_access(actor, dossier, what, now=clock.now(request), purpose=purpose)


def dossiers_of(actor: Actor, *pages: Page) -> QuerySet[Projection]:
    """actor 进得来的各卷的现状摘要；给出 pages 的，只要看得到其中任一页。"""
    wanted = Q(pk__in=())
    for role, key in audience.keys(actor):
        if not pages or PAGES.get(role, frozenset()) & set(pages):
            wanted |= Q(audience__contains=f"|{key}|")
    # 搜索用的文字很长，列表用不着。
    return selectors.dossiers_for(actor.agency).filter(wanted).defer("text")


# 卷首 ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tab:
    """卷的一页的签：名称、网址、件数。"""

    page: Page
    url: str
    count: int | None

    @property
    def name(self) -> str:
        return self.page.label


@dataclass(frozen=True)
class Head:
    """卷首：案号、名称、当事人、案由、来源、在谁手里、存证、阶段条、各页的签。"""

    dossier: Dossier
    title: str
    document_no: str
    party: str
    party_code: str
    cause: str
    source: str
    holder_role: str
    holder_names: str
    holder_since: date | None
    stages: tuple[StageRow, ...]
    acts: int
    proof_url: str
    proven: bool
    tabs: tuple[Tab, ...]
    today: date

    @property
    def stage_number(self) -> int:
        """现在是第几步。"""
        return next((n for n, row in enumerate(self.stages, start=1) if row.state == "now"), 1)

    @property
    def party_url(self) -> str:
        """同一当事人的各案；看得到概况的才有（CQ-R-24-c）。"""
        if not self.party or all(tab.page is not Page.OVERVIEW for tab in self.tabs):
            return ""
        try:
            return reverse("desk:dossier-party", args=[self.dossier.pk])
        except NoReverseMatch:
            return ""

    @property
    def held_days(self) -> int | None:
        """在其手里几日。"""
        return (self.today - self.holder_since).days if self.holder_since else None


def head_of(
    dossier: Dossier,
    today: date,
    actor: Actor | None = None,
    *,
    acts: Sequence[Act] | None = None,
    standing: Standing | None = None,
) -> Head:
    """卷首。已经算过 acts、standing 的传进来，不再算。actor 决定看得到哪几个签。"""
    acts = selectors.acts(dossier) if acts is None else acts
    now = standing or selectors.standing_of(dossier, today)
    file = CaseFile(acts)
    source = getattr(getattr(file.first("lead.registered"), "body", None), "source", None)
    return Head(
        dossier=dossier,
        title=title_of(dossier, file),
        document_no=file.document_no,
        party=file.party_name,
        party_code=file.party.code if file.party else "",
        cause=file.cause,
        source=source.label if isinstance(source, Choice) else "",
        holder_role=now.holder.role.label if now.holder.role else "",
        holder_names="、".join(now.holder.names),
        holder_since=now.holder.since,
        stages=now.stages,
        acts=len(acts),
        proof_url=_proof(dossier, actor, acts),
        proven=not broken(dossier),
        tabs=_tabs(dossier, actor, acts, now),
        today=today,
    )


def _tabs(dossier: Dossier, actor: Actor | None, acts: Sequence[Act], now: Standing) -> tuple[Tab, ...]:
    seen = EVERY if actor is None else pages_for(actor, dossier)
    media = sum(act.kind in ("evidence.added", "recording.ingested") for act in acts)
    counts: dict[Page, int | None] = {
        Page.DOCUMENTS: _documents(dossier, acts, now.today),
        Page.MEDIA: media,
        Page.DISCLOSURE: len(now.public),
        Page.LOG: AccessLog.objects.filter(dossier=dossier).count(),
    }
    tabs = []
    for page in Page:
        url = _url(page, dossier)
        if page in seen and url:
            tabs.append(Tab(page, url, counts.get(page)))
    return tuple(tabs)


def _proof(dossier: Dossier, actor: Actor | None, acts: Sequence[Act]) -> str:
    """末项行为的页，看得到的才给。"""
    if not acts or (actor is not None and page_of(acts[-1].kind) not in pages_for(actor, dossier)):
        return ""
    try:
        return reverse("desk:act", args=[dossier.pk, acts[-1].number])
    except NoReverseMatch:
        return ""


def _documents(dossier: Dossier, acts: Sequence[Act], today: date) -> int:
    rules = selectors.pack_for(dossier).on(today)
    return sum(
        len(rule.instrument.prints)
        for act in acts
        for rule in rules.instruments(act.kind)
        if rule.instrument is not None
    )


def _url(page: Page, dossier: Dossier) -> str:
    try:
        # 概况就是 /desk/dossiers/<卷>/ 本身。
        name = "desk:dossier" if page is Page.OVERVIEW else f"desk:dossier-{page.value}"
        return reverse(name, args=[dossier.pk])
    except NoReverseMatch:
        return ""


def dossier_context(
    request: HttpRequest,
    dossier: Dossier,
    page: Page | str,
    *,
    acts: Sequence[Act] | None = None,
    standing: Standing | None = None,
) -> dict[str, Any]:
    """desk/dossier_base.html 要的三样：dossier、head、current（现在是哪一页）。"""
    head = head_of(dossier, clock.today(request), me(request), acts=acts, standing=standing)
    return {"dossier": dossier, "head": head, "current": Page(page).value}
