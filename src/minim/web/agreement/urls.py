from django.urls import path

from minim.web.agreement import changing, reading

app_name = "agreement"

urlpatterns = [
    path("<int:pk>/agreement/", reading.read, name="read"),
    path("<int:pk>/agreement/yes/", reading.agree, name="yes"),
    path("<int:pk>/agreement/yes/back/", reading.take_back, name="take-back"),
    path("<int:pk>/agreement/change/", changing.change, name="change"),
    path("<int:pk>/agreement/versions/", reading.versions, name="versions"),
    path("<int:pk>/agreement/versions/<int:number>/", reading.version, name="version"),
    path("<int:pk>/agreement/since/<int:number>/", reading.since, name="since"),
]
