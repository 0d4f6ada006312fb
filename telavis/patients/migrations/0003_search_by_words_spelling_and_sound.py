"""The search reads words, spelling and sound of both names, each by an index of its own."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("patients", "0002_append_only"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="patient",
            name="patient_by_last_name",
        ),
        migrations.RemoveIndex(
            model_name="patient",
            name="patient_by_last_name_sound",
        ),
        migrations.AddField(
            model_name="patient",
            name="given_words",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), default=list, size=None, verbose_name="prénoms, mots"
            ),
        ),
        migrations.AddField(
            model_name="patient",
            name="last_words",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), default=list, size=None, verbose_name="noms, mots"
            ),
        ),
        migrations.AlterField(
            model_name="patient",
            name="phonetic_given",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), default=list, size=None, verbose_name="prénoms, codes"
            ),
        ),
        migrations.AlterField(
            model_name="patient",
            name="phonetic_last",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), default=list, size=None, verbose_name="noms, codes"
            ),
        ),
        migrations.AlterField(
            model_name="patient",
            name="sort_key",
            field=models.TextField(blank=True, verbose_name="clé de tri"),
        ),
        migrations.AddIndex(
            model_name="patient",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["last_words", "given_words"], name="patient_by_words"
            ),
        ),
        migrations.AddIndex(
            model_name="patient",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_last", "search_given"],
                name="patient_by_spelling",
                opclasses=["gin_trgm_ops", "gin_trgm_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="patient",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["phonetic_last", "phonetic_given"], name="patient_by_sound"
            ),
        ),
    ]
