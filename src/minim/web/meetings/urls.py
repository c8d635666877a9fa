from django.urls import path

from minim.web.meetings import actions, afterword, one

app_name = "meetings"

urlpatterns = [
    path("<int:pk>/meetings/<int:meeting_pk>/", one.one, name="one"),
    path("<int:pk>/meetings/<int:meeting_pk>/there/", one.tick, name="there"),
    path("<int:pk>/meetings/<int:meeting_pk>/afterword/", afterword.say, name="afterword"),
    path("<int:pk>/actions/", actions.actions, name="actions"),
    path("<int:pk>/actions/<int:action_pk>/", actions.change, name="action"),
    path("<int:pk>/actions/<int:action_pk>/settle/", actions.settle, name="settle"),
    path("<int:pk>/actions/<int:action_pk>/take/", actions.take, name="take"),
]
