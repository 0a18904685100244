"""写一项行为：案卷、规则、人员、预填、草稿、预览，最后一步是 record.append。

一张表单的填写（Sheet）从哪里来都一样：新开的取自案卷，存过的取自草稿，提交的取自浏览器；
被拒绝、被别人抢先、写错了，填的和传的都还在。
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.datastructures import MultiValueDict

from mingzhi.casework.act import SHANGHAI, Act, Body, Kind
from mingzhi.casework.actor import Actor, Officer, Role
from mingzhi.casework.acts.outage import PaperEntered
from mingzhi.casework.agency import Agency
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.gates import Ground, blocked
from mingzhi.casework.paper_first import written_from
from mingzhi.casework.papers import printed
from mingzhi.casework.prefill import prefill
from mingzhi.casework.seconding import CITE, SECONDS, lacking
from mingzhi.casework.standing import standing
from mingzhi.casework.view import View
from mingzhi.desk import uploads
from mingzhi.desk.derive import Form, Place, blank, derive, read, required_in, roughly
from mingzhi.desk.typed import Typed, from_post, model_of, moment, rows_of, text_of, typed_of
from mingzhi.desk.uploads import Kept
from mingzhi.instruments.catalogue import FORMS
from mingzhi.instruments.services import Rendered, render
from mingzhi.law.pack import Pack, Rules
from mingzhi.people.authority import grants_on
from mingzhi.people.routing import route
from mingzhi.people.selectors import actor_for, in_post, names_for
from mingzhi.record import lawbook, selectors
from mingzhi.record.drafts import draft_for
from mingzhi.record.models import Dossier
from mingzhi.record.visits import visits_in_year


@dataclass(frozen=True)
class Sheet:
    """一张表单的填写。happened 是发生时间（原样的字）；expects 是填的人看到的末项序号。"""

    typed: Typed
    happened: str
    expects: int
    kept: tuple[Kept, ...] = ()
    prefilled: frozenset[str] = frozenset()
    saved_at: datetime | None = None

    def stored(self) -> dict[str, Any]:
        """作为草稿保存的样子。"""
        return {
            "typed": self.typed,
            "happened": self.happened,
            "expects": self.expects,
            "exhibits": [each.token for each in self.kept],
            "prefilled": sorted(self.prefilled),
        }


@dataclass(frozen=True)
class Paper:
    """一份登记过、还没有补写的纸质处理：第几号登记的，实际作出的时间。"""

    number: int
    text: str
    made_at: datetime


@dataclass(frozen=True)
class Writing:
    """正在写的一项：在哪一卷（登记线索时还没有卷）、哪一种、谁写、什么时候。"""

    dossier: Dossier | None
    kind: Kind
    actor: Actor
    agency: Agency
    now: datetime
    of: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    # ── 案卷和规则 ──

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        return selectors.acts(self.dossier) if self.dossier is not None else ()

    @cached_property
    def file(self) -> CaseFile:
        return CaseFile(self.acts)

    @cached_property
    def pack(self) -> Pack:
        if self.dossier is not None:
            return selectors.pack_for(self.dossier)
        return lawbook.pack_of(self.agency.code, self.agency.place)

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(SHANGHAI).date()

    @cached_property
    def rules(self) -> Rules:
        return self.pack.on(self.today)

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """谁可以做：规则包规定的，否则行为声明的。"""
        rule = self.rules.role(self.kind.word)
        return tuple(map(Role, rule.role.roles)) if rule and rule.role else self.kind.roles

    @property
    def holders(self) -> str:
        """可以做的岗位，各是谁。"""
        found = ((role.label, names_for(role, self.agency.code)) for role in self.roles)
        return "、".join(f"{label}（{'、'.join(names)}）" if names else label for label, names in found)

    @property
    def allowed(self) -> bool:
        return self.actor.has(*self.roles)

    @cached_property
    def not_yet(self) -> tuple[Ground, ...]:
        """还没有填就知道现在不能写的理由。"""
        if self.kind.is_fact:
            return ()
        return blocked(View(self.pack, self.acts, self.today), self.kind.word)

    @cached_property
    def _places(self) -> dict[date, Place]:
        return {}

    def place(self, sheet: Sheet) -> Place:
        """选项从哪里来；人员是发生之日的样子。"""
        day = self.day(sheet)
        if day not in self._places:
            self._places[day] = self._place(day)
        return self._places[day]

    def _place(self, day: date) -> Place:
        officers: dict[str, Officer] = {each.number: each for each in self.file.handlers}
        staff: dict[str, Officer] = {}
        roles: dict[str, tuple[str, ...]] = {}
        grants = grants_on(self.agency.code, day)
        for person in in_post(self.agency.code, day):
            actor = actor_for(person, day, grants)
            (officers if actor.certificate else staff)[actor.number] = actor.officer()
            roles[actor.number] = tuple(role.value for role in actor.roles)
        defects = (
            standing(self.pack, self.acts, self.today).defects if self.kind.word == "defect.explained" else ()
        )
        # 从某一项点过来的，只列那一项的瑕疵。
        own = tuple(each for each in defects if each.act.number == self.of)
        return Place(self.rules, self.acts, officers, staff, roles, day, own or defects)

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """还没有补写的纸质处理，可以照它的时间写。"""
        if self.kind.is_fact:
            return ()
        return tuple(
            Paper(act.number, text_of(body.made_at.astimezone(SHANGHAI)), body.made_at)
            for act, body in self.file.bodies("paper.entered", PaperEntered)
            if body.wants == self.kind.word
            and body.made_at is not None
            and written_from(self.acts, act) is None
        )

    # ── 填写从哪里来 ──

    def begun(self) -> Sheet:
        """新开的：取自案卷。"""
        known = self._known(self.file, self.today)
        if self.kind.word == "review.submitted":
            unit = next((each.department for each in self.file.handlers), self.actor.department)
            known |= (
                {"review_department": name}
                if (name := route(self.agency.code, unit, self.today).name)
                else {}
            )
        known |= self._elsewhere()
        known |= {name: value for name, value in self.extra.items() if name in self.kind.body.model_fields}
        paper = next((each.text for each in self.papers if each.number == self.of), "")
        return Sheet(
            blank(self.kind.word, known),
            paper or text_of(self.now.astimezone(SHANGHAI).replace(second=0, microsecond=0)),
            len(self.acts),
            prefilled=frozenset(known),
        )

    def _known(self, file: CaseFile, today: date) -> dict[str, Any]:
        return prefill(
            self.pack,
            file,
            self.kind.word,
            actor=self.actor,
            agency=self.agency,
            today=today,
            of=self.of,
        )

    def renewed(self, sheet: Sheet) -> Sheet:
        """隔了日子再打开的草稿：当时照案卷填、人没有动过的，照今天的重填，免得把过去的日期写进去。"""
        saved = sheet.saved_at.astimezone(SHANGHAI).date() if sheet.saved_at else self.today
        if saved == self.today:
            return sheet
        then = blank(self.kind.word, self._known(CaseFile(self.acts[: sheet.expects]), saved))
        known = self._known(self.file, self.today)
        now = blank(self.kind.word, known)
        stale = {name for name in known if sheet.typed.get(name) == then.get(name) != now.get(name)}
        typed = {**sheet.typed, **{name: now[name] for name in stale}}
        return replace(sheet, typed=typed, prefilled=sheet.prefilled | stale)

    def _elsewhere(self) -> dict[str, Any]:
        """要看别的卷才知道的：今年检查过这家几次。一卷之内的预填是纯的，看不到别的卷。"""
        if self.kind.word != "inspection.planned":
            return {}
        found = visits_in_year(self.agency.code, self.file.party, self.today.year)
        return {} if found is None else {"times_this_year": found}

    def drafted(self) -> Sheet | None:
        """存过的草稿。"""
        if self.dossier is None:
            return None
        draft = draft_for(self.actor.number, self.dossier, self.kind.word)
        return None if draft is None else self.renewed(self.restored(draft.values, draft.saved_at))

    def restored(self, values: Mapping[str, Any], saved_at: datetime | None) -> Sheet:
        """草稿里的填写。程序升级后多出来的栏，用缺省补上。"""
        typed = {**typed_of(self.kind.body, {}), **dict(values.get("typed") or {})}
        fresh = len(self.acts)
        expects = values.get("expects")
        return Sheet(
            {name: value for name, value in typed.items() if name in self.kind.body.model_fields},
            str(values.get("happened") or ""),
            expects if isinstance(expects, int) else fresh,
            uploads.redeem(values.get("exhibits") or (), self.actor),
            frozenset(values.get("prefilled") or ()),
            saved_at,
        )

    def posted(self, post: MultiValueDict[str, str], files: Sequence[Any] = ()) -> Sheet:
        """浏览器提交的；随表单上传的文件当场存好，以后凭票。"""
        new = [
            uploads.keep(each, each.name or "", each.content_type or "", self.actor)
            for each in files
            if each.size
        ]
        tokens = [*post.getlist("exhibit"), *(each.token for each in new)]
        dropped = set(post.getlist("drop"))
        kept = [each for each in uploads.redeem(tokens, self.actor) if each.exhibit.sha256 not in dropped]
        expects = post.get("expects") or ""
        return Sheet(
            from_post(self.kind.body, post),
            post.get("happened") or "",
            int(expects) if expects.isascii() and expects.isdigit() else len(self.acts),
            tuple(kept),
            frozenset(post.getlist("prefilled")),
        )

    def rearranged(self, sheet: Sheet, post: MultiValueDict[str, str]) -> Sheet:
        """增加、删去一行。"""
        typed = sheet.typed
        added, removed = post.get("_add") or "", post.get("_remove") or ""
        inner = self._row_model(added)
        if inner is not None:
            rows_of(typed, added).append(typed_of(inner, {}))
        path, _, index = removed.rpartition(".")
        found = rows_of(typed, path) if self._row_model(path) is not None else []
        if index.isdigit() and int(index) < len(found):
            found.pop(int(index))
        return replace(sheet, typed=typed)

    def _row_model(self, path: str) -> Any:
        info = self.kind.body.model_fields.get(path)
        return model_of(info.annotation) if info is not None else None

    # ── 读、看、写 ──

    def happened(self, sheet: Sheet) -> datetime | None:
        """发生时间；写得不对的为 None。处理就在写入的时候作出，不能倒填；登记过的纸质处理除外（先纸后录）。"""
        if not self.kind.is_fact:
            return next((paper.made_at for paper in self.papers if paper.text == sheet.happened), self.now)
        try:
            said = datetime.fromisoformat(moment(sheet.happened))
        except ValueError:
            return None
        return said.replace(tzinfo=SHANGHAI) if said.tzinfo is None else said

    def day(self, sheet: Sheet) -> date:
        when = self.happened(sheet)
        return when.astimezone(SHANGHAI).date() if when is not None and when.year > 1949 else self.today

    def form(
        self, sheet: Sheet, *, errors: Mapping[str, str] | None = None, faults: Sequence[str] = ()
    ) -> Form:
        place = self.place(sheet)
        return derive(
            self.kind.word,
            sheet.typed,
            place,
            errors=errors,
            faults=faults,
            prefilled=sheet.prefilled,
            required=self.required(sheet, place),
        )

    def required(self, sheet: Sheet, place: Place) -> dict[str, str]:
        day, body = self.day(sheet), roughly(self.kind.word, sheet.typed, place)
        found = self._required(sheet, body, day)
        by, depends = self.kind.body.depends
        # 随另一栏的选择才用得上的，照各自的选择看是不是必填：改选以后不必等页面重画。
        for value in sorted({value for values in depends.values() for value in values}):
            other = roughly(self.kind.word, {**sheet.typed, by: value}, place)
            found |= {
                path: cite
                for path, cite in self._required(sheet, other, day).items()
                if value in depends.get(path, ())
            }
        return self._seconded(place) | found

    def _seconded(self, place: Place) -> dict[str, str]:
        """登记簿里两人办理的：空着就不能写入的几栏。"""
        if self.kind.word not in (*SECONDS, *SECONDS.values()):
            return {}
        begun = self.begun()
        bare = self.candidate(begun, roughly(self.kind.word, begun.typed, place))
        view = View(self.pack, self.acts, self.today, candidate=bare)
        return {path: CITE for _, _, path in lacking(view, bare) if path}

    def _required(self, sheet: Sheet, body: Body, day: date) -> dict[str, str]:
        candidate = self.candidate(sheet, body)
        return required_in(View(self.pack, self.acts, day, candidate=candidate), self.kind.word)

    def candidate(self, sheet: Sheet, body: Body) -> Act:
        """正要写入的这一项。"""
        when = self.happened(sheet) or self.now
        return Act(len(self.acts) + 1, self.kind.word, self.actor, when, self.now, body)

    def body(self, sheet: Sheet) -> tuple[Body | None, dict[str, str]]:
        """内容，和写错的栏。"""
        body, errors = read(self.kind.word, sheet.typed, self.place(sheet))
        if self.happened(sheet) is None:
            errors = {"happened": "发生时间：请按“年-月-日 时:分”填写，如 2025-09-24 09:31。", **errors}
        return (None if errors else body), errors

    def previews(self, sheet: Sheet) -> tuple[Rendered, ...]:
        """这一项产生的文书，用还没有写入的内容印出来看。"""
        body = roughly(self.kind.word, sheet.typed, self.place(sheet))
        words = [word for word in printed(self.rules, self.kind.word) if self.kind.word in FORMS[word].kinds]
        return tuple(
            render(
                word,
                agency=self.agency,
                acts=self.acts,
                act_number=None,
                rules=self.pack.on(self.day(sheet)),
                draft=True,
                body=body,
            )
            for word in words
        )

    def who(self, ground: Ground) -> str:
        """谁能补：岗位和现在的人。"""
        role = next((each for each in Role if each.label == ground.supplied_by), None)
        names = "、".join(names_for(role, self.agency.code)) if role is not None else ""
        return f"{ground.supplied_by}（{names}）" if names else ground.supplied_by
