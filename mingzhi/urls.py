"""网址：各房间各有一段。公示门户在根上，因为它是给公众的；工作台在 /desk/。"""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

# 还没有 urls.py 的房间尚未建成，先不接。
SECTIONS = [
    ("people/", "mingzhi.people.urls"),
    ("review/", "mingzhi.review.urls"),
    ("disclosure/", "mingzhi.disclosure.urls"),
    ("archive/", "mingzhi.archive.urls"),
    ("supervision/", "mingzhi.supervision.urls"),
    ("rulebook/", "mingzhi.rulebook.urls"),
    ("desk/", "mingzhi.desk.urls"),
    ("api/", "mingzhi.api.urls"),
    ("", "mingzhi.portal.urls"),
]


def built(module: str) -> bool:
    """这个房间的网址是否已经有了。"""
    package = find_spec(module.rpartition(".")[0])
    return package is not None and find_spec(module) is not None


urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(module)) for prefix, module in SECTIONS if built(module)
]
