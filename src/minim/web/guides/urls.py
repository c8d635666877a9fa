from django.urls import path

from minim.web.guides import views

app_name = "guides"

urlpatterns = [
    path("", views.guides_page, name="list"),
    path("<slug:slug>/", views.guide_page, name="guide"),
]
