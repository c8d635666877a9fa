from django.urls import path

from minim.web.groups import views

app_name = "groups"

urlpatterns = [
    path("", views.groups, name="list"),
    path("found/", views.found, name="found"),
    path("<int:pk>/", views.group, name="detail"),
]
