from django.http import HttpRequest, HttpResponse
from django.urls import path




def _placeholder(request: HttpRequest) -> HttpResponse:
    return HttpResponse("home")


urlpatterns = [path("", _placeholder, name="home")]
