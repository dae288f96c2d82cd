"""An agreement's years are financial years: where a quarter or a calendar year stood, its year."""

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


def keep_financial_years(apps, schema_editor):
    Agreement = apps.get_model("plans", "Agreement")
    agreements = Agreement.objects.using(schema_editor.connection.alias)
    for pk, *years in agreements.values_list("pk", "first_year", "last_year"):
        first, last = map(financial_year, years)
        if [first, last] != years:
            agreements.filter(pk=pk).update(first_year=first, last_year=last)


def financial_year(label):
    """The year that begins in the same calendar year: 2009/10 of 2009/10 Q2, and of 2009."""
    year = int(label[:4])
    return f"{year}/{(year + 1) % 100:02d}"


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="agreement",
            name="agreement_first_year_is_a_label",
        ),
        migrations.RemoveConstraint(
            model_name="agreement",
            name="agreement_last_year_is_a_label",
        ),
        migrations.RunPython(keep_financial_years, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_year__gte", "1990"),
                    ("first_year__lt", "2100"),
                    django.db.models.lookups.Exact(
                        django.db.models.functions.text.Length("first_year"), 7
                    ),
                    django.db.models.lookups.Exact(
                        django.db.models.functions.text.Substr("first_year", 5, 1), "/"
                    ),
                ),
                name="agreement_first_year_is_a_label",
                violation_error_message="A financial year is written 2008/09.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_year__gte", "1990"),
                    ("last_year__lt", "2100"),
                    django.db.models.lookups.Exact(
                        django.db.models.functions.text.Length("last_year"), 7
                    ),
                    django.db.models.lookups.Exact(
                        django.db.models.functions.text.Substr("last_year", 5, 1), "/"
                    ),
                ),
                name="agreement_last_year_is_a_label",
                violation_error_message="A financial year is written 2008/09.",
            ),
        ),
    ]
