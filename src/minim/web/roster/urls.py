from django.urls import path

from minim.web.roster import bringing, finding, person

app_name = "roster"

urlpatterns = [
    path("", finding.people, name="people"),
    path("tree/", finding.tree, name="tree"),
    path("<int:pk>/", person.show, name="person"),
    path("<int:pk>/status/", person.change_status, name="status"),
    path("<int:pk>/people-ops/", person.people_ops, name="people-ops"),
    path("<int:pk>/leave/", person.leave, name="leave"),
    path("import/", bringing.bring, name="import"),
    path("import/<int:pk>/", bringing.preview, name="preview"),
    path("import/<int:pk>/columns/", bringing.columns, name="columns"),
    path("import/<int:pk>/apply/", bringing.apply, name="apply"),
    path("import/<int:pk>/discard/", bringing.discard, name="discard"),
]
