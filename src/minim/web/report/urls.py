from django.urls import path

from minim.web.report import views

app_name = "report"

urlpatterns = [
    path("<int:pk>/report/", views.report, name="page"),
    path("<int:pk>/report/<int:year>-<int:number>.pdf", views.paper, name="paper"),
]
