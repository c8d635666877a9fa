"""The page that shows all parts of the look."""

from django.urls import path

from minim.web.parts import views

app_name = "parts"
urlpatterns = [path("", views.show, name="show")]
