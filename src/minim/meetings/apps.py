from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "minim.meetings"
    label = "meetings"
