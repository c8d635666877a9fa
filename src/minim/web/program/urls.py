from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "programs"


def _placeholder(request: HttpRequest) -> HttpResponse:
    return HttpResponse("program")


urlpatterns = [path("", _placeholder, name="list")]
