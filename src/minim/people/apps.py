from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "minim.people"
    label = "people"
