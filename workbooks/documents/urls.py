"""The addresses of plan documents, below /imports/."""

from django.urls import path

from workbooks.documents import views

urlpatterns = [
    path("documents/", views.documents, name="documents"),
    path("<int:pk>/document/", views.questions, name="document-questions"),
]
