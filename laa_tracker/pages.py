"""Pages that hold no figures: what the law asks a service to say, and a person's own account."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.views.generic import TemplateView

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
your_account = TemplateView.as_view(template_name="pages/your_account.html")
