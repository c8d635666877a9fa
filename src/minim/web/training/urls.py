from django.urls import path

from minim.web.training import modules, people, practice

app_name = "training"

urlpatterns = [
    path("", modules.all_modules, name="list"),
    path("people/", people.people, name="people"),
    path("certificate/<slug:role>/", modules.certificate, name="certificate"),
    path("practice/room/", practice.room, name="room"),
    path("<slug:slug>/", modules.one, name="module"),
    path("<slug:slug>/done/", modules.done, name="done"),
]
