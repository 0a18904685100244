"""工作台的网址。表单、文书、上传在 urls_acts.py（有的话）。"""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, path

from mingzhi.desk import (
    views_act,
    views_authority,
    views_catalogue,
    views_clauses,
    views_dossier,
    views_equipment,
    views_guide,
    views_handover,
    views_inbox,
    views_lists,
    views_matters,
    views_media,
    views_parties,
    views_penalties,
    views_reading,
    views_replay,
    views_rules,
    views_similar,
)

app_name = "desk"

DOSSIER = "dossiers/<uuid:pk>/"
# 来查阅的当事人看照片、录音、录像：凭查阅地址，不用登录。
READING = "reading/<str:token>/<int:number>/<str:sha256>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views_inbox.index, name="inbox"),
    path("guide/", views_guide.guide, name="guide"),
    path("guide/hide/", views_guide.hide, name="guide-hide"),
    path("guide/roles/", views_guide.roles, name="roles"),
    path("guide/keys/", views_guide.keys, name="keys"),
    path("authority/", views_authority.authority, name="authority"),
    path("catalogue/", views_catalogue.catalogue, name="catalogue"),
    path("handover/", views_handover.index, name="handovers"),
    path("handover/<str:number>/", views_handover.person, name="handover"),
    path("leads/", views_lists.leads, name="leads"),
    path("dossiers/", views_lists.dossiers, name="dossiers"),
    path("inspections/", views_lists.inspections, name="inspections"),
    path("applications/", views_matters.applications, name="applications"),
    path("equipment/", views_equipment.index, name="equipment"),
    path("listing/", views_matters.board, name="listing"),
    path("listing/annual/", views_matters.figures, name="annual"),
    path("rules/", views_rules.index, name="rules"),
    path("rules/clauses/", views_clauses.index, name="clauses"),
    path("rules/penalties/", views_penalties.index, name="penalties"),
    path("rules/<str:rule_id>/", views_rules.show, name="rule"),
    path(f"{READING}picture/", views_reading.picture, name="reading-picture"),
    path(f"{READING}play/", views_reading.play, name="reading-play"),
    path(f"{READING}file/", views_reading.stream, name="reading-file"),
    path(DOSSIER, views_dossier.show, name="dossier"),
    path(f"{DOSSIER}replay/", views_replay.show, name="replay"),
    path(f"{DOSSIER}party/", views_parties.show, name="dossier-party"),
    path(f"{DOSSIER}similar/", views_similar.show, name="dossier-similar"),
    path(f"{DOSSIER}documents/", views_dossier.papers, name="dossier-documents"),
    path(f"{DOSSIER}media/", views_dossier.media, name="dossier-media"),
    path(f"{DOSSIER}review/", views_dossier.review, name="dossier-review"),
    path(f"{DOSSIER}disclosure/", views_dossier.disclosure, name="dossier-disclosure"),
    path(f"{DOSSIER}archive/", views_dossier.archive, name="dossier-archive"),
    path(f"{DOSSIER}log/", views_dossier.log, name="dossier-log"),
    path(f"{DOSSIER}acts/<int:number>/", views_act.show, name="act"),
    path(f"{DOSSIER}acts/<int:number>/proof/", views_act.proof_file, name="act-proof"),
    path(f"{DOSSIER}acts/<int:number>/exhibits/<str:sha256>/", views_media.exhibit, name="exhibit"),
    path(f"{DOSSIER}acts/<int:number>/exhibits/<str:sha256>/play/", views_media.player, name="player"),
    path(f"{DOSSIER}acts/<int:number>/exhibits/<str:sha256>/draft/", views_media.draft, name="draft"),
    path(
        f"{DOSSIER}acts/<int:number>/exhibits/<str:sha256>/thumbnail/",
        views_media.thumbnail,
        name="thumbnail",
    ),
]

# 写入行为的表单、文书、上传由另一个模块给出。
if find_spec("mingzhi.desk.urls_acts"):
    urlpatterns += import_module("mingzhi.desk.urls_acts").urlpatterns
