from django.apps import AppConfig


class PulseConfig(AppConfig):
    name = "minim.pulse"
    label = "pulse"
