from django.urls import path

from minim.web.pulse import ballots

app_name = "pulse"

urlpatterns = [
    path("token/", ballots.sign, name="sign"),
    path("ballot/", ballots.take, name="ballot"),
]
