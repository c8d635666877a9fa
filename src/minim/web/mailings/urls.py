from django.urls import path

from minim.web.mailings import answers, leaving, moments, writing

app_name = "mailings"

urlpatterns = [
    path("<int:pk>/letters/", moments.moments, name="moments"),
    path("<int:pk>/letters/begin/<slug:kind>/", moments.begin, name="begin"),
    path("<int:pk>/letters/<int:mailing_pk>/", writing.mailing, name="mailing"),
    path("<int:pk>/letters/<int:mailing_pk>/preview/", writing.preview, name="preview"),
    path("<int:pk>/letters/<int:mailing_pk>/inside/", writing.inside, name="inside"),
    path("<int:pk>/letters/<int:mailing_pk>/readers/", writing.readers, name="readers"),
    path("<int:pk>/letters/<int:mailing_pk>/leave/", leaving.leave, name="leave"),
    path("<int:pk>/letters/<int:mailing_pk>/try/", leaving.try_on, name="try"),
    path("<int:pk>/letters/<int:mailing_pk>/call-off/", leaving.call_off, name="call-off"),
    path("<int:pk>/letters/<int:mailing_pk>/throw-away/", leaving.throw_away, name="throw-away"),
    path("<int:pk>/letters/<int:mailing_pk>/again/", leaving.again, name="again"),
    path("<int:pk>/invitations/", answers.answers, name="answers"),
]
