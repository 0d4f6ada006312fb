"""The journal of a request: what happened, when, by whom and for whom, and why."""

from django.db import models

from telavis.service_requests.workflow import Note, State, Verb


class Transition(models.Model):
    """One line of the journal. Append-only; ids and labels, no foreign key, so that it outlives what it tells."""

    id = models.BigAutoField(primary_key=True)
    service_request_id = models.UUIDField("demande")
    reference = models.CharField("référence", max_length=20)
    verb = models.CharField("verbe", max_length=20, choices=[*Verb.choices, *Note.choices])
    from_state = models.CharField("de", max_length=20, choices=State.choices)
    to_state = models.CharField("à", max_length=20, choices=State.choices)
    occurred_at = models.DateTimeField("le")
    user_id = models.UUIDField("compte", null=True)
    user_label = models.CharField("par", max_length=200)
    role_id = models.UUIDField("situation d’exercice", null=True)
    role_label = models.CharField("depuis", max_length=300, blank=True)
    on_behalf_of_id = models.UUIDField("pour (situation)", null=True)
    on_behalf_of_label = models.CharField("pour", max_length=300, blank=True)
    reason_code = models.CharField("motif", max_length=30, blank=True)
    reason = models.CharField("motif en toutes lettres", max_length=1000, blank=True)
    detail = models.JSONField("précisions", default=dict)

    class Meta:
        verbose_name = "ligne du journal"
        indexes = [
            models.Index(fields=["service_request_id", "id"], name="transition_of_a_request"),
            models.Index(fields=["occurred_at"], name="transition_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.verb} {self.occurred_at:%Y-%m-%d %H:%M}"


class SweepMark(models.Model):
    """What the sweep has done at a deadline: the unique row makes each happen once."""

    service_request_id = models.UUIDField("demande")
    event = models.CharField("événement", max_length=20)
    due_at = models.DateTimeField("échéance")
    done_at = models.DateTimeField("fait le")

    class Meta:
        verbose_name = "échéance traitée"
        constraints = [
            models.UniqueConstraint(
                fields=["service_request_id", "event", "due_at"], name="sweep_mark_happens_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.due_at:%Y-%m-%d %H:%M}"
