"""People as officers enter them. Nobody types a password for somebody else.

`plans.admin` registers them, with the part each has in a plan.
"""

from smtplib import SMTPException

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from accounts.deeds import Deed, tell
from accounts.invitations import (
    BY_LINK,
    BY_MAIL,
    CannotBeInvited,
    invite_by_mail,
    link_ends,
    one_time_link,
    waiting_for_an_invitation,
)
from accounts.models import User
from accounts.office import OfficeAdmin, OfficeForm
from accounts.resources import PeopleTable
from accounts.second_step import take_away, with_second_step
from accounts.services import keep_address

# Where links wait for the one page that shows them.
LINKS = "one_time_links"


class PersonForm(OfficeForm):
    """A person; the sign-in name is the e-mail unless another is given."""

    class Meta:
        model = User
        fields = ("name", "email", "office", "username", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "username" in self.fields:
            self.fields["username"].required = False
            self.fields["username"].help_text = "Left blank, it is the e-mail."

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("username") and cleaned.get("email"):
            cleaned["username"] = cleaned["email"].lower()
        return cleaned


class WaitingFilter(admin.SimpleListFilter):
    """People whom nobody has invited yet."""

    title = "invited"
    parameter_name = "invited"

    def lookups(self, request, model_admin):
        return [("no", "Cannot sign in yet")]

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.filter(pk__in=waiting_for_an_invitation().values("pk"))
        return queryset


class PersonAdmin(OfficeAdmin):
    """The people, and how they come in."""

    resource_classes = (PeopleTable,)
    form = PersonForm
    list_display = ("__str__", "email", "office", "is_active", "second_step", "signed_in")
    list_filter = ("office", "is_active", WaitingFilter)
    search_fields = ("name", "email", "username")
    readonly_fields = ("signed_in",)
    ordering = ("name", "username")
    actions = ("invite", "take_second_step_away")
    change_form_template = "admin/accounts/person.html"
    fieldsets = (
        (None, {"fields": ("name", "email", "office")}),
        ("Signing in", {"fields": ("username", "is_active", "signed_in")}),
    )

    @admin.display(description="last signed in", ordering="last_login", empty_value="Not yet")
    def signed_in(self, obj):
        return obj.last_login

    def get_queryset(self, request):
        return with_second_step(super().get_queryset(request))

    @admin.display(description="second step", boolean=True, ordering="second_step")
    def second_step(self, obj):
        return obj.second_step

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("links/", view(self.links_view), name="accounts_user_links"),
            path("<path:object_id>/invite/", view(self.invite_view), name="accounts_user_invite"),
            *super().get_urls(),
        ]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_password(None)
        super().save_model(request, obj, form, change)
        keep_address(obj)

    def response_add(self, request, obj, post_url_continue=None):
        """A new person is invited at once."""
        response = super().response_add(request, obj, post_url_continue)
        if "_popup" in request.POST or not obj.is_active:
            return response
        return self._invite(request, [obj]) or response

    @admin.action(description="Invite")
    def invite(self, request, queryset):
        return self._invite(request, list(queryset))

    @admin.action(description="Take away the second step (a lost phone)")
    def take_second_step_away(self, request, queryset):
        """They come in by their password, and set up another phone."""
        had = take_away(queryset)
        for person in had:
            tell(Deed.SECRET, f"Second step of {person.username} taken away", by=request.user)
        names = ", ".join(map(str, had))
        if had:
            messages.success(request, f"Signing in asks for no code now: {names}.")
        else:
            messages.info(request, "Of those chosen, nobody has a second step.")

    def invite_view(self, request, object_id):
        """Invite one person: by mail where mail is on, or by a link to hand over."""
        person = self.get_object(request, unquote(object_id))
        if person is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if request.method == "POST":
            change = reverse("admin:accounts_user_change", args=[quote(person.pk)])
            by_link = "link" in request.POST
            return self._invite(request, [person], by_link=by_link) or HttpResponseRedirect(change)
        context = self.admin_site.each_context(request) | {
            "title": f"Invite {person}",
            "opts": self.opts,
            "person": person,
            "mail_on": settings.MAIL_ON,
        }
        return TemplateResponse(request, "admin/accounts/invite.html", context)

    @method_decorator(never_cache)
    def links_view(self, request):
        """The links just made, shown once."""
        context = self.admin_site.each_context(request) | {
            "title": "One-time links to hand over",
            "opts": self.opts,
            "links": request.session.pop(LINKS, []),
            "ends": link_ends(),
        }
        return TemplateResponse(request, "admin/accounts/links.html", context)

    def get_deleted_objects(self, objs, request):
        """Whoever did something stays: one sentence, instead of all that rests on the person."""
        gone, counts, perms, kept = super().get_deleted_objects(objs, request)
        sentences = [each for each in kept if each in {person.why_kept for person in objs}]
        if kept and not sentences:
            sentences = [person.why_kept for person in objs]
        return gone, counts, perms, sentences

    def _invite(self, request, people, *, by_link: bool = False):
        """Invite them all; where links were made, the answer is the page that shows them."""
        if settings.MAIL_ON and not by_link:
            # The mail server may be slow: no lock is held while it is spoken to.
            transaction.on_commit(lambda: self._send(request, people))
            return None
        links = []
        for person in people:
            try:
                links.append({"person": str(person), "link": one_time_link(person)})
                self.log_change(request, person, BY_LINK)
            except CannotBeInvited as problem:
                messages.error(request, str(problem))
        if not links:
            return None
        request.session[LINKS] = links
        return HttpResponseRedirect(reverse("admin:accounts_user_links"))

    def _send(self, request, people) -> None:
        """Invite them by mail, and say what became of it."""
        for person in people:
            try:
                invite_by_mail(person, by=request.user)
                self.log_change(request, person, BY_MAIL)
                messages.success(request, f"An invitation was sent to {person.email}.")
            except CannotBeInvited as problem:
                messages.error(request, str(problem))
            except (SMTPException, OSError) as problem:
                messages.error(
                    request,
                    f"The invitation to {person.email} could not be sent ({problem}): make a "
                    "one-time link and hand it over.",
                )
