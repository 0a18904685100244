"""监督的网址。"""

from django.urls import path

from mingzhi.supervision import views, views_integrity, views_scores

app_name = "supervision"
urlpatterns = [
    path("", views.index, name="index"),
    path("clauses/<str:rule>/", views.clause, name="clause"),
    path("measures/<slug:word>/", views.measure, name="measure"),
    path("scores/", views_scores.scores, name="scores"),
    path("dossiers/<uuid:pk>/score/", views_scores.score, name="score"),
    path("credit.csv", views_scores.credit, name="credit"),
    path("integrity/", views_integrity.integrity, name="integrity"),
    path("log/", views.log, name="log"),
    path("log.csv", views.log_csv, name="log-csv"),
    path("dossiers/<uuid:pk>/open/", views.open_dossier, name="open"),
]
