from django.urls import path

from minim.web.home import views

urlpatterns = [path("", views.home, name="home")]
