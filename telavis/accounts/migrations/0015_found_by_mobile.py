"""An account is found by its mobile, to compare it with those who apply."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_found_without_accents")]

    operations = [
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["mobile"], condition=~models.Q(mobile=""), name="user_by_mobile"),
        ),
    ]
