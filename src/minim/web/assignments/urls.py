from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "assignments"


def _placeholder(request: HttpRequest) -> HttpResponse:
    return HttpResponse("assignments")


urlpatterns = [path("", _placeholder, name="list")]
