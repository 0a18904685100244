"""上传的网址：开始、存一块、问存到哪里。答复是 JSON，给 upload.js；没有脚本时不经过这里。"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from mingzhi.casework.actor import Actor
from mingzhi.desk import uploads
from mingzhi.desk.uploads import Kept, Upload, UploadFault
from mingzhi.media.duplicates import words
from mingzhi.media.tasks import ask
from mingzhi.people.middleware import StaffRequest, signed_in


def _state(upload: Upload, status: int = 200) -> JsonResponse:
    response = JsonResponse(
        {"id": str(upload.id), "offset": upload.offset, "size": upload.size}, status=status
    )
    response["Upload-Offset"] = str(upload.offset)
    return response


def _stored(kept: Kept, actor: Actor) -> JsonResponse:
    exhibit = kept.exhibit
    said = {"stored": True, "token": kept.token, "sha256": exhibit.sha256, "name": exhibit.name}
    # 同样的文件已经在别处：说出来，由人决定还附不附。
    said["known"] = words(actor, exhibit.sha256)
    # 存好就排上查看，写表单的时候后台已经在看。
    ask([exhibit])
    return JsonResponse(said, status=201)


def _fault(fault: UploadFault, **more: Any) -> JsonResponse:
    return JsonResponse({"error": str(fault), **more}, status=fault.status)


@require_POST
@signed_in
def start(request: StaffRequest) -> HttpResponseBase:
    """开始一份上传。"""
    try:
        said = json.loads(request.body)
        if not isinstance(said, dict):
            raise UploadFault("写法不对。", 400)
        return _state(uploads.begin(said, request.actor), 201)
    except UploadFault as fault:
        return _fault(fault)
    except ValueError:
        return _fault(UploadFault("写法不对。", 400))


@require_http_methods(["GET", "HEAD", "PUT"])
@signed_in
def chunk(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """PUT 存一块；GET 问存到哪里，断了从那里接着传。"""
    upload = uploads.find(pk, request.actor)
    if upload is None:
        raise Http404
    if request.method != "PUT":
        return _state(upload)
    if upload.stored is not None:
        # 上一次的答复在路上丢了：存的就是这一份。
        return _stored(uploads.answered(upload, request.actor), request.actor)
    try:
        body = _body(request)
        digest = request.headers.get("Content-Digest", "")
        uploads.add(upload, request.headers.get("Content-Range", ""), digest, body)
        return (
            _stored(uploads.finish(upload, request.actor), request.actor)
            if upload.offset == upload.size
            else _state(upload)
        )
    except UploadFault as fault:
        return _fault(fault, offset=upload.offset)


def _body(request: HttpRequest) -> bytes:
    """这一块的字节。不用 request.body：它有自己的上限。"""
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > uploads.CHUNK:
        raise UploadFault("一块太大，或者没有写明大小。", 413)
    return bytes(request.read(int(length)))
