"""Forms of the admin as a browser sends them: what the page shows, with some boxes changed."""

from django.urls import reverse


def values_of(page) -> dict:
    """Every box of the page's form and of its rows, as a browser would send them untouched."""
    sent = {}
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        sent |= {
            f"{inline.formset.prefix}-{name}": value
            for name, value in inline.formset.management_form.initial.items()
        }
        forms += inline.formset.forms
    for form in forms:
        for name, field in form.fields.items():
            if not field.disabled:
                sent |= _sent(form[name])
    return {name: value for name, value in sent.items() if value is not None}


def _sent(box) -> dict:
    value = box.value()
    if isinstance(value, bool):
        return {box.html_name: "on"} if value else {}
    if hasattr(value, "pk"):
        value = value.pk
    if isinstance(value, list):
        return {box.html_name: [getattr(each, "pk", each) for each in value]}
    return {box.html_name: "" if value is None else value}


def add(office, noun, **given):
    """Fill in the add page of a noun, such as indicators_target, and save."""
    address = reverse(f"admin:{noun}_add")
    return office.post(address, values_of(office.get(address)) | given)


def change(office, row, **given):
    """Change some boxes on a row's page, and save."""
    address = address_of(row)
    return office.post(address, values_of(office.get(address)) | given)


def address_of(row, page="change"):
    model = row._meta
    return reverse(f"admin:{model.app_label}_{model.model_name}_{page}", args=[quoted(row)])


def quoted(row):
    return str(row.pk).replace("/", "_2F")


def errors(page) -> dict[str, list[str]]:
    """What the page says is wrong, by box; rows of the page have their boxes' whole names."""
    told = dict(page.context["adminform"].form.errors)
    for inline in page.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            told |= {f"{form.prefix}-{name}": list(each) for name, each in form.errors.items()}
        if inline.formset.non_form_errors():
            told[inline.formset.prefix] = list(inline.formset.non_form_errors())
    return {name: list(each) for name, each in told.items()}
