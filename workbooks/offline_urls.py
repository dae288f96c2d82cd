"""The addresses at which a return leaves as a workbook and comes back."""

from django.urls import path

from workbooks import offline_views

urlpatterns = [
    path(
        "<slug:slug>/<quarter:quarter>/workbook.xlsx",
        offline_views.download,
        name="return-workbook",
    ),
    path("<slug:slug>/<quarter:quarter>/upload/", offline_views.upload, name="return-upload"),
]
