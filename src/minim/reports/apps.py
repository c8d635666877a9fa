from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "minim.reports"
    label = "reports"
