"""Settings. Everything an administrator can choose comes from the environment; docs/running.md lists it."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from minim.lib import environment

SOURCE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("MINIM_VAR", "var")).resolve()
DEMO = os.environ.get("MINIM_DEMO") == "1"
DEBUG = os.environ.get("MINIM_DEBUG") == "1"
BASE_URL = os.environ.get("MINIM_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE = BASE_URL.startswith("https://")

SECRET_KEY = environment.secret_key(VAR)
ALLOWED_HOSTS = [
    *os.environ.get("MINIM_HOSTS", "").split(),
    urlsplit(BASE_URL).hostname or "127.0.0.1",
    "127.0.0.1",
    "localhost",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.humanize",
    "servestatic.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "minim.people",
    "minim.programs",
    "minim.groups",
    "minim.notices",
    "minim.meetings",
    "minim.reports",
    "minim.pulse",
    "minim.rollout",
    "minim.assignments",
    "minim.health",
    "minim.integrations.email",
    "minim.worker",
    "minim.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "minim.web.security.Headers",
    "minim.web.statics.Statics",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "minim.web.security.SessionAge",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "minim.config.urls"
ASGI_APPLICATION = "minim.config.asgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "minim.web.context.place",
            ],
        },
    },
]

DATABASES = {
    "default": environment.database(os.environ.get("MINIM_DATABASE", f"sqlite:///{VAR}/minim.sqlite3"))
}
# Rate limits count here: one place for all processes and machines, and adding a row is atomic.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_remembered",
        "TIMEOUT": 3600,
        # Above this, rows are thrown away at random: an attacker with many addresses would make us forget his tries.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
SILENCED_SYSTEM_CHECKS = [
    "auth.W004"
]  # addresses are unique, whatever their case: a constraint of Person says so
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]

# The only way in is a code by e-mail. minim.web.account mounts the few pages of allauth this needs, and no other.
ACCOUNT_ADAPTER = "minim.web.account.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "request_login_code": "minim.web.account.forms.EmailForm",
    "confirm_login_code": "minim.web.account.forms.CodeForm",
}
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,20/h/key"}
SIGN_IN_ANSWER_SECONDS = 0.4  # known or unknown, every address is answered after the same while

# Sessions as OWASP ASVS level 2 asks: idle and absolute ends, cookies no script reads, a new key at each sign-in.
SESSION_ENGINE = "minim.web.sessions"
SESSION_COOKIE_NAME = "__Host-minim" if SECURE else "minim"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 12 * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_IDLE_SECONDS = 2 * 3600
SESSION_LONGEST_SECONDS = 12 * 3600
CSRF_COOKIE_NAME = "__Host-minim-csrf" if SECURE else "minim-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if os.environ.get("MINIM_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = DEBUG

globals().update(environment.mail(os.environ.get("MINIM_SMTP", ""), VAR / "mail"))
DEFAULT_FROM_EMAIL = os.environ.get("MINIM_FROM", "minim <minim@localhost>")
# Where answers from calendars and returned letters arrive: maildir:///folder or imaps://user:password@host/folder.
MAILBOX = os.environ.get("MINIM_MAILBOX", "")
# Whether calendars may be fetched from inside addresses: for companies whose calendar server stands there.
CALENDAR_INSIDE = os.environ.get("MINIM_CALENDAR_INSIDE") == "1"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {
        "hide_tokens": {"()": "minim.config.logs.HideTokens"},
        "say_nothing": {"()": "minim.config.logs.SayNothing"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["say_nothing", "hide_tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django gives its own loggers a handler without our filter; here everything goes through the one above.
    "loggers": {
        "minim": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING"},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
