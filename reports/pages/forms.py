"""Forms with which officers run the rounds."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from django import forms

from periods.forms import GovukDateField
from periods.models import Quarter
from reports.disclosure.breakdowns import Doubtful
from reports.disclosure.counting import Renamed
from reports.disclosure.masking import Key
from reports.disclosure.wording import Finding, Way
from sheets.problems import all_of

# Under which names it is sent what is hidden further.
HIDE = "hide_"
# And whether small numbers of what is no people any more are shown.
SHOWN, YES, NO = "shown_", "shown", "hidden"
# And that breakdowns and cohorts are what they are taken for.
RIGHT = "breakdowns_"
# Of what follows from what is hidden further.
ONCE = "Once what is chosen above is hidden, this is still given away."
OTHERWISE = "What is chosen above leads to something else now: choose again."


class StepForm(forms.Form):
    """A step of a round. What the service refuses is told above the form."""

    def __init__(self, *args, quarter: Quarter, **kwargs):
        super().__init__(*args, **kwargs)
        self.quarter = quarter


class OpenForm(StepForm):
    """Open a round, until when."""

    due = GovukDateField(
        named="the date returns are due",
        label="When are returns due?",
        help_text="The last day on which a return is in time. The usual is the tenth working day.",
    )

    def __init__(self, *args, opens, **kwargs):
        super().__init__(*args, **kwargs)
        self.opens = opens

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due < self.opens:
            raise forms.ValidationError(
                "The date returns are due must be on or after the day the quarter opens, "
                f"{self.opens:%-d %B %Y}.",
                params={"parts": ("day", "month", "year")},
            )
        return due


class CloseForm(StepForm):
    """Close a round: there is nothing to enter."""


class PublishForm(StepForm):
    """Publish a round; where something is missing, or it was published before, say why."""

    reason = forms.CharField(widget=forms.Textarea, label="Why is it published?", required=False)

    def __init__(
        self,
        *args,
        asks: str = "",
        away: Sequence[Finding] = (),
        follows: Sequence[Finding] = (),
        renamed: Sequence[Renamed] = (),
        doubtful: Sequence[Doubtful] = (),
        **kwargs,
    ):
        """`away` is what would be given away and can be mended: of each, one way is chosen.

        So is it of what `follows` from that. Of what is `renamed` it is asked whether it is shown,
        and of what is `doubtful` whether it is right.
        """
        super().__init__(*args, **kwargs)
        self.right = ""
        if may_stand := [each.sentence for each in doubtful if each.may_stand]:
            # What is doubtful by the time it is sent has to be what the officer read.
            self.right = f"{RIGHT}{mark_of_words(may_stand)}"
            self.fields[self.right] = forms.BooleanField(
                label="I have looked at each of these breakdowns and cohorts: "
                "they are right as they are",
                error_messages={
                    "required": "Look at the breakdowns and cohorts above, which may have changed "
                    "since, and tick that they are right; or put them right first."
                },
            )
        for one in renamed:
            self.fields[f"{SHOWN}{one.indicator}"] = forms.ChoiceField(
                label=f"{one.code} counts {one.now} now. Are its small numbers shown?",
                choices=[
                    (NO, f"No, they stay hidden as numbers of {one.was}"),
                    (YES, f"Yes, nobody can be known by a small number of {one.now}"),
                ],
                widget=forms.RadioSelect,
                initial=NO,
                help_text=(
                    f"It counted {one.was} when it was published last, and small numbers of "
                    f"{one.was} are hidden: {all_of(one.figures)}."
                ),
                error_messages={"required": "Say whether its small numbers are shown."},
            )
        every = [*away, *follows]
        for number, each in enumerate(every, start=1):
            once = ONCE if number > len(away) else ""
            self.fields[f"{HIDE}{number}"] = forms.ChoiceField(
                label=f"What is hidden so that this is not given away{numbered(number, every)}?",
                choices=[(mark_of(way.keys), label_of(way)) for way in each.ways],
                widget=forms.RadioSelect,
                initial=mark_of(each.ways[0].keys),
                help_text=" ".join([once, *each.sentences, how_many(each.ways)]).strip(),
                error_messages={
                    "required": "Choose what is hidden so that this is not given away.",
                    "invalid_choice": OTHERWISE
                    if once
                    else "The figures have changed since: choose again.",
                },
            )
        self.order_fields(each for each in [*self.fields] if each != "reason")
        if not asks:
            del self.fields["reason"]
            return
        self.fields["reason"].label = asks
        self.fields["reason"].required = True
        self.fields["reason"].help_text = "One or two sentences. They are kept with the release."
        self.fields["reason"].error_messages["required"] = "Say why, in a sentence."

    def reason_given(self) -> str:
        return self.cleaned_data.get("reason", "")

    def shown_again(self) -> set[int]:
        """The indicators whose small numbers the officer chose to show."""
        return shown_in(self.cleaned_data)

    def hidden_with_it(self) -> list[set[Key]]:
        """The further figures that the officer chose to hide, question by question."""
        return chosen_in(self.cleaned_data)


def mark_of_words(sentences: Iterable[str]) -> str:
    """A short name of what these say."""
    return sha256("\n".join(sentences).encode()).hexdigest()[:12]


def numbered(number: int, away: Sequence[Finding]) -> str:
    return f" ({number} of {len(away)})" if len(away) > 1 else ""


def how_many(ways: Sequence[Way]) -> str:
    """Whether there is a choice."""
    if len(ways) == 1:
        return "No other way was found that hides as little."
    return f"Each of these {len(ways)} ways is enough for this."


def label_of(way: Way) -> str:
    """ "LAC 01 for 2009/10 Quarter 2: readers then miss its latest figure"."""
    return f"{way.figures}: readers then miss {way.cost}"


def mark_of(way: Iterable[Key]) -> str:
    """Some figures as the value of a choice."""
    return ";".join("|".join(map(str, key)) for key in sorted(way))


def shown_in(sent: Mapping[str, str]) -> set[int]:
    """The indicators whose small numbers are to be shown, as far as that can be read."""
    return {
        int(number)
        for name, answer in sent.items()
        if (number := name.removeprefix(SHOWN)) != name and number.isdecimal() and answer == YES
    }


def chosen_in(sent: Mapping[str, str]) -> list[set[Key]]:
    """The further figures that were chosen, question by question, as far as that can be read."""
    found: list[set[Key]] = []
    while mark := sent.get(f"{HIDE}{len(found) + 1}"):
        try:
            found.append(keys_of(mark))
        except (ValueError, TypeError):
            break
    return found


def keys_of(mark: str) -> set[Key]:
    """The figures of such a value."""
    parts = [each.split("|") for each in mark.split(";") if each]
    return {Key(int(indicator), period, reported) for indicator, period, reported in parts}


class ShowAgainForm(forms.Form):
    """Show a further figure again, saying why."""

    reason = forms.CharField(
        widget=forms.Textarea,
        label="Why is it shown again?",
        help_text="One or two sentences. They are kept, with your name.",
        error_messages={"required": "Say why the figure is shown again."},
    )


class WithdrawForm(StepForm):
    """Withdraw a publication, saying why."""

    reason = forms.CharField(
        widget=forms.Textarea,
        label="Why is the publication withdrawn?",
        help_text="One or two sentences. They are kept, with your name.",
        error_messages={"required": "Say why the publication is withdrawn."},
    )
