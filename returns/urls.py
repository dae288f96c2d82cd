"""The addresses of the quarterly return."""

from django.urls import path

from returns import board_pages, flag_pages, history_pages, pages, step_pages

urlpatterns = [
    path("", board_pages.all_returns, name="returns"),
    path("<quarter:quarter>/chosen/", board_pages.chosen, name="returns-chosen"),
    path("<quarter:quarter>/sign-off/", board_pages.sign_off_chosen, name="returns-sign-off"),
    path("<slug:slug>/<quarter:quarter>/", pages.task_list, name="return"),
    path("<slug:slug>/<quarter:quarter>/figures/<str:about>/", pages.figure, name="return-figure"),
    path(
        "<slug:slug>/<quarter:quarter>/figures/<str:about>/history/",
        history_pages.figure_history,
        name="return-figure-history",
    ),
    path("<slug:slug>/<quarter:quarter>/flag/<str:about>/", flag_pages.flag, name="return-flag"),
    path("<slug:slug>/<quarter:quarter>/check/", pages.check, name="return-check"),
    path("<slug:slug>/<quarter:quarter>/submitted/", pages.submitted, name="return-submitted"),
    path("<slug:slug>/<quarter:quarter>/recall/", step_pages.recall_return, name="return-recall"),
    path(
        "<slug:slug>/<quarter:quarter>/send-back/",
        step_pages.send_return_back,
        name="return-send-back",
    ),
    path(
        "<slug:slug>/<quarter:quarter>/sign-off/",
        step_pages.sign_return_off,
        name="return-sign-off",
    ),
    path("<slug:slug>/<quarter:quarter>/reopen/", step_pages.reopen_return, name="return-reopen"),
    path("<slug:slug>/<quarter:quarter>/<slug:part>/", pages.section, name="return-section"),
]
