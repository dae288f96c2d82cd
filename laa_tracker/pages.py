"""Pages that hold no figures: what the law asks a service to say, and a person's own account."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from accounts.access import SignedIn
from indicators.codes import code_order
from plans.models import PlanPerson
from returns.calendars import calendar_of

accessibility = login_not_required(TemplateView.as_view(template_name="pages/accessibility.html"))
privacy = login_not_required(TemplateView.as_view(template_name="pages/privacy.html"))
cookies = login_not_required(
    TemplateView.as_view(
        template_name="pages/cookies.html",
        extra_context={
            "session_cookie": settings.SESSION_COOKIE_NAME,
            "csrf_cookie": settings.CSRF_COOKIE_NAME,
        },
    )
)


@require_safe
def your_account(request: SignedIn) -> HttpResponse:
    """A person's own account: who they are here, their part in which plans, their calendar."""
    parts = PlanPerson.objects.filter(user=request.user.pk).select_related("plan")
    said = ", ".join(
        f"{each.plan.reference} ({each.part})"
        for each in sorted(parts, key=lambda each: code_order(each.plan.reference))
    )
    context = {"parts": said, "calendar": calendar_of(request.user)}
    return render(request, "pages/your_account.html", context)


def awake(request: SignedIn) -> HttpResponse:
    """Asked for while somebody types on a page for long, so that they stay signed in."""
    return HttpResponse(status=204)
