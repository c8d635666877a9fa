from django.apps import AppConfig


class EmailConfig(AppConfig):
    name = "minim.integrations.email"
    label = "email"
