"""The pages on which a return is taken along as a workbook, and brought back filled."""

from dataclasses import asdict

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedIn
from periods.calendar import FinancialQuarter
from returns.access import return_for, why_not_written
from returns.drafts import Clash
from returns.models import Return
from returns.pages import address
from returns.questions import Questionnaire
from returns.workflow import NotAllowed
from workbooks.forms import UploadForm
from workbooks.offline import Change, Comparison, Filled, Moved, compare, put_in
from workbooks.offline_reading import read_filled
from workbooks.offline_writing import write_return
from workbooks.reading.limits import NotRead
from workbooks.views import XLSX

# A filled workbook waits this long for its owner to confirm it.
WAITS = 12 * 60 * 60
KEEP, TAKE = "keep", "take"


class ReturnUploadForm(UploadForm):
    """Choose the workbook of a return."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        file = self.fields["file"]
        file.label = "Choose the workbook that you filled in"
        file.help_text = "At most 20 MB. You see what would change before anything does."
        file.widget.attrs["accept"] = ".xlsx,.ods"


class ChoicesForm(forms.Form):
    """Which answer to keep, for each question that somebody else changed meanwhile."""

    def __init__(self, *args, clashes: list[Change], **kwargs):
        super().__init__(*args, **kwargs)
        for each in clashes:
            self.fields[each.question.about] = forms.ChoiceField(
                label=f"{each.question.title}: which answer is right?",
                choices=[(KEEP, "What is in the return now"), (TAKE, "What is in my file")],
                widget=forms.RadioSelect,
                error_messages={
                    "required": f"Choose which answer is right for “{each.question.title}”."
                },
            )

    @property
    def taken(self) -> list[str]:
        """The questions of which the file's answer is wanted."""
        return [about for about, side in self.cleaned_data.items() if side == TAKE]


@require_safe
def download(request: SignedIn, slug: str, quarter: FinancialQuarter) -> HttpResponse:
    """The return as a workbook, with what is in it already."""
    ours = return_for(request.user, slug, quarter)
    if locked := why_not_written(request.user, ours):
        messages.error(request, locked)
        return redirect(address(ours))
    content = write_return(
        ours,
        Questionnaire(ours),
        where=f"{settings.SITE_URL}{address(ours, 'return-upload')}",
        made=timezone.localtime(),
        by=request.user,
    )
    name = f"{ours.plan.slug}-{quarter.slug}-return-restricted.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedIn, slug: str, quarter: FinancialQuarter) -> HttpResponse:
    """Bring a filled workbook: see what it would change, and put that into the return."""
    ours = return_for(request.user, slug, quarter)
    locked = why_not_written(request.user, ours)
    if request.method != "POST":
        return page(request, ours, locked=locked)
    if locked:
        messages.error(request, f"{locked} Nothing of your file was put in.")
        return redirect(address(ours))
    if "seen" in request.POST:
        return confirm(request, ours)
    if "drop" in request.POST:
        forget(request.user, ours)
        messages.success(request, "The file is put aside. Nothing of it is in the return.")
        return redirect(address(ours, "return-upload"))
    return receive(request, ours)


def receive(request: SignedIn, ours: Return) -> HttpResponse:
    """Read a file that was brought, and let it wait for its owner to see what it changes."""
    form = ReturnUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, ours, form=form)
    questions = Questionnaire(ours)
    try:
        filled = read_filled(form.name, form.cleaned_data["file"].read(), ours, questions)
    except NotRead as refusal:
        form.refuse(refusal)
        return page(request, ours, form=form)
    if filled.told or filled.notes or compare(filled, questions).changes:
        cache.set(place_of(request.user, ours), asdict(filled), WAITS)
    else:
        forget(request.user, ours)
        messages.success(
            request,
            f"Nothing new: everything that you filled into {filled.name} is in the return already.",
        )
    return redirect(address(ours, "return-upload"))


def confirm(request: SignedIn, ours: Return) -> HttpResponse:
    """Put what was previewed into the return, and nothing else."""
    filled = waiting(request.user, ours)
    if filled is None:
        messages.info(
            request,
            "Your file was put in already, or put aside. If something is missing here, bring it "
            "again: twice does no harm.",
        )
        return redirect(address(ours))
    seen = request.POST["seen"]
    comparison = compare(filled, Questionnaire(ours))
    choices = ChoicesForm(request.POST, clashes=comparison.clashes)
    if comparison.fingerprint == seen and not choices.is_valid():
        return page(request, ours, choices=choices)
    try:
        taken = choices.taken if choices.is_valid() else []
        count = put_in(ours, filled, seen=seen, take=taken, by=request.user)
    except (Moved, Clash):
        messages.warning(
            request,
            "Nothing was put in: since you looked, the return was changed, or you brought another "
            "file. Here is what your file would change now.",
        )
        return redirect(address(ours, "return-upload"))
    except NotAllowed as refusal:
        messages.error(request, f"{refusal} Nothing of your file was put in.")
        return redirect(address(ours))
    forget(request.user, ours)
    messages.success(request, put_in_words(count, filled.name))
    return redirect(address(ours))


def put_in_words(count: int, name: str) -> str:
    if not count:
        return "The return stays as it was."
    answers = "1 answer" if count == 1 else f"{count} answers"
    return f"{answers} from {name} {'is' if count == 1 else 'are'} in the return. Check it below."


def page(
    request: SignedIn,
    ours: Return,
    *,
    locked: str = "",
    form: ReturnUploadForm | None = None,
    choices: ChoicesForm | None = None,
) -> HttpResponse:
    """What the file that waits would change; or, where none does, choosing one."""
    filled = None if locked or form else waiting(request.user, ours)
    comparison = compare(filled, Questionnaire(ours)) if filled else Comparison([])
    return render(
        request,
        "workbooks/offline_upload.html",
        {
            "ours": ours,
            "plan": ours.plan,
            "quarter": ours.quarter,
            "name": ours.quarter.calendar.long_label,
            "task_list": address(ours),
            "locked": locked,
            "filled": filled,
            "comparison": comparison,
            "restricted": any("prospect" in each.question.hints for each in comparison.changes),
            "clashes": clashes_of(comparison, choices),
            "upload": form or ReturnUploadForm(),
            "form": form or choices,
        },
    )


def clashes_of(comparison: Comparison, choices: ChoicesForm | None) -> list[tuple]:
    """Each question that both sides changed, with the box in which to choose."""
    asked = choices or ChoicesForm(clashes=comparison.clashes)
    return [(each, asked[each.question.about]) for each in comparison.clashes]


# A file that waits ----------------------------------------------------------------------------


def place_of(user, ours: Return) -> str:
    """Where a person's file for this return waits; nobody else asks for it."""
    return f"return-workbook-1-{user.pk}-{ours.plan_id}-{ours.quarter.calendar.slug}"


def waiting(user, ours: Return) -> Filled | None:
    """The file that this person brought for the return and has not confirmed."""
    kept = cache.get(place_of(user, ours))
    return Filled(**kept) if kept else None


def forget(user, ours: Return) -> None:
    cache.delete(place_of(user, ours))
