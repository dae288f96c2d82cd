from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("workbooks", "0007_large_files")]

    operations = [
        migrations.RemoveField(
            model_name="import",
            name="base",
        ),
        migrations.RemoveField(
            model_name="import",
            name="changes",
        ),
    ]
