from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "minim.groups"
    label = "groups"
