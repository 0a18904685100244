"""门户的网址。限于一个机关的页在 /b/<机构代码>/ 下；一项公示一个网址 /p/<短号>，长期不变。"""

from django.urls import URLPattern, URLResolver, include, path

from mingzhi.portal import views, views_listing, views_log

app_name = "portal"

# 全部机关的，和一个机关的，是同样的页。
SCOPED: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("before/", views.group, {"name": "before"}, name="before"),
    path("before/<slug:key>/", views.page, {"name": "before"}, name="before-page"),
    path("during/", views.group, {"name": "during"}, name="during"),
    path("during/officers/", views.officers, name="officers"),
    path("during/<slug:key>/", views.page, {"name": "during"}, name="during-page"),
    path("after/", views.listing, name="after"),
    path("data/licences.csv", views_listing.licences, name="licences"),
    path("annual/", views_listing.annual, name="annual"),
    path("progress/", views_listing.ask, name="progress"),
    path("report/", views.page, {"name": "contact", "key": "report"}, name="report"),
    path("clauses/", views.clauses, name="clauses"),
    path("clauses.csv", views.clauses_file, {"form": "csv"}, name="clauses-csv"),
    path("clauses.json", views.clauses_file, {"form": "json"}, name="clauses-json"),
    path("data/", views.data, name="data"),
    path("data/publications.csv", views.download, {"form": "csv"}, name="csv"),
    path("data/publications.json", views.download, {"form": "json"}, name="json"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("log/checkpoint", views_log.checkpoint, name="checkpoint"),
    path("log/<path:path>", views_log.tile, name="tile"),
    path("p/<slug:slug>", views.detail, name="detail"),
    path("p/<slug:slug>.json", views.canonical, name="canonical"),
    path("p/<slug:slug>/record.json", views.record, name="record"),
    path("p/<slug:slug>/verify", views.verify, name="verify-item"),
    path("p/<slug:slug>/correct", views.correct, name="correct"),
    path("l/<slug:slug>", views_listing.item, name="listing"),
    path("l/<slug:slug>.csv", views_listing.data, {"form": "csv"}, name="listing-csv"),
    path("l/<slug:slug>.json", views_listing.data, {"form": "json"}, name="listing-json"),
    path("l/<slug:slug>/files/<slug:sha256>", views_listing.file, name="listing-file"),
    path("receipts/", views.receipt, name="receipts"),
    path("receipts/<slug:number>/", views.receipt, name="receipt"),
    path("verify", views.verifying, name="verify"),
    path("verify.py", views_log.verifier, name="verifier"),
    path("first", views.first, name="first"),
    path("b/<slug:code>/", include(SCOPED)),
    path("", include(SCOPED)),
]
