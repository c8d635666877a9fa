from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "minim.programs"
    label = "programs"
