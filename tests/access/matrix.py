"""The matrix: what every address answers to everybody. A new address needs a row here.

A number is the status of the page. `in`: the person is sent to sign in; `door`: to the door of the
admin, which answers as its own row says. `>` before a number: the person was sent on to another
page, which has that status. A 404 is the page for what is not there at all; a 403 says whom to ask.
"""

from django.apps import apps
from django.contrib.admin.utils import quote

from tests.access.house import CALENDAR

ROLES = (
    "anonymous",  # not signed in
    "deactivated",  # signed in, and then no longer let in
    "stranger",  # signed in, without any part
    "neighbour",  # contributor of the plan NI 99
    "contributor",  # of the plan NI 101
    "lead",  # of the plan NI 101
    "board",
    "officer",
)

# Quarter 1 is withdrawn, Quarter 2 published, Quarter 3 open, Quarter 4 not opened; there is no
# quarter of 2031.
PAGES = """
#                                                anon. deac. str. neig. cont. lead board officer

/                                                  in   in   200   200   200   200   200   200
/dashboard/                                        in   in   200   200   200   200   200   200
/dashboard/?as_at=2009-q3                          in   in   404   404   404   404   404   200
/dashboard/?as_at=nonsense                         in   in   404   404   404   404   404   404
/dashboard/?audience=officer                       in   in   200   200   200   200   200   200
/dashboard/?audience=public                        in   in   200   200   200   200   200   200
/dashboard/2009-q1/                                in   in   404   404   404   404   404   200
/dashboard/2009-q2/                                in   in   200   200   200   200   200   200
/dashboard/2009-q3/                                in   in   404   404   404   404   404   200
/dashboard/2009-q4/                                in   in   404   404   404   404   404   404
/dashboard/2031-q1/                                in   in   404   404   404   404   404   404
/dashboard/2009-q1.pdf                             in   in   404   404   404   404   404   200
/dashboard/2009-q2.pdf                             in   in   200   200   200   200   200   200
/dashboard/2009-q2.pdf?audience=board              in   in   200   200   200   200   200   200
/dashboard/2009-q2.pdf?audience=own                in   in   200   200   200   200   200   200
/dashboard/2009-q3.pdf                             in   in   404   404   404   404   404   200
/dashboard/2031-q1.pdf                             in   in   404   404   404   404   404   404
/dashboard/2009-q2.docx                            in   in   200   200   200   200   200   200
/dashboard/2009-q3.docx                            in   in   404   404   404   404   404   200
/dashboard/2009-q2/pack/                           in   in   403   403   403   403   403   200
/dashboard/2009-q3/pack/                           in   in   403   403   403   403   403   200
/dashboard/2031-q1/pack/                           in   in   403   403   403   403   403   404

/changes/2009-q1..2009-q2/                         in   in   404   200   200   200   404   200
/changes/2009-q2..2009-q3/                         in   in   404   200   200   200   404   200
/changes/2009-q3..2009-q2/                         in   in   404  >200  >200  >200   404  >200
/changes/2009-q2..2009-q2/                         in   in   404   404   404   404   404   404
/changes/2009-q2..2009-q4/                         in   in   404   404   404   404   404   404
/changes/2009-q2..2031-q1/                         in   in   404   404   404   404   404   404

/plans/                                            in   in   200   200   200   200   200   200
/plans/?as_at=2009-q2                              in   in   200   200   200   200   200   200
/plans/?as_at=2009-q3                              in   in   404   404   404   404   404   200
/plans/ni-101/                                     in   in   200   200   200   200   200   200
/plans/ni-101/?audience=officer                    in   in   200   200   200   200   200   200
/plans/ni-101/?as_at=2009-q1                       in   in   404   404   200   200   404   200
/plans/ni-101/?as_at=2009-q2                       in   in   200   200   200   200   200   200
/plans/ni-101/?as_at=2009-q3                       in   in   404   404   200   200   404   200
/plans/ni-101/?as_at=2009-q4                       in   in   404   404   404   404   404   404
/plans/ni-99/                                      in   in   200   200   200   200   200   200
/plans/ni-99/?as_at=2009-q3                        in   in   404   200   404   404   404   200
/plans/nonsense/                                   in   in   404   404   404   404   404   404
/plans/ni-101.pdf                                  in   in   200   200   200   200   200   200
/plans/ni-101.pdf?audience=officer                 in   in   200   200   200   200   200   200
/plans/ni-101.pdf?as_at=2009-q2                    in   in   200   200   200   200   200   200
/plans/ni-101.pdf?as_at=2009-q3                    in   in   404   404   200   200   404   200
/plans/ni-101.pdf?as_at=2009-q3&audience=public    in   in   404   404   200   200   404   200
/plans/ni-99.pdf?as_at=2009-q3                     in   in   404   200   404   404   404   200
/plans/nonsense.pdf                                in   in   404   404   404   404   404   404
/plans/ni-101.docx                                 in   in   200   200   200   200   200   200
/plans/ni-101.docx?as_at=2009-q3                   in   in   404   404   200   200   404   200
/plans/ni-99.docx?as_at=2009-q3                    in   in   404   200   404   404   404   200

/indicators/ni-101/                                in   in   200   200   200   200   200   200
/indicators/ni-101/?as_at=2009-q1                  in   in   404   404   200   200   404   200
/indicators/ni-101/?as_at=2009-q3                  in   in   404   404   200   200   404   200
/indicators/ni-99/                                 in   in   200   200   200   200   200   200
/indicators/ni-99/?as_at=2009-q3                   in   in   404   200   404   404   404   200
/indicators/nonsense/                              in   in   404   404   404   404   404   404
/indicators/ni-101/2008-09/                        in   in   200   200   200   200   200   200
/indicators/ni-101/2008-09/?audience=officer       in   in   200   200   200   200   200   200
/indicators/ni-101/2008-09/?as_at=2009-q1          in   in   404   404   200   200   404   200
/indicators/ni-101/2008-09/?as_at=2009-q3          in   in   404   404   200   200   404   200
/indicators/ni-101/2007-08/?as_at=2009-q2          in   in   200   200   200   200   200   200
/indicators/ni-101/2009-10/?as_at=2009-q2          in   in   200   200   200   200   200   200
/indicators/ni-101/2012-13/                        in   in   200   200   200   200   200   200
/indicators/lac-101/2009-q2/                       in   in   200   200   200   200   200   200
/indicators/ni-99/2008-09/?as_at=2009-q3           in   in   404   200   404   404   404   200
/indicators/ni-101/2009-q2/                        in   in   404   404   404   404   404   404
/indicators/ni-101/nonsense/                       in   in   404   404   404   404   404   404
/indicators/nonsense/2008-09/                      in   in   404   404   404   404   404   404

/dependencies/                                     in   in   200   200   200   200   200   200
/dependencies/?audience=public                     in   in   200   200   200   200   200   200
/dependencies/?as_at=2009-q2                       in   in   200   200   200   200   200   200
/dependencies/?as_at=2009-q3                       in   in   404   404   404   404   404   200
/dependencies/?as_at=nonsense                      in   in   404   404   404   404   404   404

/reports/                                          in   in   200   200   200   200   200   200
/reports/2009-q1/                                  in   in   404   404   404   404   404   200
/reports/2009-q2/                                  in   in   200   200   200   200   200   200
/reports/2009-q3/                                  in   in   404   404   404   404   404   200
/reports/2009-q4/                                  in   in   404   404   404   404   404   404
/reports/2031-q1/                                  in   in   404   404   404   404   404   404
/reports/2009-q1/ni-101/                           in   in   404   404   200   200   404   200
/reports/2009-q2/ni-101/                           in   in   200   200   200   200   200   200
/reports/2009-q3/ni-101/                           in   in   404   404   200   200   404   200
/reports/2009-q2/ni-99/                            in   in   200   200   200   200   200   200
/reports/2009-q3/ni-99/                            in   in   404   200   404   404   404   200
/reports/2009-q2/nonsense/                         in   in   404   404   404   404   404   404

/reports/2009-q1.xlsx                              in   in   404   404   404   404   404   200
/reports/2009-q2.xlsx                              in   in   200   200   200   200   200   200
/reports/2009-q2.xlsx?audience=board               in   in   200   200   200   200   200   200
/reports/2009-q2.xlsx?audience=officer             in   in   200   200   200   200   200   200
/reports/2009-q2.xlsx?audience=own                 in   in   200   200   200   200   200   200
/reports/2009-q3.xlsx                              in   in   404   404   404   404   404   200
/reports/2009-q3.xlsx?audience=own                 in   in   404   404   404   404   404   200
/reports/2031-q1.xlsx                              in   in   404   404   404   404   404   404
/reports/2009-q1.csv                               in   in   404   404   404   404   404   200
/reports/2009-q2.csv                               in   in   200   200   200   200   200   200
/reports/2009-q2.csv?audience=board                in   in   200   200   200   200   200   200
/reports/2009-q2.csv?audience=officer              in   in   200   200   200   200   200   200
/reports/2009-q2.csv?audience=own                  in   in   200   200   200   200   200   200
/reports/2009-q3.csv                               in   in   404   404   404   404   404   200
/reports/2009-q3.csv?audience=own                  in   in   404   404   404   404   404   200
/reports/2031-q1.csv                               in   in   404   404   404   404   404   404
/reports/2009-q1.pdf                               in   in   404   404   404   404   404   200
/reports/2009-q2.pdf                               in   in   200   200   200   200   200   200
/reports/2009-q2.pdf?audience=board                in   in   200   200   200   200   200   200
/reports/2009-q2.pdf?audience=officer              in   in   200   200   200   200   200   200
/reports/2009-q2.pdf?audience=own                  in   in   200   200   200   200   200   200
/reports/2009-q3.pdf                               in   in   404   404   404   404   404   200
/reports/2031-q1.pdf                               in   in   404   404   404   404   404   404
/reports/2009-q1.docx                              in   in   404   404   404   404   404   200
/reports/2009-q2.docx                              in   in   200   200   200   200   200   200
/reports/2009-q2.docx?audience=board               in   in   200   200   200   200   200   200
/reports/2009-q3.docx                              in   in   404   404   404   404   404   200

/feeds/                                              in    in   200   200   200   200   200   200
/feeds/openapi.json                                 401   401   200   200   200   200   200   200
/feeds/tokens/                                       in    in   200   200   200   200   200   200
/feeds/tokens/{token}/stop/                          in    in  >200  >200  >200  >200  >200  >200
/feeds/tokens/0/stop/                                in    in  >200  >200  >200  >200  >200  >200
/feeds/statuses.json                                401   401   200   200   200   200   200   200
/feeds/statuses.csv                                 401   401   200   200   200   200   200   200
/feeds/plans.json?as_at=2009-q2                     401   401   200   200   200   200   200   200
/feeds/indicators.json?as_at=2009-q2                401   401   200   200   200   200   200   200
/feeds/targets.json?as_at=2009-q2                   401   401   200   200   200   200   200   200
/feeds/actuals.json?as_at=2009-q2                   401   401   200   200   200   200   200   200
/feeds/baselines.json?as_at=2009-q2                 401   401   200   200   200   200   200   200
/feeds/comparators.json?as_at=2009-q2               401   401   200   200   200   200   200   200
/feeds/actions.json?as_at=2009-q2                   401   401   200   200   200   200   200   200
/feeds/milestones.json?as_at=2009-q2                401   401   200   200   200   200   200   200
/feeds/risks.json?as_at=2009-q2                     401   401   200   200   200   200   200   200
/feeds/dependencies.json?as_at=2009-q2              401   401   200   200   200   200   200   200
/feeds/actions.csv?as_at=2009-q2                    401   401   200   200   200   200   200   200
/feeds/actuals.csv?as_at=2009-q1                    401   401   404   404   404   404   404   200
/feeds/statuses.json?as_at=2009-q3                  401   401   404   404   404   404   404   200
/feeds/statuses.json?as_at=2009-q4                  401   401   404   404   404   404   404   404
/feeds/statuses.json?as_at=2031-q1                  401   401   404   404   404   404   404   404
/feeds/statuses.json?as_at=nonsense                 401   401   400   400   400   400   400   400
/feeds/statuses.json?nonsense=1                     401   401   400   400   400   400   400   400
/feeds/statuses.json?audience=nonsense              401   401   400   400   400   400   400   400
/feeds/statuses.json?audience=public                401   401   200   200   200   200   200   200
/feeds/statuses.json?audience=board                 401   401   403   403   403   403   200   200
/feeds/statuses.json?audience=officer               401   401   403   403   403   403   403   200
/feeds/statuses.xlsx                                401   401   404   404   404   404   404   404
/feeds/nonsense.json                                401   401   404   404   404   404   404   404

/public/                                          404  404   404   404   404   404   404   404
/public/2009-q2/                                  404  404   404   404   404   404   404   404
/texts/2009-q1/                                    in   in   403   403   403   403   403   200
/texts/2009-q2/                                    in   in   403   403   403   403   403   200
/texts/2009-q3/                                    in   in   403   403   403   403   403   200
/texts/2009-q4/                                    in   in   403   403   403   403   403   404
/releases/                                         in   in   403   403   403   403   403   200
/releases/hidden/                                  in   in   403   403   403   403   403   200
/releases/hidden/{further}/                        in   in   403   403   403   403   403   200
/releases/hidden/0/                                in   in   403   403   403   403   403   404

/quarters/                                         in   in   403   403   403   403   403   200
/quarters/2009-q4/open/                            in   in   403   403   403   403   403  >200
/quarters/2009-q3/open/                            in   in   403   403   403   403   403  >200
/quarters/2009-q3/close/                           in   in   403   403   403   403   403   200
/quarters/2009-q1/publish/                         in   in   403   403   403   403   403   200
/quarters/2009-q3/publish/                         in   in   403   403   403   403   403  >200
/quarters/2009-q2/withdraw/                        in   in   403   403   403   403   403   200
/quarters/2031-q1/withdraw/                        in   in   403   403   403   403   403   404

/returns/                                          in   in   200   200   200   200   200   200
/returns/?until=2009-q2                            in   in   200   200   200   200   200   200
/returns/?until=nonsense                           in   in   200   200   200   200   200   404
/returns/2009-q3/chosen/                           in   in   403   403   403   403   403  >200
/returns/2009-q3/sign-off/                         in   in   403   403   403   403   403  >200
/returns/2009-q4/sign-off/                         in   in   403   403   403   403   403   404
/returns/ni-101/2009-q1/                           in   in   404   404   200   200   404   200
/returns/ni-101/2009-q2/                           in   in   404   404   200   200   404   200
/returns/ni-101/2009-q3/                           in   in   404   404   200   200   404   200
/returns/ni-101/2009-q4/                           in   in   404   404   404   404   404   404
/returns/ni-101/2031-q1/                           in   in   404   404   404   404   404   404
/returns/nonsense/2009-q3/                         in   in   404   404   404   404   404   404
/returns/ni-99/2009-q3/                            in   in   404   200   404   404   404   200
/returns/ni-101/2009-q3/figures/                   in   in   404   404   200   200   404   200
/returns/ni-101/2009-q3/actions/                   in   in   404   404   200   200   404   200
/returns/ni-101/2009-q3/risks/                     in   in   404   404   200   200   404   200
/returns/ni-101/2009-q3/dependencies/              in   in   404   404   200   200   404   200
/returns/ni-101/2009-q3/summary/                   in   in   404   404   200   200   404   200
/returns/ni-101/2009-q3/nonsense/                  in   in   404   404   404   404   404   404
/returns/ni-101/2009-q3/figures/ni-101.2008-09/    in   in   404   404   200   200   404   200
/returns/ni-101/2009-q3/figures/nonsense/          in   in   404   404   404   404   404   404
/returns/ni-101/2009-q3/figures/ni-101.2008-09/history/ in in 404   404   200   200   404   200
/returns/ni-101/2009-q3/figures/summary/history/   in   in   404   404   404   404   404   404
/returns/ni-101/2009-q3/flag/ni-101.2008-09/       in   in   404   404   200   200   404   200
/returns/ni-101/2009-q3/flag/nonsense/             in   in   404   404   404   404   404   404
/returns/ni-99/2009-q3/flag/nonsense/              in   in   404   404   404   404   404   404
/returns/ni-101/2009-q3/check/                     in   in   404   404   200   200   404   200
/returns/ni-101/2009-q3/recall/                    in   in   404   404  >200  >200   404  >200
/returns/ni-101/2009-q3/send-back/                 in   in   404   404  >200  >200   404  >200
/returns/ni-101/2009-q3/sign-off/                  in   in   404   404  >200  >200   404  >200
/returns/ni-101/2009-q3/reopen/                    in   in   404   404  >200  >200   404  >200
/returns/ni-101/2009-q3/submitted/                 in   in   404   404  >200  >200   404  >200

/returns/ni-101/2009-q3/workbook.xlsx              in   in   404   404   200   200   404   200
/returns/ni-101/2009-q2/workbook.xlsx              in   in   404   404  >200  >200   404  >200
/returns/ni-101/2009-q4/workbook.xlsx              in   in   404   404   404   404   404   404
/returns/ni-99/2009-q3/workbook.xlsx               in   in   404   200   404   404   404   200
/returns/ni-101/2009-q3/upload/                    in   in   404   404   200   200   404   200
/returns/ni-101/2009-q2/upload/                    in   in   404   404   200   200   404   200
/returns/ni-101/2009-q4/upload/                    in   in   404   404   404   404   404   404
/returns/ni-99/2009-q3/upload/                     in   in   404   200   404   404   404   200

/imports/                                          in   in   403   403   403   403   403   200
/imports/export.xlsx                               in   in   403   403   403   403   403   200
/imports/export.zip                                in   in   403   403   403   403   403   200
/imports/template.xlsx                             in   in   403   403   403   403   403   200
/imports/template.xlsx?plan=ni-101&quarter=2009/10+Q3 in in  403   403   403   403   403   200
/imports/files/                                    in   in   403   403   403   403   403   404
/imports/files/?what=workbook                      in   in   403   403   403   403   403   200
/imports/files/none/                               in   in   403   403   403   403   403   404
/imports/files/none/take/                          in   in   403   403   403   403   403   404
/imports/documents/                                in   in   403   403   403   403   403   200
/imports/{document}/document/                      in   in   403   403   403   403   403   200
/imports/{import}/document/                        in   in   403   403   403   403   403   404
/imports/{import}/                                 in   in   403   403   403   403   403   200
/imports/{import}/targets/                         in   in   403   403   403   403   403   200
/imports/{import}/marked/                           in   in   403   403   403   403   403   404
/imports/{import}/undo/                             in   in   403   403   403   403   403  >200
/imports/{import}/nonsense/                        in   in   403   403   403   403   403   404
/imports/0/                                        in   in   403   403   403   403   403   404
/imports/mappings/                                 in   in   403   403   403   403   403   200
/imports/mappings/{mapping}/                       in   in   403   403   403   403   403   200
/imports/mappings/{mapping}.json                   in   in   403   403   403   403   403   200
/imports/mappings/0/                               in   in   403   403   403   403   403   404
/imports/mappings/0.json                           in   in   403   403   403   403   403   404
/imports/{matched}/                                in   in   403   403   403   403   403  >200
/imports/{matched}/sheets/                         in   in   403   403   403   403   403   200
/imports/{matched}/columns/1/                      in   in   403   403   403   403   403   200
/imports/{matched}/columns/2/                      in   in   403   403   403   403   403   404
/imports/{matched}/meanings/                       in   in   403   403   403   403   403   200
/imports/{import}/sheets/                          in   in   403   403   403   403   403   404

/calendar/{calendar}.ics                          200  200   200   200   200   200   200   200
/calendar/nonsense.ics                            404  404   404   404   404   404   404   404
/calendar/make/                                    in   in  >200  >200  >200  >200  >200  >200
/calendar/stop/                                    in   in  >200  >200  >200  >200  >200  >200

/accessibility/                                   200  200   200   200   200   200   200   200
/privacy/                                         200  200   200   200   200   200   200   200
/cookies/                                         200  200   200   200   200   200   200   200
/healthz                                          200  200   200   200   200   200   200   200
/readyz                                           200  200   200   200   200   200   200   200
/metrics                                          404  404   404   404   404   404   404   404
/nonsense/                                        404  404   404   404   404   404   404   404
/accounts/nonsense/                               404  404   404   404   404   404   404   404
/quarters/nonsense/                               404  404   404   404   404   404   404   404

/accounts/                                         in   in   200   200   200   200   200   200
/accounts/awake/                                   in   in   204   204   204   204   204   204
/accounts/login/                                  200  200  >200  >200  >200  >200  >200  >200
/accounts/logout/                                  in   in   200   200   200   200   200   200
/accounts/inactive/                               200  200   200   200   200   200   200   200
/accounts/reauthenticate/                          in   in   200   200   200   200   200   200
/accounts/sessions/                                in   in   200   200   200   200   200   200
/accounts/password/change/                         in   in   200   200   200   200   200   200
/accounts/password/set/                            in   in  >200  >200  >200  >200  >200  >200
/accounts/password/reset/                         200  200   200   200   200   200   200   200
/accounts/password/reset/done/                    200  200   200   200   200   200   200   200
/accounts/password/reset/key/done/                200  200   200   200   200   200   200   200
/accounts/password/reset/key/1-nonsense/          200  200   200   200   200   200   200   200
/accounts/2fa/                                     in   in   200   200   200   200   200   200
/accounts/2fa/authenticate/                        in   in  >200  >200  >200  >200  >200  >200
/accounts/2fa/reauthenticate/                      in   in  >200  >200  >200  >200  >200  >200
/accounts/2fa/totp/activate/                       in   in  >200  >200  >200  >200  >200  >200
/accounts/2fa/totp/deactivate/                     in   in   404   404   404   404   404   404
/accounts/2fa/recovery-codes/                      in   in   404   404   404   404   404   404
/accounts/2fa/recovery-codes/generate/             in   in  >200  >200  >200  >200  >200  >200
/accounts/2fa/recovery-codes/download/             in   in   404   404   404   404   404   404

/audit/                                            in   in   403   403   403   403   403   200
/audit/log.csv                                     in   in   403   403   403   403   403   200
/audit/looks/                                      in   in   403   403   403   403   403   200
/audit/looks.csv                                   in   in   403   403   403   403   403   200

/admin/                                          door door  door  door  door  door  door   200
/admin/login/                                      in   in   403   403   403   403   403  >200
/admin/logout/                                   door door  door  door  door  door  door   405
/admin/password_change/                          door door  door  door  door  door  door  >200
/admin/password_change/done/                     door door  door  door  door  door  door  >200
/admin/autocomplete/                             door door  door  door  door  door  door   403
/admin/jsi18n/                                   door door  door  door  door  door  door   200
/admin/r/1/1/                                    door door  door  door  door  door  door   404
/admin/accounts/                                 door door  door  door  door  door  door   200
/admin/nonsense/                                 door door  door  door  door  door  door   404
/admin/accounts/user/links/                        in   in  door  door  door  door  door   200
/admin/accounts/user/{person}/invite/              in   in  door  door  door  door  door   200
"""

# The officers' room, by noun: nobody else enters. What is entered, and what is only looked at
# there, with the officer's answers about a row that exists.
ENTERED = (
    "accounts.User",
    "indicators.Actual",
    "indicators.Baseline",
    "indicators.Comparator",
    "indicators.ComparatorValue",
    "indicators.Indicator",
    "indicators.IndicatorRule",
    "indicators.Target",
    "periods.Quarter",
    "plans.Action",
    "plans.ActionUpdate",
    "plans.Agreement",
    "plans.DeliveryPlan",
    "plans.Dependency",
    "plans.DependencyUpdate",
    "plans.Milestone",
    "plans.MilestoneUpdate",
    "plans.PlanIndicator",
    "plans.PlanPerson",
    "plans.Policy",
    "returns.Return",
    "risks.Risk",
    "risks.RiskAssessment",
)
LOOKED_AT = (
    "audit.Entry",
    "audit.Sight",
    "reports.Clearance",
    "reports.Download",
    "reports.FeedToken",
    "reports.FurtherHiding",
    "reports.Release",
    "reports.ReleasedReport",
    "reports.ToldIndicator",
    "reports.Withdrawal",
    "returns.CalendarLink",
    "returns.Draft",
    "returns.Flag",
    "returns.Nudge",
    "returns.Reminder",
    "returns.ReturnEvent",
    "returns.RoundEvent",
    "workbooks.ChangedRows",
    "workbooks.ExportedSheet",
    "workbooks.Import",
    "workbooks.KeptMapping",
)
NO_ADMIN = "in in door door door door door"
ADMIN = """
#                          entered looked at

                               200       200
add/                           200       403
{row}/                        >200      >200
{row}/change/                  200       200
{row}/delete/                  200       403
{row}/history/                 200       200
{row}/history/{version}/       200         -
import/                        200         -
process_import/                405         -
export/                        200       200
"""


def addressed() -> dict[str, list[str]]:
    """Each address with the answers to everybody, in the order of ROLES.

    Asks the database for the keys of rows that are there.
    """
    keys = {
        "calendar": CALENDAR,
        "import": apps.get_model("workbooks.Import").objects.filter(kind="workbook").first().pk,
        "document": apps.get_model("workbooks.Import").objects.filter(kind="document").first().pk,
        "matched": apps.get_model("workbooks.Import").objects.filter(kind="mapped").first().pk,
        "mapping": apps.get_model("workbooks.KeptMapping").objects.first().pk,
        "token": apps.get_model("reports.FeedToken").objects.first().pk,
        "further": apps.get_model("reports.FurtherHiding").objects.last().pk,
        "person": apps.get_model("accounts.User").objects.first().pk,
    }
    found = dict(row(line.format_map(keys)) for line in lines_of(PAGES))
    for column, nouns in enumerate((ENTERED, LOOKED_AT)):
        for noun in nouns:
            found |= admin_pages(apps.get_model(noun), column)
    return found


def admin_pages(model, column: int) -> dict[str, list[str]]:
    place = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    one = model._base_manager.first()
    version = one.history.first().pk if hasattr(one, "history") else ""
    found = {}
    for line in lines_of(ADMIN):
        answers = line.split()
        page = answers.pop(0).format(row=quote(one.pk), version=version) if len(answers) > 2 else ""
        if answers[column] != "-":
            found[f"{place}{page}"] = [*NO_ADMIN.split(), answers[column]]
    return found


def lines_of(table: str) -> list[str]:
    return [line for line in table.splitlines() if line and not line.startswith("#")]


def row(line: str) -> tuple[str, list[str]]:
    address, *answers = line.split()
    return address, answers
