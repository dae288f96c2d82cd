"""The pages of the house that a person may land on, and who looks at them in these tests."""

# Whoever sees most of a page looks at it; where another sees it differently, they look too.
PAGES = {
    "": (
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/1-nonsense/",
        "/accounts/inactive/",
        "/accessibility/",
        "/privacy/",
        "/cookies/",
    ),
    "officer": (
        "/",
        "/dashboard/",
        "/dashboard/2009-q2/?status=missed",
        "/plans/",
        "/plans/ni-101/",
        "/plans/lac-01/",
        "/indicators/ni-101/",
        "/indicators/lac-01/",
        "/reports/",
        "/reports/2009-q3/",
        "/reports/2009-q3/ni-101/",
        "/reports/2009-q2/?audience=public",
        "/plans/ni-101/?as_at=2009-q2&audience=public",
        "/quarters/",
        "/quarters/2009-q3/close/",
        "/quarters/2009-q2/withdraw/",
        "/imports/",
        "/accounts/",
        "/accounts/password/change/",
        "/accounts/logout/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
    ),
    "board": ("/", "/dashboard/2009-q1/", "/reports/2009-q2/", "/plans/ni-101/"),
    "manager": ("/", "/plans/ni-101/?as_at=2009-q3", "/reports/2009-q2/"),
}
# Django's own pages in our colours.
ADMIN = (
    "/admin/",
    "/admin/plans/deliveryplan/",
    "/admin/plans/deliveryplan/1/change/",
    "/admin/indicators/actual/",
    "/admin/indicators/actual/add/",
    "/admin/indicators/actual/import/",
    "/admin/indicators/actual/export/",
    "/admin/accounts/user/add/",
)
