from django.urls import path

from minim.web.program import apart, cohorts, facilitators, organizers, overview, rhythm, who, wishes

app_name = "programs"

urlpatterns = [
    path("", overview.programs, name="list"),
    path("new/", overview.new, name="new"),
    path("<int:pk>/", overview.program, name="detail"),
    path("<int:pk>/rename/", overview.rename, name="rename"),
    path("<int:pk>/who/", who.who, name="who"),
    path("<int:pk>/who/count/", who.count, name="count"),
    path("<int:pk>/who/people/", who.people, name="people"),
    path("<int:pk>/who/found/", who.found, name="found"),
    path("<int:pk>/who/refill/", who.refill, name="refill"),
    path("<int:pk>/who/<int:person_pk>/enrol/", who.enrol, name="enrol"),
    path("<int:pk>/who/<int:person_pk>/take-out/", who.take_out, name="take-out"),
    path("<int:pk>/who/<int:person_pk>/leave-to-rule/", who.leave_to_rule, name="leave-to-rule"),
    path("<int:pk>/cohorts/", cohorts.cohorts, name="cohorts"),
    path("<int:pk>/cohorts/by-level/", cohorts.by_level, name="cohorts-by-level"),
    path("<int:pk>/cohorts/<int:cohort_pk>/", cohorts.cohort, name="cohort"),
    path("<int:pk>/cohorts/<int:cohort_pk>/remove/", cohorts.remove, name="remove-cohort"),
    path("<int:pk>/rhythm/", rhythm.rhythm, name="rhythm"),
    path("<int:pk>/rhythm/sizes/", rhythm.sizes, name="sizes"),
    path("<int:pk>/facilitators/", facilitators.facilitators, name="facilitators"),
    path("<int:pk>/facilitators/people/", facilitators.people, name="facilitators-people"),
    path("<int:pk>/facilitators/<int:person_pk>/", facilitators.switch, name="facilitator"),
    path("<int:pk>/facilitators/<int:person_pk>/let-lead/", facilitators.let_lead, name="let-lead"),
    path("<int:pk>/facilitators/<int:person_pk>/take-back/", facilitators.take_back, name="take-back-lead"),
    path("<int:pk>/apart/", apart.apart, name="apart"),
    path("<int:pk>/apart/found/", apart.found, name="apart-found"),
    path("<int:pk>/apart/<int:pair_pk>/remove/", apart.remove, name="remove-apart"),
    path("<int:pk>/wishes/", wishes.wishes, name="wishes"),
    path("<int:pk>/organizers/", organizers.organizers, name="organizers"),
    path("<int:pk>/organizers/<int:person_pk>/share/", organizers.share, name="share"),
    path("<int:pk>/organizers/<int:person_pk>/take-back/", organizers.take_back, name="take-back"),
]
