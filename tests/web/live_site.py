"""Settings of a minim with one page more: a room that does nothing but count, for `minim serve` under test."""

from minim.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.web.live_urls"
