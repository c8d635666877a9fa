"""The door through which uvicorn enters."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minim.config.settings")
application = get_asgi_application()
