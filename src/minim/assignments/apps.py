from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "minim.assignments"
    label = "assignments"
