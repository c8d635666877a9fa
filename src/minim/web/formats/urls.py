from django.urls import path

from minim.web.formats import acting, editing, showing

app_name = "formats"

urlpatterns = [
    path("<int:pk>/formats/", showing.formats, name="list"),
    path("<int:pk>/formats/next/", acting.choose, name="next"),
    path("<int:pk>/formats/<slug:which>/", showing.one, name="one"),
    path("<int:pk>/formats/<slug:which>/copy/", acting.copy, name="copy"),
    path("<int:pk>/formats/<int:which>/edit/", editing.edit, name="edit"),
    path("<int:pk>/formats/<int:which>/remove/", acting.remove, name="remove"),
]
