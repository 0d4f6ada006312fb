"""The two lists of the queue are read in the order of an index, and an address is found whatever its capitals."""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("registrations", "0005_unanswered_questions")]

    operations = [
        migrations.RemoveIndex(model_name="registration", name="registration_by_email"),
        migrations.AddIndex(
            model_name="registration", index=models.Index(Lower("email"), name="registration_by_address")
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["submitted_at", "id"],
                condition=Q(state__in=("waiting", "asked")),
                name="registration_to_decide_order",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["decided_at", "id"],
                condition=Q(state__in=("approved", "refused")),
                name="registration_decided_order",
            ),
        ),
    ]
