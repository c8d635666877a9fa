from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "notices"


def _placeholder(request: HttpRequest) -> HttpResponse:
    return HttpResponse("notices")


urlpatterns = [path("", _placeholder, name="list")]
