from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "minim.web"
    label = "web"
