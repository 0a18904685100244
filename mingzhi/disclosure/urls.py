"""公示的网址（工作人员）。"""

from django.urls import path

from mingzhi.disclosure import views

app_name = "disclosure"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("requests/<slug:receipt>/", views.asked, name="request"),
    path("requests/<slug:receipt>/file", views.file_request, name="request-file"),
    path("<uuid:pk>/", views.dossier, name="dossier"),
    path("<uuid:pk>/draft/<slug:subject>/<int:of>/", views.draft, name="draft"),
    path("<uuid:pk>/approve/<int:of>/", views.approve, name="approve"),
    path("<uuid:pk>/publish/<int:of>/", views.publish, name="publish"),
    path("<uuid:pk>/correct/<int:of>/", views.correct, name="correct"),
    path("<uuid:pk>/withdraw/<int:of>/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/withhold/<slug:subject>/<int:of>/", views.withhold, name="withhold"),
    path("<uuid:pk>/notice/<int:of>/", views.notice, name="notice"),
    path("<uuid:pk>/notice/<int:of>.pdf", views.notice, {"form": "pdf"}, name="notice-pdf"),
    path("<uuid:pk>/notice/<int:of>.png", views.notice, {"form": "png"}, name="notice-png"),
    path("<uuid:pk>/notice/<int:of>.txt", views.notice, {"form": "txt"}, name="notice-txt"),
]
