"""公开的日志：检查点和瓦片，照文件夹里的原样给出（C2SP tlog-tiles）。

瓦片只有加盐的摘要，看不出任何一案；有了检查点和瓦片，旁人自己就能核对日志只增不改。
"""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from mingzhi.ledger import shipped

# 瓦片路径的写法（C2SP tlog-tiles）；别的文件一概没有。
_PATH = re.compile(r"tile/([0-7]|entries)/(x[0-9]{3}/)*[0-9]{3}(\.p/[0-9]{1,3})?")
YEAR = 365 * 24 * 3600


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponseBase:
    """最近的检查点，带着见证人的签字。"""
    return _file("checkpoint", "text/plain; charset=utf-8", "no-cache")


@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponseBase:
    """一片瓦片：满的永远不变，不满的属于一个大小的树，也不变。"""
    if _PATH.fullmatch(path) is None:
        raise Http404
    return _file(path, "application/octet-stream", f"public, max-age={YEAR}, immutable")


@require_safe
def verifier(request: HttpRequest) -> HttpResponseBase:
    """核验程序：随每份档案包走的那一个文件，从这里另外取一份，不必用包里带来的。"""
    response = HttpResponse(shipped.verifier(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{shipped.VERIFIER}"'
    response["Cache-Control"] = "no-cache"
    return response


def published() -> bool:
    """公开过检查点没有。"""
    return (Path(settings.MINGZHI_DATA) / "log" / "checkpoint").is_file()


def _file(path: str, kind: str, caching: str) -> HttpResponseBase:
    file = Path(settings.MINGZHI_DATA) / "log" / path
    if not file.is_file():
        raise Http404
    response = FileResponse(file.open("rb"), content_type=kind)
    response["Cache-Control"] = caching
    return response
