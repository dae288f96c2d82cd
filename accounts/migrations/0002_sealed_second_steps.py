"""What a second step is made of is sealed, where it was kept as it is."""

from django.db import migrations

from accounts.sealing import MARK, SECRETS, seal


def seal_all(apps, schema_editor):
    for each in apps.get_model("mfa", "Authenticator").objects.filter(type__in=SECRETS):
        name = SECRETS[each.type]
        kept = each.data.get(name, "")
        if kept and not kept.startswith(MARK):
            each.data[name] = seal(kept)
            each.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.RunPython(seal_all, migrations.RunPython.noop),
    ]
