"""监督的网址。"""

from django.urls import path

from mingzhi.supervision import views

app_name = "supervision"
urlpatterns = [
    path("", views.index, name="index"),
    path("clauses/<str:rule>/", views.clause, name="clause"),
    path("measures/<slug:word>/", views.measure, name="measure"),
    path("log/", views.log, name="log"),
    path("log.csv", views.log_csv, name="log-csv"),
    path("dossiers/<uuid:pk>/open/", views.open_dossier, name="open"),
]
