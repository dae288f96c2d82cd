"""Every page one reads, and the pages on which officers run the rounds."""

from django.urls import include, path

from reports import (
    clearing_views,
    dependency_views,
    download_views,
    figure_views,
    pack_views,
    public_views,
    round_views,
    views,
)
from reports.downloads import TO_READ, Format

urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard/", views.dashboard, name="dashboard"),
    *(
        path(
            f"dashboard/<quarter:quarter>.{ending}",
            pack_views.pack,
            {"ending": ending},
            name=f"pack-{ending}",
        )
        for ending in TO_READ
    ),
    path("dashboard/<quarter:quarter>/", views.dashboard, name="dashboard-of"),
    path("dashboard/<quarter:quarter>/pack/", pack_views.put_together, name="pack"),
    path("changes/<quarter:before>..<quarter:after>/", views.changes, name="changes"),
    path("plans/", views.plans, name="plans"),
    *(
        path(
            f"plans/<slug:slug>.{ending}",
            download_views.plan,
            {"ending": ending},
            name=f"plan-{ending}",
        )
        for ending in TO_READ
    ),
    path("plans/<slug:slug>/", views.plan, name="plan"),
    path("indicators/<slug:slug>/", views.indicator, name="indicator"),
    path("indicators/<slug:slug>/<slug:period>/", figure_views.figure, name="figure"),
    path("dependencies/", dependency_views.dependencies, name="dependencies"),
    path("reports/", views.reports, name="reports"),
    *(
        path(
            f"reports/<quarter:quarter>.{ending}",
            download_views.quarterly_report,
            {"ending": ending},
            name=f"report-{ending}",
        )
        for ending in Format
    ),
    path("reports/<quarter:quarter>/", views.quarterly_report, name="report"),
    path("reports/<quarter:quarter>/<slug:slug>/", views.plan_report, name="plan-report"),
    path("feeds/", include("reports.feeds.urls")),
    path("public/", public_views.public, name="public"),
    path("public/<quarter:quarter>/", public_views.public, name="public-of"),
    path("texts/<quarter:quarter>/", clearing_views.texts, name="clear-texts"),
    path("releases/", clearing_views.releases, name="releases"),
    path("quarters/", round_views.quarters, name="quarters"),
    path("quarters/<quarter:quarter>/open/", round_views.open_round, name="open-quarter"),
    path("quarters/<quarter:quarter>/close/", round_views.close_round, name="close-quarter"),
    path("quarters/<quarter:quarter>/publish/", round_views.publish_round, name="publish-quarter"),
    path(
        "quarters/<quarter:quarter>/withdraw/", round_views.withdraw_round, name="withdraw-quarter"
    ),
]
