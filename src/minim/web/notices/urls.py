from django.urls import path

from minim.web.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.letters, name="list"),
    path("<int:pk>/", views.letter, name="letter"),
    path("<int:pk>/inside/", views.inside, name="inside"),
    path("<int:pk>/again/", views.again, name="again"),
]
