from django.urls import path

from minim.web.serious import following, inbox, telling

app_name = "serious"

urlpatterns = [
    path("", telling.tell, name="tell"),
    path("send/", telling.send, name="send"),
    path("receipt/", following.receipt, name="receipt"),
    path("receipt/read/", following.read, name="read"),
    path("receipt/write/", following.write, name="write"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/keys/", inbox.keep_key, name="keep-key"),
    path("inbox/keys/<str:mark>/remove/", inbox.remove_key, name="remove-key"),
    path("inbox/<int:pk>/", inbox.one, name="one"),
    path("inbox/<int:pk>/answer/", inbox.answer, name="answer"),
    path("inbox/<int:pk>/settle/", inbox.settle, name="settle"),
    path("inbox/<int:pk>/delete/", inbox.delete, name="delete"),
]
