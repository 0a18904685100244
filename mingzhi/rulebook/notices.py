"""装入放假通知：读通知的文件，写进登记簿，文件本身作为材料。暂定的期限由后台重算（``tasks.follow``）。"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from mingzhi.casework.act import Matter
from mingzhi.casework.actor import Actor
from mingzhi.casework.agency import Agency
from mingzhi.casework.notices import body_of
from mingzhi.law.notice import NoticeError, parse_notice
from mingzhi.record.append import Appended, append
from mingzhi.record.dossiers import register_of
from mingzhi.record.exhibits import store

LARGEST = 1024 * 1024


def load(agency: Agency, content: bytes, name: str, *, by: Actor, now: datetime) -> Appended:
    """装入一份通知。文件读不懂抛 :class:`NoticeError`；写不进去抛 append 的几种。"""
    if len(content) > LARGEST:
        raise NoticeError(f"{name} 太大，不像是放假通知的数据")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoticeError(f"{name} 不是 UTF-8 编码的文字，请另存为 UTF-8") from error
    notice = parse_notice(text, name=name)
    book = register_of(agency, Matter.RULES, now=now, sample=agency.sample)
    exhibit = store(BytesIO(content), name, "application/yaml")
    return append(book, "calendar.loaded", body_of(notice), by=by, happened=now, now=now, exhibits=[exhibit])
