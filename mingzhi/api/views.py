"""接口的页面：为邻近机关的日志见证（C2SP tlog-witness）。请求自带签名，不用登录，也没有可伪造的会话。"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from mingzhi.ledger.witness import WitnessKey
from mingzhi.people import clock
from mingzhi.record import witnessing


@csrf_exempt
@require_POST
def add_checkpoint(request: HttpRequest) -> HttpResponse:
    """见证一份检查点。"""
    body = request.read(witnessing.MAX_REQUEST_BYTES + 1)
    if len(body) > witnessing.MAX_REQUEST_BYTES:
        return _said(413, "请求太长\n")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _said(400, "请求不是 UTF-8 文字\n")
    given = witnessing.answer(text, clock.now(request))
    return _said(given.status, given.body, size=given.status == 409)


@require_GET
def witness_key(request: HttpRequest) -> HttpResponse:
    """本机关作见证人的公钥，交给请我们见证的机关。"""
    return _said(200, WitnessKey.of(*witnessing.witness_key()).vkey + "\n")


def _said(status: int, text: str, *, size: bool = False) -> HttpResponse:
    kind = "text/x.tlog.size" if size else "text/plain; charset=utf-8"
    return HttpResponse(text, status=status, content_type=kind)
