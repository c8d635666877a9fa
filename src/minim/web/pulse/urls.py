from django.urls import path

from minim.web.pulse import ballots, group, plan, poll, program

app_name = "pulse"

urlpatterns = [
    path("", poll.polls, name="polls"),
    path("open/", ballots.asked, name="open"),
    path("token/", ballots.sign, name="sign"),
    path("ballot/", ballots.take, name="ballot"),
    path("groups/<int:pk>/", group.group, name="group"),
    path("groups/<int:pk>/poll/", poll.poll, name="poll"),
    path("programs/<int:pk>/", program.program, name="program"),
    path("programs/<int:pk>/plan/", plan.plan, name="plan"),
]
