from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "minim.notices"
    label = "notices"
