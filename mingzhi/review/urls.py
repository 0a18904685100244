"""法制审核的网址。"""

from django.urls import path

from mingzhi.review import views

app_name = "review"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("<uuid:pk>/", views.desk, name="desk"),
    path("<uuid:pk>/assign/", views.assign, name="assign"),
    path("<uuid:pk>/sign/", views.sign, name="sign"),
    path("<uuid:pk>/sheet/", views.sheet, name="sheet"),
    path("<uuid:pk>/materials/<int:index>/", views.material, name="material"),
]
