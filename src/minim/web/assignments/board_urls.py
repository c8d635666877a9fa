"""Addresses of the draft board, part of `assignments`."""

from django.urls import path

from minim.web.assignments import announcing, board, looking

urlpatterns = [
    path("<int:pk>/", board.board, name="board"),
    path("<int:pk>/proof/", looking.proof, name="proof"),
    path("<int:pk>/compare/", looking.compare, name="compare"),
    path("<int:pk>/publish/", announcing.publish, name="publish"),
    path("<int:pk>/reform/", announcing.reform, name="reform"),
    path("<int:pk>/undo/", board.undo, name="undo"),
    path("<int:pk>/redo/", board.redo, name="redo"),
    path("<int:pk>/people/<int:person_pk>/", looking.person, name="person"),
    path("<int:pk>/people/<int:person_pk>/move/", board.move, name="move"),
    path("<int:pk>/people/<int:person_pk>/swap/", board.swap, name="swap"),
    path("<int:pk>/people/<int:person_pk>/swap-with/", looking.swap_with, name="swap-with"),
    path("<int:pk>/people/<int:person_pk>/lead/", board.lead, name="lead"),
    path("<int:pk>/people/<int:person_pk>/pin/", board.pin, name="pin"),
    path("<int:pk>/groups/<int:group_pk>/", looking.group, name="group"),
    path("<int:pk>/groups/<int:group_pk>/lock/", board.lock, name="lock"),
    path("<int:pk>/groups/<int:group_pk>/rename/", board.rename, name="rename"),
]
