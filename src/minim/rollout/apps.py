from django.apps import AppConfig


class RolloutConfig(AppConfig):
    name = "minim.rollout"
    label = "rollout"
