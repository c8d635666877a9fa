from django.urls import path

from minim.web.rollout import exports, interview, pages, retrospective, tasks

app_name = "rollout"

urlpatterns = [
    path("", interview.begin, name="begin"),
    path("plans/", pages.plans, name="plans"),
    path("<int:pk>/", pages.plan, name="plan"),
    path("<int:pk>/answers/", interview.change, name="answers"),
    path("<int:pk>/program/", interview.attach, name="attach"),
    path("<int:pk>/timeline/", pages.timeline, name="timeline"),
    path("<int:pk>/lists/", pages.lists, name="lists"),
    path("<int:pk>/add/", tasks.add, name="add"),
    path("<int:pk>/tasks/<int:task_pk>/", tasks.change, name="task"),
    path("<int:pk>/tasks/<int:task_pk>/found/", tasks.found, name="found"),
    path("<int:pk>/tasks/<int:task_pk>/tick/", tasks.tick, name="tick"),
    path("<int:pk>/tasks/<int:task_pk>/untick/", tasks.untick, name="untick"),
    path("<int:pk>/tasks/<int:task_pk>/give/", tasks.give, name="give"),
    path("<int:pk>/tasks/<int:task_pk>/remove/", tasks.remove, name="remove"),
    path("<int:pk>/tasks/<int:task_pk>/bring-back/", tasks.bring_back, name="bring-back"),
    path("<int:pk>/retrospective/", retrospective.retrospective, name="retrospective"),
    path("<int:pk>/retrospective/ask/", retrospective.ask, name="ask"),
    path("<int:pk>/retrospective/held/", retrospective.held, name="held"),
    path("<int:pk>/pack.pdf", exports.pdf, name="pdf"),
    path("<int:pk>/pack.zip", exports.archive, name="zip"),
    path("<int:pk>/milestones.ics", exports.ics, name="ics"),
    path("<int:pk>/tasks.csv", exports.csv, name="csv"),
]
