"""The addresses of mappings, below /imports/."""

from django.urls import path

from workbooks.mapping import views

urlpatterns = [
    path("mappings/", views.mappings, name="mappings"),
    path("mappings/<int:pk>/", views.mapping, name="mapping"),
    path("mappings/<int:pk>.json", views.mapping_file, name="mapping-file"),
    path("<int:pk>/sheets/", views.sheets, name="mapping-sheets"),
    path("<int:pk>/columns/<int:number>/", views.columns, name="mapping-columns"),
    path("<int:pk>/meanings/", views.meanings, name="mapping-meanings"),
]
