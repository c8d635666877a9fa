from django.urls import path

from minim.web.meeting_times import finding, one, series, shaping

app_name = "times"

urlpatterns = [
    path("<int:pk>/time/", finding.find, name="find"),
    path("<int:pk>/time/set/", finding.choose, name="choose"),
    path("<int:pk>/series/", series.series, name="series"),
    path("<int:pk>/series/answer/", series.answer_all, name="answer-all"),
    path("<int:pk>/series/about/", shaping.about, name="about"),
    path("<int:pk>/series/end/", shaping.end, name="end"),
    path("<int:pk>/series/<int:meeting_pk>/", one.meeting, name="meeting"),
    path("<int:pk>/series/<int:meeting_pk>/who/", one.who, name="who"),
    path("<int:pk>/series/<int:meeting_pk>/skip/", one.skip, name="skip"),
    path("<int:pk>/series/<int:meeting_pk>/put-back/", one.put_back, name="put-back"),
    path("<int:pk>/series/<int:meeting_pk>/answer/", series.answer_one, name="answer-one"),
]
