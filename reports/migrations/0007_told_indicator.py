import django.db.models.deletion
from django.db import migrations, models


def of_releases(apps, schema_editor):
    """Keep of which indicators the releases there are told first."""
    using = schema_editor.connection.alias
    Indicator = apps.get_model("indicators", "Indicator")
    codes = dict(Indicator.objects.using(using).values_list("code", "id"))
    kept = set(codes.values())
    first = {}
    reports = (
        apps.get_model("reports", "ReleasedReport").objects.using(using).order_by("release_id")
    )
    of_figures = models.Q(key="first told") | models.Q(key__startswith="masked/indicator/")
    for release, key, data in (
        reports.filter(of_figures).values_list("release", "key", "data").iterator()
    ):
        if key == "first told":
            told = {row[0] for row in (*data["figures"], *data.get("hidden", ()))}
        else:
            told = {codes.get(data["line"]["code"])} if data["periods"] else set()
        for each in told & kept:
            first.setdefault(each, release)
    ToldIndicator = apps.get_model("reports", "ToldIndicator")
    ToldIndicator.objects.using(using).bulk_create(
        ToldIndicator(release_id=release, indicator_id=each)
        for each, release in sorted(first.items())
    )


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0002_broken_down_by"),
        ("reports", "0006_rule_of_further_hiding"),
    ]

    operations = [
        migrations.CreateModel(
            name="ToldIndicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "indicator",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told_indicators",
                        to="reports.release",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator that a release told of",
                "verbose_name_plural": "indicators that a release told of",
                "ordering": ["id"],
            },
        ),
        migrations.RunPython(of_releases, migrations.RunPython.noop),
    ]
