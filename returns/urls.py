"""The addresses of the quarterly return."""

from django.urls import path

from returns import pages

urlpatterns = [
    path("", pages.own_returns, name="returns"),
    path("<slug:slug>/<quarter:quarter>/", pages.task_list, name="return"),
    path("<slug:slug>/<quarter:quarter>/figures/<str:about>/", pages.figure, name="return-figure"),
    path("<slug:slug>/<quarter:quarter>/check/", pages.check, name="return-check"),
    path("<slug:slug>/<quarter:quarter>/submitted/", pages.submitted, name="return-submitted"),
    path("<slug:slug>/<quarter:quarter>/<slug:part>/", pages.section, name="return-section"),
]
