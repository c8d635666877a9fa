from django.urls import path

from minim.web.notices import letter, log, sending, wording

app_name = "notices"

urlpatterns = [
    path("", log.letters, name="list"),
    path("<int:pk>/", letter.letter, name="letter"),
    path("<int:pk>/inside/", letter.inside, name="inside"),
    path("<int:pk>/again/", log.again, name="again"),
    path("people/<int:pk>/mended/", log.mended, name="mended"),
    path("sending/", sending.sending, name="sending"),
    path("sending/now/", sending.now, name="sending-now"),
    path("sending/pause/", sending.pause, name="pause"),
    path("sending/resume/", sending.resume, name="resume"),
    path("words/", wording.kinds, name="kinds"),
    path("words/<slug:kind>/", wording.words, name="words"),
    path("words/<slug:kind>/preview/", wording.preview, name="preview"),
    path("words/<slug:kind>/inside/", wording.inside, name="words-inside"),
    path("words/<slug:kind>/restore/", wording.restore, name="restore"),
]
