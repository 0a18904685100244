"""写行为、看文书、上传、现场检查的网址；由 desk.urls 收进去。"""

from django.urls import URLPattern, path, register_converter

from mingzhi.desk import acts_views, documents_views, inspect_views, uploads_views


class KindConverter:
    """行为的词，如 case.filed。"""

    regex = r"[a-z_]+\.[a-z_]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "kind")

urlpatterns: list[URLPattern] = [
    path("leads/new/", acts_views.lead_new, name="lead-new"),
    path("new/<kind:kind>/", acts_views.start, name="start"),
    path("dossiers/<uuid:pk>/acts/new/<kind:kind>/", acts_views.act_new, name="act-new"),
    path(
        "dossiers/<uuid:pk>/acts/<int:number>/documents/<slug:form>/",
        documents_views.instrument,
        name="instrument",
    ),
    path(
        "dossiers/<uuid:pk>/acts/<int:number>/documents/<slug:form>.pdf",
        documents_views.instrument_pdf,
        name="instrument-pdf",
    ),
    path(
        "dossiers/<uuid:pk>/acts/<int:number>/documents/<slug:form>.docx",
        documents_views.instrument_word,
        name="instrument-word",
    ),
    path(
        "dossiers/<uuid:pk>/acts/<int:number>/documents/<slug:form>/edited/",
        documents_views.edited,
        name="instrument-edited",
    ),
    path("dossiers/<uuid:pk>/inspect/", inspect_views.inspect, name="inspect"),
    path("scans/", documents_views.scan, name="scan"),
    path("uploads/", uploads_views.start, name="upload-start"),
    path("uploads/<uuid:pk>/", uploads_views.chunk, name="upload"),
]
