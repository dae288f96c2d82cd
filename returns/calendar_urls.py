"""The addresses of people's calendars."""

from django.urls import path

from returns import calendar_views

urlpatterns = [
    path("make/", calendar_views.make, name="make-calendar-link"),
    path("stop/", calendar_views.stop, name="stop-calendar-link"),
    path("<str:token>.ics", calendar_views.feed, name="calendar"),
]
