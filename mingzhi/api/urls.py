"""接口的网址。"""

from django.urls import URLPattern, path

from mingzhi.api import views

app_name = "api"

urlpatterns: list[URLPattern] = [
    path("witness/add-checkpoint", views.add_checkpoint, name="add-checkpoint"),
    path("witness/key", views.witness_key, name="witness-key"),
]
