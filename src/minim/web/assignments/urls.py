from django.urls import path

from minim.web.assignments import announcing, board_urls, views

app_name = "assignments"

urlpatterns = [
    *board_urls.urlpatterns,
    path("", views.drafts, name="list"),
    path("new/<int:program_pk>/", views.new, name="new"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/progress/now/", views.progress_now, name="progress-now"),
    path("<int:pk>/stop/", views.stop, name="stop"),
    path("<int:pk>/relax/", views.relax, name="relax"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/return/", views.return_to_draft, name="return"),
    path("<int:pk>/let-lead/", announcing.let_lead, name="let-lead"),
    path("<int:pk>/set-aside/", views.set_aside, name="set-aside"),
]
