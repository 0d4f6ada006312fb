"""A name of 100 letters may double with its accents: its sort key is a text without a limit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="healthcareservice",
            name="sort_key",
            field=models.TextField(verbose_name="clé de tri"),
        ),
        migrations.AlterField(
            model_name="organization",
            name="sort_key",
            field=models.TextField(verbose_name="clé de tri"),
        ),
        migrations.AlterField(
            model_name="practitioner",
            name="sort_key",
            field=models.TextField(verbose_name="clé de tri"),
        ),
    ]
