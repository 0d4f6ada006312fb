"""A question has a moment, and once it was recalled a last day to answer."""

from django.db import migrations, models
from django.db.models import Q

QUESTIONS_THAT_WAIT = """
    UPDATE registrations_registration r
    SET asked_at = COALESCE(
        (SELECT max(s.occurred_at) FROM registrations_registrationstep s
         WHERE s.registration_id = r.id AND s.verb IN ('ask', 'ask_proof')),
        r.submitted_at)
    WHERE r.state = 'asked'
"""


class Migration(migrations.Migration):
    dependencies = [("registrations", "0004_texts_in_force_do_not_change")]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="asked_at",
            field=models.DateTimeField(null=True, verbose_name="question posée le"),
        ),
        migrations.AddField(
            model_name="registration",
            name="answer_by",
            field=models.DateField(null=True, verbose_name="réponse attendue jusqu’au"),
        ),
        migrations.RunSQL(QUESTIONS_THAT_WAIT, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=~Q(state="asked") | Q(asked_at__isnull=False),
                name="registration_asked_has_a_time",
            ),
        ),
        migrations.AlterField(
            model_name="registrationstep",
            name="verb",
            field=models.CharField(
                choices=[
                    ("start", "Commencer"),
                    ("accept_texts", "Accepter les textes"),
                    ("choose_workplace", "Choisir le lieu d’exercice"),
                    ("give_contact", "Donner son adresse et son mobile"),
                    ("prove_mail", "Prouver l’adresse e-mail"),
                    ("prove_mobile", "Prouver le mobile"),
                    ("submit", "Envoyer"),
                    ("approve", "Valider"),
                    ("refuse", "Refuser"),
                    ("ask", "Poser une question"),
                    ("ask_proof", "Demander un justificatif"),
                    ("reply", "Répondre"),
                    ("remind", "Rappeler la question"),
                    ("lapse", "Clore sans réponse"),
                    ("abandon", "Abandonner"),
                ],
                max_length=20,
                verbose_name="verbe",
            ),
        ),
    ]
