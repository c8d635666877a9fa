from django.urls import path

from minim.web.letters_wanted import mine

urlpatterns = [path("", mine.mine, name="my-letters")]
