from django.urls import path

from minim.web.demo import views

app_name = "demo"

urlpatterns = [
    path("", views.show_doors, name="doors"),
    path("enter/<slug:who>/", views.enter_as, name="enter"),
]
