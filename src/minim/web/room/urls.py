from django.urls import path

from minim.web.room import acting, hearing, pages

app_name = "room"

ROOM = "<int:pk>/meetings/<int:meeting_pk>/room/"

urlpatterns = [
    path(ROOM, pages.room, name="room"),
    path(f"{ROOM}enter/", acting.enter, name="enter"),
    path(f"{ROOM}here/", acting.stay, name="here"),
    path(f"{ROOM}state/", hearing.state, name="state"),
    path(f"{ROOM}hears/", hearing.hears, name="hears"),
    path(f"{ROOM}acts/<slug:name>/", acting.act, name="act"),
]
