"""一案一档：阶段、办案经过、下一步、不能做的和为什么、期限怎样数出来、齐备情况、各页的内容、存证。"""

from __future__ import annotations

import json
import re
from datetime import datetime

from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from mingzhi.casework.act import SHANGHAI
from mingzhi.ledger.chain import Envelope, Seal, leaf, seal
from mingzhi.ledger.checkpoint import verify_note
from mingzhi.ledger.merkle import leaf_hash, verify_inclusion
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for
from mingzhi.record import log, proof
from mingzhi.record.append import append
from mingzhi.record.models import ActRow, Dossier
from mingzhi.record.selectors import acts
from tests.desk.cases import written_case
from tests.desk.conftest import NOW, SignedIn, says_why


def page(client: Client, name: str, dossier: Dossier, *more: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=[dossier.pk, *more]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def plain(html: str) -> str:
    """页上的字，不含标记；连着的空白算一个。"""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def section(html: str, heading: str) -> str:
    """一块的内容：从它的标题到这一块完。"""
    start = html.index(f'id="{heading}"')
    return html[start : html.index("</section>", start)]


def test_the_head_says_what_where_and_who(case: Dossier, as_: SignedIn) -> None:
    html = page(as_("zhoujia"), "desk:dossier", case)
    assert "办案阶段，现在是第 3 步，共 10 步" in html
    assert re.search(r'<li aria-current="step">调查取证<time datetime="2025-09-\d\d">', html)
    assert html.count('class="done"') == 2
    assert "<h1>重庆示例大药房有限公司串换药品案</h1>" in html
    assert "示医保案〔2025〕" in html
    assert f"存证 第 {len(acts(case))} 号 <b>已验证</b>" in html


def test_the_timeline_tells_newest_first_with_what_is_open_on_top(case: Dossier, as_: SignedIn) -> None:
    html = section(page(as_("zhoujia"), "desk:dossier", case), "h-tl")
    said = plain(html)
    assert (
        said.index("封存届满")
        < said.index("周甲示、吴乙示询问苏某示")
        < said.index("批准立案，由周甲示、吴乙示承办")
    )
    assert "登记实名投诉举报线索：反映重庆示例大药房有限公司把日用品当作药品用医保结算。" in said
    assert "补录：09-16 周二 记入" in said
    moments = re.findall(r'<time datetime="([^"]+T[^"]+)"', html)
    assert len(moments) > 8 and moments == sorted(moments, reverse=True)


def test_the_whole_timeline_adds_small_steps_certificates_and_digests(case: Dossier, as_: SignedIn) -> None:
    short, whole = (
        page(as_("zhoujia"), "desk:dossier", case),
        page(as_("zhoujia"), "desk:dossier", case, query="?all=1"),
    )
    assert "签署意见" not in section(short, "h-tl")
    assert "签署意见" in section(whole, "h-tl")
    assert whole.count('class="step"') == len(acts(case)) > short.count('class="step"')
    assert ActRow.objects.get(dossier=case, number=1).sha256[:16] in whole
    assert "执法证 示证" in plain(whole)


def test_what_cannot_be_done_yet_says_what_is_missing_who_supplies_it_and_which_clause(
    case: Dossier, as_: SignedIn
) -> None:
    html = section(page(as_("zhoujia"), "desk:dossier", case), "h-block")
    blocks = {
        block[block.index("<h3>") + 4 : block.index("</h3>")]: plain(block)
        for block in html.split('class="block"')[1:]
    }
    assert {"事先告知", "送法制审核", "作出决定"} <= set(blocks)
    assert "还没有调查终结。由承办人周甲示、吴乙示补上。" in blocks["事先告知"]
    for name, said in blocks.items():
        assert re.search(r"《[^》]+》(第|[一二三四]、)", said), name


def test_a_refusal_quotes_the_article_once_the_bureau_has_loaded_it(
    case: Dossier, as_: SignedIn, settings: Settings
) -> None:
    folder = settings.MINGZHI_DATA / "statutes"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "行政强制法(2011-06-30).md"
    file.write_text(
        "# 行政强制法\n\n第一条　示例条文。\n\n第二十五条　示例：查封、扣押的期限照此计算，这一句只为测试而写。\n"
        "\n本法自2012年1月1日起施行。\n",
        encoding="utf-8",
    )
    try:
        html = section(page(as_("zhoujia"), "desk:dossier", case), "h-due")
        assert "这一句只为测试而写" in html
    finally:
        file.unlink()
    assert "这一句只为测试而写" not in page(as_("zhoujia"), "desk:dossier", case)


def test_a_date_is_derived_in_front_of_the_reader(case: Dossier, as_: SignedIn) -> None:
    html = page(as_("zhoujia"), "desk:dossier", case)
    cards = re.split(r'<div class="duty" id="', html)[1:]
    published = next(card for card in cards if "公示行政检查结果" in card)
    said = plain(published)
    assert "2025-10-28 周二" in said and "还有 11 个工作日" in said
    assert "公示办法》第九条第一款" in said
    for term in ("依据", "起算", "不计", "照计", "届满"):
        assert f"<dt>{term}</dt>" in published, term
    # 十月十一日是调休上班的星期六，十月一日至八日放假。
    assert re.search(r'<td class="in make">11<span>班 · \d+</span>', published)
    assert published.count('<td class="off">') >= 8
    assert '<td class="end">28<span>第 20</span>' in published
    assert "放假" in said or "节假日" in said
    sealing = next(card for card in cards if "封存届满" in card)
    assert '<table class="cal">' not in sealing


def test_next_offers_only_what_my_role_may_do_and_is_not_barred(case: Dossier, as_: SignedIn) -> None:
    handler = section(page(as_("zhoujia"), "desk:dossier", case), "h-next")
    assert f"/desk/dossiers/{case.pk}/acts/new/evidence.added/" in handler
    assert "acts/new/decision.made/" not in handler and "acts/new/notice.issued/" not in handler
    watching = as_("xushimao")
    says_why(watching, case)
    supervisor = section(page(watching, "desk:dossier", case), "h-next")
    assert "acts/new/evidence.added/" not in supervisor
    assert "这一步不由您的岗位办理" in supervisor


def test_a_defect_stays_beside_its_act_with_its_clause(
    bureaus: None, as_: SignedIn, settings: Settings
) -> None:
    case = written_case("现场检查")
    settings.MINGZHI_NOW = datetime(2025, 10, 20, 9, 0, tzinfo=SHANGHAI)
    person = Person.objects.get(username="zhoujia")
    actor = actor_for(person, NOW.date())
    alone = {
        "officers": [actor.officer().model_dump()],
        "started": "2025-10-10T10:00:00+08:00",
        "ended": "2025-10-10T11:00:00+08:00",
        "found": "示例：一个人去看了一次。",
    }
    written = append(case, "inspection.held", alone, by=actor, happened=NOW, now=NOW)
    assert written.verdict.defects
    html = page(as_("zhoujia"), "desk:dossier", case)
    assert "瑕疵" in section(html, "h-tl")
    act = page(as_("zhoujia"), "desk:act", case, written.act.number)
    said = plain(section(act, "h-def"))
    assert "不少于两人" in said or "两名" in said or "少于两人" in said
    assert re.search(r"《[^》]+》第", said)
    assert "没有说明" in said


def test_documents_of_each_act_can_be_opened_and_taken(case: Dossier, as_: SignedIn) -> None:
    client = as_("zhoujia")
    html = page(client, "desk:dossier-documents", case)
    for title in ("立案审批表", "现场检查笔录", "询问笔录", "实施行政强制措施决定书", "财物清单"):
        assert title in html, title
    links = re.findall(rf'href="(/desk/dossiers/{case.pk}/acts/\d+/documents/[a-z_]+/)"', html)
    assert links and client.get(links[0]).status_code == 200


def test_recordings_show_what_they_cover_and_what_is_missing(case: Dossier, as_: SignedIn) -> None:
    html = page(as_("zhoujia"), "desk:dossier-media", case)
    covered = section(html, "h-cov")
    assert "已全程录像" in covered and "没有录像" in covered
    assert 'class="gap"' in covered and 'class="have"' in covered
    assert "第十一条第二款" in covered
    assert "执法记录仪" in section(html, "h-rec")


def test_the_review_tab_shows_every_round_with_its_lines_and_answers(
    whole_case: Dossier, as_: SignedIn
) -> None:
    html = page(as_("zhoujia"), "desk:dossier-review", whole_case)
    assert html.index("第 2 轮") < html.index("第 1 轮")
    first, second = section(html, "h-round-1"), section(html, "h-round-2")
    assert "变更" in first and "承办机构的回应" in first
    assert "同意" in second
    assert first.count("<tr>") == second.count("<tr>") == 13
    assert "应当法制审核" in section(html, "h-need")


def test_money_is_kept_in_two_books(whole_case: Dossier, as_: SignedIn) -> None:
    said = plain(section(page(as_("zhoujia"), "desk:dossier", whole_case), "h-money"))
    assert "62,600.00" in said and "75,120.00" in said
    assert said.index("退回") < said.index("罚款")


def test_disclosure_and_archive_tell_their_story(whole_case: Dossier, as_: SignedIn) -> None:
    disclosed = plain(page(as_("zhoujia"), "desk:dossier-disclosure", whole_case))
    assert "已撤回" in disclosed and "撤回公示" in disclosed and "公示办法》第九条第一款" in disclosed
    archived = page(as_("heshiren"), "desk:dossier-archive", whole_case)
    assert "档号" in archived and "立案审批表" in section(archived, "h-vol")
    assert "查阅" in section(archived, "h-con")


def test_an_act_has_its_own_page_with_everything_and_its_proof(case: Dossier, as_: SignedIn) -> None:
    number = next(act.number for act in acts(case) if act.kind == "sealing.imposed")
    html = page(as_("zhoujia"), "desk:act", case, number)
    said = plain(html)
    for label in ("封存的资料", "财物清单", "保管方式和地点", "当场告知", "实施人员"):
        assert label in said, label
    row = ActRow.objects.get(dossier=case, number=number)
    assert row.sha256 in html and row.sm3 in html
    assert f"第 {row.leaf_index} 片叶" in said
    assert re.search(r"第 \d+ 号 批准封存", said)


def test_the_proof_taken_away_holds_against_the_signed_log(case: Dossier, as_: SignedIn) -> None:
    taken = json.loads(as_("zhoujia").get(reverse("desk:act-proof", args=[case.pk, 3])).content)
    assert "body" not in taken
    checkpoint = verify_note(taken["checkpoint"], [log.key().verifier])
    seal_taken = Seal(**taken["seal"])
    assert seal(Envelope.from_json(taken["envelope"])) == seal_taken
    node = leaf_hash(leaf(seal_taken, bytes.fromhex(taken["salt"])))
    path = [bytes.fromhex(each) for each in taken["proof"]]
    index, size = taken["leaf_index"], taken["tree_size"]
    assert verify_inclusion(node, index, size, path, checkpoint.root)
    assert not verify_inclusion(node, index + 1, size, path, checkpoint.root)


def test_a_changed_act_is_shown_as_not_matching(case: Dossier, as_: SignedIn) -> None:
    assert proof.broken(case) == ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'record_actrow'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(
            "UPDATE record_actrow SET body = replace(body, '购销台账', '购销帐册') "
            "WHERE kind = 'sealing.imposed' AND dossier_id = %s",
            [case.pk.hex],
        )
    number = next(act.number for act in acts(case) if act.kind == "sealing.imposed")
    assert proof.broken(case) == (number,)
    html = page(as_("zhoujia"), "desk:dossier", case)
    assert "验证不符" in html
    assert "有人绕过程序改过数据库" in page(as_("zhoujia"), "desk:act", case, number)


def test_a_correction_stands_beside_what_it_corrects(case: Dossier, as_: SignedIn) -> None:
    actor = actor_for(Person.objects.get(username="zhoujia"), NOW.date())
    said = {"of": 2, "wrong": "二百一十四笔", "right": "二百一十五笔（示例更正）", "reason": "核对时多数一笔"}
    append(case, "act.corrected", said, by=actor, happened=NOW, now=NOW)
    html = page(as_("zhoujia"), "desk:act", case, 2)
    assert "更正了本项：二百一十五笔（示例更正）" in plain(html)


def test_pages_that_do_not_exist_speak_plainly(bureaus: None, as_: SignedIn) -> None:
    answer = as_("zhoujia").get("/desk/nowhere/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode() and "主菜单" in answer.content.decode()
    anonymous = Client().get("/nowhere-at-all/")
    assert anonymous.status_code == 404 and "主菜单" not in anonymous.content.decode()
