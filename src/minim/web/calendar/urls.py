from django.urls import path

from minim.web.calendar import feed, mine

app_name = "calendar"

urlpatterns = [
    path("", mine.mine, name="mine"),
    path("address/", mine.renew, name="renew"),
    path("address/end/", mine.end, name="end"),
    path("<str:token>.ics", feed.feed, name="feed"),
]
