"""The pages on which an officer brings a plan document and answers its questions."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plans.models import DeliveryPlan
from risks.models import Risk, RiskAssessment
from tests.builders import make_officer, make_quarter, make_user
from tests.workbooks.documents.word import (
    FILES,
    INDICATORS,
    NI_101,
    RISKS,
    SEED,
    p,
    read_here,
    table,
    word,
)
from workbooks.documents import drafts
from workbooks.documents.forms import OWN, mark_of
from workbooks.models import Import, ImportState
from workbooks.reading.limits import LARGEST_FILE

pytestmark = pytest.mark.django_db
SAVED_BY_LIBREOFFICE = (FILES / "saved-by-libreoffice.docx").read_bytes()
SMALL = word(
    table(INDICATORS, NI_101)
    + p("Loose words")
    + table(RISKS, ["Flu comes. Snow falls", "Nil Low", "Low Low", "One Plan Two hopes"])
)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """Documents are read without a process of their own, which has tests of its own."""
    monkeypatch.setattr(drafts, "read_document", lambda name, content: read_here(content, name))
    monkeypatch.setattr(
        "workbooks.documents.reading.read_document",
        lambda name, content: read_here(content, name),
    )


@pytest.fixture
def officer(client):
    user = make_officer(name="Olive Officer")
    client.force_login(user)
    return user


def words(response) -> str:
    return " ".join(response.content.decode().split())


def bring(client, content: bytes, name: str = "plan.docx"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("documents"), {"file": file}, follow=True)


def page_of(record: Import) -> str:
    return reverse("document-questions", args=[record.pk])


def mark(response, key: str) -> str:
    (found,) = [each for each in response.context["form"].questions if each.key == key]
    return mark_of(found)


# Who


@pytest.mark.parametrize("office", ["", "Board member"])
def test_only_officers_enter(client, office):
    client.force_login(make_officer())
    bring(client, SMALL)
    client.force_login(make_user(office=office))
    for address in (reverse("documents"), page_of(Import.objects.get())):
        assert client.get(address).status_code == 403
        assert client.post(address, {"suggested": "yes"}).status_code == 403
    assert Import.objects.get().interpretation == {"answers": {}}


# Bringing it


@pytest.mark.parametrize("door", ["documents", "imports"])
def test_a_word_document_is_read_and_asks_its_questions(client, officer, door):
    file = SimpleUploadedFile("plan.docx", SAVED_BY_LIBREOFFICE)
    shown = client.post(reverse(door), {"file": file}, follow=True)
    assert shown.redirect_chain[-1][0] == page_of(Import.objects.get())
    assert "leaves 17 questions open" in words(shown)
    assert "2.4% needs a cohort of 41, 42 or 82 to 85: which, or unknown?" in words(shown)
    assert "Nothing is saved yet." in words(shown)
    assert "Restricted: contains small numbers" in words(shown)
    assert not DeliveryPlan.objects.exists()


def test_pasted_text_is_read_alike(client, officer):
    shown = client.post(reverse("documents"), {"text": SEED.decode()}, follow=True)
    assert "This is the plan NI 101." in words(shown)
    assert Import.objects.get().name == "Pasted plan.txt"


def test_each_field_is_shown_beside_its_place(client, officer):
    shown = bring(client, SAVED_BY_LIBREOFFICE)
    (targets,) = [each for each in shown.context["sheets"] if each.name == "Targets"]
    first = {field.heading: field for field in targets.rows[0].fields}
    assert (first["Target"].value, first["Target"].place) == ("15%", "Table 4!B3")
    assert (first["Designation"].value, first["Designation"].words) == ("designated", "Designated")


def places_of(response) -> dict[tuple[str, str, str], str]:
    """Each field's place in the document, by sheet, row and heading."""
    return {
        (sheet.name, row.name, field.heading): field.place
        for sheet in response.context["sheets"]
        for row in sheet.rows
        for field in row.fields
    }


def test_each_field_is_shown_beside_its_place_where_the_plan_is_kept_already_too(client, officer):
    bring(client, SAVED_BY_LIBREOFFICE)
    record = Import.objects.get()
    shown = client.post(page_of(record), {"suggested": "yes"}, follow=True)
    before = places_of(shown)
    form = shown.context["form"]
    client.post(page_of(record), {name: form[name].value() or "" for name in form.fields})
    client.post(f"/imports/{record.pk}/", {"accept": "on"})
    record.refresh_from_db()
    assert record.state == ImportState.SAVED

    after = places_of(bring(client, SAVED_BY_LIBREOFFICE))
    for field in (
        ("Indicators", "NI 101", "Baseline"),
        ("Actions", "Action 2", "Milestones / success measure"),
        ("Milestones", "Action 2, milestone 1", "First due"),
        ("Risk assessments", "Risk 2", "Impact"),
        ("Targets", "NI 101, 2009/10", "Indicator"),
    ):
        assert before[field]
        assert after[field] == before[field]


def test_what_the_plan_has_in_other_words_is_asked_and_answered_on_the_page(client, officer):
    def go_on(shown):
        form = shown.context["form"]
        return client.post(
            page_of(Import.objects.order_by("pk").last()),
            {name: form[name].value() or "" for name in form.fields},
        )

    bring(client, SAVED_BY_LIBREOFFICE)
    record = Import.objects.get()
    go_on(client.post(page_of(record), {"suggested": "yes"}, follow=True))
    client.post(f"/imports/{record.pk}/", {"accept": "on"})
    number = Risk.objects.count()

    reworded = SEED.replace(b"Recession likely to increase numbers", b"Recession raises numbers")
    shown = client.post(reverse("documents"), {"text": reworded.decode()}, follow=True)
    assert "and risk 1 “Recession likely to increase numbers of LAC” is not in the document" in (
        words(shown)
    )
    assert "It is risk 1 “Recession likely to increase numbers of LAC”, in other words (" in (
        words(shown)
    )
    record = Import.objects.order_by("pk").last()
    go_on(client.post(page_of(record), {"suggested": "yes"}, follow=True))
    client.post(f"/imports/{record.pk}/", {"accept": "on"})
    assert Risk.objects.count() == number
    assert Risk.objects.get(number=1).risk.startswith("Recession raises numbers")


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({}, "Choose the document, or paste its text."),
        ({"text": "Minutes of a meeting"}, "There is no delivery plan in the document"),
        ({"file": ("plan.doc", b"\xd0\xcf\x11\xe0")}, "old Office format (such as .doc)"),
        ({"file": ("plan.docx", b"words")}, "not what its name says"),
        ({"file": ("plan.docx", b"")}, "The file is empty"),
        ({"file": ("plan.txt", b"x"), "text": "y"}, "not both"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field_and_what_was_typed_stays(
    client, officer, monkeypatch, posted, sentence
):
    monkeypatch.undo()
    if "file" in posted:
        posted = posted | {"file": SimpleUploadedFile(*posted["file"])}
    shown = client.post(reverse("documents"), posted)
    assert shown.status_code == 200
    assert sentence in words(shown)
    assert posted.get("text", "") in words(shown)
    assert not Import.objects.exists()


def test_a_file_that_is_too_large_is_told(client, officer):
    shown = bring(client, b"x" * (LARGEST_FILE + 1))
    assert "at most 20 MB can be read" in words(shown)


# Answering


def test_answers_are_kept_while_others_are_open(client, officer):
    shown = bring(client, SMALL)
    record = Import.objects.get()
    given = mark(shown, "title")
    client.post(page_of(record), {f"choice-{given}": OWN, f"own-{given}": "Ours", "keep": "yes"})

    shown = client.get(page_of(record))

    assert shown.context["form"][f"own-{given}"].value() == "Ours"
    assert shown.context["form"][f"choice-{given}"].value() == OWN
    record.refresh_from_db()
    assert record.state == ImportState.ASKING
    assert "plan.docx" in words(client.get(reverse("documents")))


def test_nothing_goes_on_before_every_question_is_answered(client, officer):
    bring(client, SMALL)
    shown = client.post(page_of(Import.objects.get()), {})
    assert shown.status_code == 200
    assert "There is a problem" in words(shown)
    assert "Answer this: What is the plan called?" in words(shown)
    assert Import.objects.get().state == ImportState.ASKING


def test_an_answer_that_will_not_do_is_told_at_its_question_and_stays(client, officer):
    shown = bring(client, SAVED_BY_LIBREOFFICE)
    given = mark(shown, "Table 4!A3 cohort")
    shown = client.post(
        page_of(Import.objects.get()), {f"choice-{given}": OWN, f"own-{given}": "60"}
    )
    assert "A cohort of 60 cannot give 2.4%: write another" in words(shown)
    assert shown.context["form"][f"own-{given}"].value() == "60"


def test_with_what_is_suggested_the_plan_is_previewed_and_then_saved(client, officer):
    bring(client, SAVED_BY_LIBREOFFICE)
    record = Import.objects.get()
    shown = client.post(page_of(record), {"suggested": "yes"}, follow=True)
    assert "every question is answered" in words(shown)
    assert not DeliveryPlan.objects.exists()

    form = shown.context["form"]
    posted = {name: form[name].value() or "" for name in form.fields}
    preview = client.post(page_of(record), posted, follow=True)
    assert "35 new rows" in words(preview)
    assert "Table 7!B4" in words(preview)
    assert not DeliveryPlan.objects.exists()

    saved = client.post(f"/imports/{record.pk}/", {"accept": "on"}, follow=True)
    assert "Everything in plan.docx is saved." in words(saved)
    assert Risk.objects.count() == 4


def test_a_risk_is_split_in_the_officers_own_way(client, officer):
    shown = bring(client, SMALL)
    record = Import.objects.get()
    given = mark(shown, "Table 2!A2 split")
    own = "Flu comes | Nil | Low | One Plan\nSnow falls | Low | Low | Two hopes"
    shown = client.post(
        page_of(record), {f"choice-{given}": OWN, f"own-{given}": own, "keep": "yes"}, follow=True
    )
    (risks,) = [each for each in shown.context["sheets"] if each.name == "Risks"]
    assert [row.fields[2].value for row in risks.rows] == ["Flu comes", "Snow falls"]


def test_loose_words_are_put_into_a_field_or_left_out_knowingly(client, officer):
    shown = bring(client, SMALL)
    record = Import.objects.get()
    assert "Words in 1 place found no field" in words(shown)
    given = mark(shown, "Paragraph 1 unplaced")
    shown = client.post(
        page_of(record), {f"choice-{given}": "NI 101: purpose", "keep": "yes"}, follow=True
    )
    (indicators,) = [each for each in shown.context["sheets"] if each.name == "Indicators"]
    purpose = next(each for each in indicators.rows[0].fields if each.heading == "Purpose")
    assert purpose.value == "To narrow the gap\nLoose words"


def test_an_answer_can_be_changed_after_the_preview(client, officer):
    bring(client, SMALL)
    record = Import.objects.get()
    draft = drafts.draft_of(record)
    draft.take_suggestions()
    draft.keep({"agreement": "Kent Local Area Agreement 2008-11"})
    draft.take_suggestions()
    draft.check()
    record.refresh_from_db()
    assert record.state == ImportState.CHECKED

    preview = client.get(f"/imports/{record.pk}/")
    assert page_of(record) in words(preview)
    client.post(page_of(record), {"keep": "yes"})

    assert client.get(f"/imports/{record.pk}/").headers["Location"] == page_of(record)


def test_a_document_is_put_aside(client, officer):
    bring(client, SMALL)
    record = Import.objects.get()
    shown = client.post(page_of(record), {"drop": "yes"}, follow=True)
    assert "plan.docx is put aside. Nothing was saved." in words(shown)
    assert client.get(page_of(record)).status_code == 404


def test_how_often_the_database_is_asked_does_not_grow_with_the_document(
    client, officer, django_assert_max_num_queries
):
    bring(client, SAVED_BY_LIBREOFFICE)
    with django_assert_max_num_queries(30):
        client.get(page_of(Import.objects.get()))


# Correcting what was read


def box(response, sheet: str, row: str, heading: str) -> str:
    """The name of the box in which that field is corrected."""
    return field_of(response, sheet, row, heading).box.html_name


def field_of(response, sheet: str, row: str, heading: str):
    (found,) = [
        field
        for each in response.context["sheets"]
        for shown in each.rows
        for field in shown.fields
        if (each.name, shown.name, field.heading) == (sheet, row, heading)
    ]
    return found


HOW = ("Risks", "Risk 1", "How managed")


@pytest.fixture
def whole(client, officer):
    """The real plan, in an open round, whose every question is answered as suggested."""
    make_quarter("2009/10 Q3", state="open")
    return brought_and_answered(client, SAVED_BY_LIBREOFFICE)


def brought_and_answered(client, content: bytes) -> Import:
    bring(client, content)
    record = Import.objects.latest("pk")
    client.post(page_of(record), {"suggested": "yes"})
    return record


@pytest.fixture
def small(client, officer):
    """A small plan, in an open round, whose every question is answered as suggested."""
    make_quarter("2009/10 Q3", state="open")
    return brought_and_answered(client, SMALL)


def as_it_stands(response) -> dict[str, str]:
    form = response.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_a_field_is_corrected_in_its_place_and_says_so(client, whole):
    shown = client.get(page_of(whole))
    given = {box(shown, *HOW): "Flu vaccine\nfor all", "keep": "yes"}
    shown = client.post(page_of(whole), as_it_stands(shown) | given, follow=True)

    assert "Your answers and corrections are kept." in words(shown)
    field = field_of(shown, *HOW)
    assert (field.value, field.changed) == ("Flu vaccine\nfor all", True)
    assert field.place == "Table 7!E2"
    assert "<strong>Changed by you.</strong> Table 7!E2" in words(shown)

    client.post(page_of(whole), as_it_stands(shown))
    client.post(f"/imports/{whole.pk}/", {"accept": "on"})
    assert Risk.objects.get(number=1).how_managed == "Flu vaccine\nfor all"


def test_what_will_not_do_is_told_at_its_field_and_nothing_typed_is_lost(client, small):
    shown = client.get(page_of(small))
    wrong, right = box(shown, "Risk assessments", "Risk 1", "Impact"), box(shown, *HOW)
    given = as_it_stands(shown) | {wrong: "Enormous", right: "Flu vaccine", "keep": "yes"}
    shown = client.post(page_of(small), given)

    (told,) = shown.context["form"].errors[wrong]
    assert "“Enormous”" in told or '"Enormous"' in told
    assert shown.context["form"][wrong].value() == "Enormous"
    assert '<details class="govuk-details laa-correct" open' in words(shown)
    again = client.get(page_of(small))
    assert field_of(again, *HOW).value == "Flu vaccine"
    assert field_of(again, "Risk assessments", "Risk 1", "Impact").value == "Nil"


def test_each_part_of_what_was_read_is_folded_but_where_something_was_changed_or_is_wrong(
    client, small
):
    def open_parts(shown) -> list[str]:
        parts = re.findall(
            r'<details class="govuk-details"( open)?> <summary [^>]+><span [^>]+>([^<]+)',
            words(shown),
        )
        assert len(parts) == len(shown.context["sheets"])
        return [called for is_open, called in parts if is_open]

    shown = client.get(page_of(small))
    assert open_parts(shown) == []
    name = box(shown, "Risks", "Risk 1", "Risk")
    wrong = client.post(page_of(small), as_it_stands(shown) | {name: " "})
    assert open_parts(wrong) == ["2 rows"]
    changed = client.post(
        page_of(small),
        as_it_stands(shown) | {box(shown, *HOW): "Flu vaccine", "keep": "1"},
        follow=True,
    )
    assert open_parts(changed) == ["2 rows"]


def test_a_field_that_must_say_something_cannot_be_emptied(client, small):
    shown = client.get(page_of(small))
    name = box(shown, "Risks", "Risk 1", "Risk")
    shown = client.post(page_of(small), as_it_stands(shown) | {name: " "})
    assert shown.context["form"].errors[name] == ["Risk is blank: write what could go wrong"]


def test_a_correction_is_taken_back_by_writing_what_was_read(client, small):
    shown = client.get(page_of(small))
    before, name = field_of(shown, *HOW).value, box(shown, *HOW)
    shown = client.post(page_of(small), as_it_stands(shown) | {name: "x", "keep": "1"}, follow=True)
    shown = client.post(
        page_of(small), as_it_stands(shown) | {name: before, "keep": "1"}, follow=True
    )
    assert not field_of(shown, *HOW).changed
    small.refresh_from_db()
    assert small.interpretation["corrections"] == {}


def test_a_correction_is_not_put_where_the_document_now_says_something_else(client, small):
    shown = client.get(page_of(small))
    given = {box(shown, *HOW): "Flu vaccine", "keep": "yes"}
    shown = client.post(page_of(small), as_it_stands(shown) | given, follow=True)
    as_one = {f"choice-{mark(shown, 'Table 2!A2 split')}": "keep"}
    shown = client.post(page_of(small), as_it_stands(shown) | as_one | {"keep": "1"}, follow=True)
    assert field_of(shown, *HOW).value == "One Plan Two hopes"
    assert "You wrote “Flu vaccine” in the place of “One Plan”" in words(shown)


def test_what_is_kept_just_so_can_be_corrected_too(client, whole):
    def go_on(record: Import, given: dict[str, str]) -> None:
        shown = client.get(page_of(record))
        client.post(page_of(record), as_it_stands(shown) | given)
        client.post(f"/imports/{record.pk}/", {"accept": "on"})

    go_on(whole, {})
    before = dict(RiskAssessment.objects.values_list("risk__number", "likelihood"))
    assert before[1] != "High"
    again = brought_and_answered(client, SAVED_BY_LIBREOFFICE)
    name = box(client.get(page_of(again)), "Risk assessments", "Risk 1", "Likelihood")
    go_on(again, {name: "High"})
    rated = RiskAssessment.objects.values_list("risk__number", "likelihood")
    assert dict(rated) == before | {1: "High"}
