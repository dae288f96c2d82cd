"""The addresses of the feeds."""

from django.urls import path

from reports.feeds import pages, views

urlpatterns = [
    path("", pages.dictionary, name="feeds"),
    path("tokens/", pages.tokens, name="feed-tokens"),
    path("tokens/<int:key>/stop/", pages.stop, name="stop-feed-token"),
    path("openapi.json", views.openapi, name="feeds-openapi"),
    path("<str:noun>.<str:form>", views.feed, name="feed"),
]
