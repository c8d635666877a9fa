from django.apps import AppConfig


class WorkerConfig(AppConfig):
    name = "minim.worker"
    label = "worker"
