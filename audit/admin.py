"""The log in the admin: a look. Its own pages at /audit/ are easier to read."""

from django.contrib import admin

from accounts.office import ViewOnlyAdmin
from audit.models import Entry, Sight


@admin.register(Entry)
class EntryAdmin(ViewOnlyAdmin):
    """Who did what, each bound to all before it; number 0 is the head, which says where it ends."""

    list_display = ("number", "at", "person", "deed", "what", "plans")
    list_filter = ("deed",)
    list_select_related = ("person",)
    search_fields = ("what", "plans")
    date_hierarchy = "at"
    ordering = ("-number",)


@admin.register(Sight)
class SightAdmin(ViewOnlyAdmin):
    """Who looked at pages with small numbers, or was refused one."""

    list_display = ("page", "person", "day", "refused")
    list_filter = ("refused",)
    list_select_related = ("person",)
    search_fields = ("page",)
    date_hierarchy = "day"
