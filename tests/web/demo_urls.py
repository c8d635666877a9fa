"""The addresses as they are in the demo."""

from django.urls import include, path

from minim.config.urls import urlpatterns as addresses

urlpatterns = [*addresses, path("demo/", include("minim.web.demo.urls"))]
