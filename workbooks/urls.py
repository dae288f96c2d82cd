"""The addresses below /imports/."""

from django.urls import include, path

from workbooks import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("export.xlsx", views.export_workbook, name="export-workbook"),
    path("export.zip", views.export_tables, name="export-tables"),
    path("template.xlsx", views.workbook_template, name="workbook-template"),
    path("", include("workbooks.documents.urls")),
    path("", include("workbooks.mapping.urls")),
    path("files/", views.files, name="files"),
    path("files/<slug:key>/", views.file, name="file"),
    path("files/<slug:key>/take/", views.file_take, name="file-take"),
    path("<int:pk>/", views.import_detail, name="import-detail"),
    path("<int:pk>/marked/", views.import_marked, name="import-marked"),
    path("<int:pk>/undo/", views.import_undo, name="import-undo"),
    path("<int:pk>/<slug:sheet>/", views.import_changes, name="import-changes"),
]
