"""The addresses of the log."""

from django.urls import path

from audit import pages

urlpatterns = [
    path("", pages.log, name="audit"),
    path("log.csv", pages.log_file, name="audit-file"),
    path("looks/", pages.sights, name="audit-looks"),
    path("looks.csv", pages.sights_file, name="audit-looks-file"),
]
