from django.urls import path

from minim.web.hours import calendars, days, file, mine

app_name = "hours"

urlpatterns = [
    path("", mine.mine, name="mine"),
    path("written/", mine.write, name="write"),
    path("roster/", mine.as_roster, name="as-roster"),
    path("days/", days.add, name="add-days"),
    path("days/remove/", days.remove, name="remove-days"),
    path("calendars/", calendars.add, name="add-calendar"),
    path("calendars/<int:pk>/read/", calendars.read, name="read-calendar"),
    path("calendars/<int:pk>/remove/", calendars.remove, name="remove-calendar"),
    path("file/", file.look, name="look"),
    path("file/take/", file.take, name="take"),
]
