"""规则登记的网址。"""

from django.urls import path

from mingzhi.rulebook import views, views_rehearsal

app_name = "rulebook"
urlpatterns = [
    path("", views.index, name="index"),
    path("parameters/", views.parameters, name="parameters"),
    path("defaults/", views.defaults, name="defaults"),
    path("notices/", views.notices, name="notices"),
    path("packs/", views.packs, name="packs"),
    path("write/<str:kind>/", views.start, name="start"),
    path("rehearsals/", views_rehearsal.index, name="rehearsals"),
    path("rehearsals/<uuid:pk>/", views_rehearsal.show, name="rehearsal"),
    path("rehearsals/<uuid:pk>/again/", views_rehearsal.retry, name="rehearsal-retry"),
    path("rehearsals/<uuid:pk>/propose/", views_rehearsal.propose, name="rehearsal-propose"),
    path("rehearsals/<uuid:pk>.csv", views_rehearsal.download, name="rehearsal-csv"),
]
