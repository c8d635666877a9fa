from django.urls import path

from minim.web.care import views

app_name = "care"

urlpatterns = [
    path("", views.monday, name="monday"),
    path("look/", views.look, name="look"),
    path("groups/<int:pk>/", views.act, name="act"),
    path("programs/<int:pk>/", views.limits, name="limits"),
]
