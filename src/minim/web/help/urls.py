from django.urls import path

from minim.web.help import asking, notes, threads

app_name = "help"

urlpatterns = [
    path("", threads.threads, name="list"),
    path("<int:pk>/", threads.thread, name="thread"),
    path("<int:pk>/settle/", threads.settle, name="settle"),
    path("groups/<int:pk>/", asking.ask, name="ask"),
    path("groups/<int:pk>/notes/", notes.notes, name="notes"),
    path("groups/<int:pk>/notes/<int:note_pk>/remove/", notes.remove, name="remove_note"),
]
