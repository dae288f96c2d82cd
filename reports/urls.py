"""Every page one reads, and the pages on which officers run the rounds."""

from django.urls import include, path

from reports.pages import (
    dependencies,
    feed_files,
    figures,
    files,
    hidden,
    packs,
    public,
    rounds,
    texts,
    views,
)
from reports.pages.downloads import TO_READ, Format

urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard/", views.dashboard, name="dashboard"),
    *(
        path(
            f"dashboard/<quarter:quarter>.{ending}",
            packs.pack,
            {"ending": ending},
            name=f"pack-{ending}",
        )
        for ending in TO_READ
    ),
    path("dashboard/<quarter:quarter>/", views.dashboard, name="dashboard-of"),
    path("dashboard/<quarter:quarter>/pack/", packs.put_together, name="pack"),
    path("changes/<quarter:before>..<quarter:after>/", views.changes, name="changes"),
    path("plans/", views.plans, name="plans"),
    *(
        path(
            f"plans/<slug:slug>.{ending}",
            files.plan,
            {"ending": ending},
            name=f"plan-{ending}",
        )
        for ending in TO_READ
    ),
    path("plans/<slug:slug>/", views.plan, name="plan"),
    path("indicators/<slug:slug>/", views.indicator, name="indicator"),
    path("indicators/<slug:slug>/<slug:period>/", figures.figure, name="figure"),
    path("dependencies/", dependencies.dependencies, name="dependencies"),
    path("reports/", views.reports, name="reports"),
    *(
        path(
            f"reports/<quarter:quarter>.{ending}",
            files.quarterly_report,
            {"ending": ending},
            name=f"report-{ending}",
        )
        for ending in Format
    ),
    path("reports/<quarter:quarter>/", views.quarterly_report, name="report"),
    path("reports/<quarter:quarter>/<slug:slug>/", views.plan_report, name="plan-report"),
    path("feeds/<str:noun>.csv", feed_files.table, name="feed-csv"),
    path("feeds/", include("reports.feeds.urls")),
    path("public/", public.public, name="public"),
    path("public/<quarter:quarter>/", public.public, name="public-of"),
    path("texts/<quarter:quarter>/", texts.texts, name="clear-texts"),
    path("releases/", texts.releases, name="releases"),
    path("releases/hidden/", hidden.hidden, name="hidden-figures"),
    path("releases/hidden/<int:decision>/", hidden.show_figure, name="show-figure"),
    path("quarters/", rounds.quarters, name="quarters"),
    path("quarters/<quarter:quarter>/open/", rounds.open_round, name="open-quarter"),
    path("quarters/<quarter:quarter>/close/", rounds.close_round, name="close-quarter"),
    path("quarters/<quarter:quarter>/publish/", rounds.publish_round, name="publish-quarter"),
    path("quarters/<quarter:quarter>/withdraw/", rounds.withdraw_round, name="withdraw-quarter"),
]
