"""The house's addresses, and the barest page there can be beside them."""

from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import path

from laa_tracker.urls import urlpatterns as of_the_house

SMALL = Template("<!DOCTYPE html><title>{{ title }}</title><p>{{ user }}, {{ number }}")


def bare(request):
    """One query and a small template, for somebody who signed in: what bars.md calls B."""
    number = ContentType.objects.filter(pk__gt=0).values_list("pk", flat=True).first()
    told = {"title": "Bare", "user": request.user, "number": number}
    return HttpResponse(SMALL.render(Context(told)))


urlpatterns = [path("bare/", bare), *of_the_house]
