"""Which way a code took that gave a new password, in place of whether a strong factor is due (no release has had that)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_a_code_keeps_where_it_goes")]

    operations = [
        migrations.RemoveField(model_name="user", name="must_show_strong"),
        migrations.AddField(
            model_name="user",
            name="recovered_by",
            field=models.CharField(
                blank=True,
                choices=[("sms", "par SMS"), ("mail", "par e-mail")],
                max_length=10,
                verbose_name="mot de passe retrouvé",
            ),
        ),
    ]
