"""存放材料的地方一时用不了：说清楚是哪里的事、写入了没有，不当作程序出错。"""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from mingzhi.people.middleware import Respond
from mingzhi.record.stores import StoreDown

SAYS = "存放材料的地方现在连不上，没有存入。已经传到的都留着，请稍后再选一次这个文件，会接着传。"
log = logging.getLogger(__name__)


class StoreTroubles:
    """视图里抛出 :class:`StoreDown` 的，答 503；原因记在日志里。"""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, StoreDown):
            return None
        log.error("存放材料的地方用不了：%s", fault)
        if request.content_type in ("application/json", "application/octet-stream"):
            return JsonResponse({"error": SAYS}, status=503)
        return render(request, "people/store_down.html", {"wrote": request.method == "POST"}, status=503)
