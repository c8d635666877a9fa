from django.urls import path

from minim.web.trust import views

app_name = "trust"

urlpatterns = [path("", views.page, name="page")]
