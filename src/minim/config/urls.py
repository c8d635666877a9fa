"""Every address. tests/test_doors.py expects an answer for each of them, for each person of the cast."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from minim.config.health import healthz
from minim.web.account.setup import set_up
from minim.web.letters_wanted.stopping import stop
from minim.web.mailings.invited import answer as answer_invitation
from minim.web.mailings.invited import invited, mine
from minim.web.meeting_times.answering import answer

urlpatterns = [
    path("", include("minim.web.home.urls")),
    path("setup/<str:token>/", set_up, name="setup"),
    path("account/", include("minim.web.account.urls")),
    path("account/letters/", include("minim.web.letters_wanted.urls")),
    path("account/invitations/", mine, name="my-invitations"),
    path("account/invitations/<int:pk>/", answer_invitation, name="answer-invitation"),
    path("people/", include("minim.web.roster.urls")),
    path("programs/", include("minim.web.program.urls")),
    path("programs/", include("minim.web.report.urls")),
    path("programs/", include("minim.web.mailings.urls")),
    path("assignments/", include("minim.web.assignments.urls")),
    path("care/", include("minim.web.care.urls")),
    path("rollout/", include("minim.web.rollout.urls")),
    path("groups/", include("minim.web.groups.urls")),
    path("groups/", include("minim.web.meeting_times.urls")),
    path("groups/", include("minim.web.meetings.urls")),
    path("groups/", include("minim.web.agreement.urls")),
    path("groups/", include("minim.web.formats.urls")),
    path("groups/", include("minim.web.room.urls")),
    path("answer/<str:token>/", answer, name="answer"),
    path("invitation/<str:token>/", invited, name="invitation"),
    path("unsubscribe/<str:token>/", stop, name="unsubscribe"),
    path("help/", include("minim.web.help.urls")),
    path("hours/", include("minim.web.hours.urls")),
    path("calendar/", include("minim.web.calendar.urls")),
    path("letters/", include("minim.web.notices.urls")),
    path("parts/", include("minim.web.parts.urls")),
    path("serious/", include("minim.web.serious.urls")),
    path("pulse/", include("minim.web.pulse.urls")),
    path("guides/", include("minim.web.guides.urls")),
    path("training/", include("minim.web.training.urls")),
    path("trust/", include("minim.web.trust.urls")),
    path("healthz", healthz, name="healthz"),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("minim.web.demo.urls")))
