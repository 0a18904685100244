"""人员的网址。"""

from django.urls import path

from mingzhi.people import views, views_purpose

app_name = "people"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("purpose/<uuid:pk>", views_purpose.ask, name="purpose"),
]
