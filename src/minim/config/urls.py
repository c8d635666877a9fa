"""Every address. tests/test_doors.py expects an answer for each of them, for each person of the cast."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("minim.web.home.urls")),
    path("demo/", include("minim.web.demo.urls")),
    path("account/", include("minim.web.account.urls")),
    path("people/", include("minim.web.roster.urls")),
    path("programs/", include("minim.web.program.urls")),
    path("assignments/", include("minim.web.assignments.urls")),
    path("groups/", include("minim.web.groups.urls")),
    path("letters/", include("minim.web.notices.urls")),
    path("parts/", include("minim.web.parts.urls")),
]
