from django.db import migrations


class Migration(migrations.Migration):
    """Each note at a flagged thing is a row of its own, so a thing can have several open ones."""

    dependencies = [("returns", "0004_flags")]

    operations = [migrations.RemoveConstraint(model_name="flag", name="one_open_flag_a_thing")]
