from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "groups"


def _placeholder(request: HttpRequest) -> HttpResponse:
    return HttpResponse("groups")


urlpatterns = [path("", _placeholder, name="list")]
