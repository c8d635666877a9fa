from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "minim.health"
    label = "health"
