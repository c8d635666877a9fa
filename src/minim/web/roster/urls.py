from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "roster"


def _placeholder(request: HttpRequest) -> HttpResponse:
    return HttpResponse("roster")


urlpatterns = [path("", _placeholder, name="people")]
