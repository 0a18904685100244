"""归档的网址。"""

from django.urls import path, re_path

from mingzhi.archive.views import consultation, disposal, files, packages, reading

app_name = "archive"
KEY = r"[0-9]+-[a-z_]+"
TOKEN = r"[^/]{1,200}"
urlpatterns = [
    path("", files.queue, name="queue"),
    path("dossiers/<uuid:pk>/", files.dossier, name="dossier"),
    path("dossiers/<uuid:pk>/assemble/", files.assemble, name="assemble"),
    re_path(
        r"^dossiers/(?P<pk>[0-9a-f-]{36})/volumes/(?P<volume>main|auxiliary)\.pdf$", files.whole, name="whole"
    ),
    re_path(
        rf"^dossiers/(?P<pk>[0-9a-f-]{{36}})/documents/(?P<key>{KEY})\.(?P<suffix>pdf|docx)$",
        files.document,
        name="document",
    ),
    path("dossiers/<uuid:pk>/packages/", packages.create, name="package"),
    path("packages/<uuid:pk>/", packages.show, name="job"),
    path("packages/<uuid:pk>/retry/", packages.retry, name="job-retry"),
    path("packages/<uuid:pk>/download/", packages.download, name="job-download"),
    path("dossiers/<uuid:pk>/consultations/request/", consultation.request_, name="consultation-request"),
    path(
        "dossiers/<uuid:pk>/consultations/<int:number>/decide/",
        consultation.decide,
        name="consultation-decide",
    ),
    path(
        "dossiers/<uuid:pk>/consultations/<int:number>/issue/", consultation.issue, name="consultation-issue"
    ),
    path(
        "dossiers/<uuid:pk>/consultations/<int:number>/close/", consultation.close, name="consultation-close"
    ),
    path("dossiers/<uuid:pk>/disposal/", disposal.propose, name="disposal"),
    path("dossiers/<uuid:pk>/disposal/<int:number>/", disposal.decide, name="disposal-decide"),
    path("dossiers/<uuid:pk>/disposal/<int:number>/list.pdf", disposal.certificate, name="disposal-list"),
    re_path(rf"^reading/(?P<token>{TOKEN})/$", reading.contents, name="reading"),
    re_path(rf"^reading/(?P<token>{TOKEN})/(?P<key>{KEY})\.pdf$", reading.paper, name="reading-paper"),
    re_path(rf"^reading/(?P<token>{TOKEN})/(?P<key>{KEY})/$", reading.text, name="reading-text"),
]
