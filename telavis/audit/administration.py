"""The acts of administrators: one word for each, kept in the trace, and the French that their log shows."""

from typing import Any
from uuid import UUID

from django.db import models

from telavis.audit.actions import Author, record
from telavis.audit.models import AuditAction, AuditEvent


class Act(models.TextChoices):
    CREATE_ADMINISTRATOR = "create_administrator", "Administrateur créé"
    APPROVED = "approved", "Inscription validée"
    REFUSED = "refused", "Inscription refusée"
    ASKED = "asked", "Question posée à un inscrit"
    ASK_PROOF = "ask_proof", "Justificatif demandé à un inscrit"
    READ_PROOF = "read_proof", "Justificatif d’un inscrit ouvert"
    SUSPEND = "suspend", "Compte suspendu"
    MANY_SEARCHES = "many_searches", "Recherches de patients en nombre"
    KEEP = "keep", "Compte gardé après vérification"
    REOPEN = "reopen", "Compte rouvert"
    SET_LAST_DAY = "set_last_day", "Dernier jour changé"
    UNBLOCK = "unblock", "Essais remis à zéro"
    GIVE_RIGHT = "give_right", "Droit donné"
    TAKE_RIGHT = "take_right", "Droit retiré"
    GIVE_WORKPLACE = "give_workplace", "Lieu d’exercice donné"
    END_WORKPLACE = "end_workplace", "Lieu d’exercice terminé"
    ASK_RESET = "ask_reset", "Remise à zéro demandée"
    CONFIRM_RESET = "confirm_reset", "Remise à zéro confirmée"
    ABANDON_RESET = "abandon_reset", "Remise à zéro abandonnée"
    ASK_MERGE = "ask_merge", "Réunion de comptes demandée"
    ABANDON_MERGE = "abandon_merge", "Réunion de comptes abandonnée"
    MERGE = "merge", "Comptes réunis"
    CREATE_ORGANIZATION = "create_organization", "Établissement créé"
    CORRECT_ORGANIZATION = "correct_organization", "Établissement corrigé"
    NAME_REFERENT = "name_referent", "Référent nommé"
    CREATE_SERVICE = "create_service", "Service créé"
    CORRECT_SERVICE = "correct_service", "Service corrigé"
    OPEN_SERVICE = "open_service", "Service ouvert aux demandes"
    CLOSE_SERVICE = "close_service", "Service fermé aux demandes"
    ADD_MEMBER = "add_member", "Membre ajouté"
    END_MEMBER = "end_member", "Place d’un membre terminée"
    SET_OFFER = "set_offer", "Type de demande proposé"
    WITHDRAW_OFFER = "withdraw_offer", "Type de demande retiré"
    SIGN_FORM = "sign_form", "Formulaire signé"
    PUBLISH_FORM = "publish_form", "Formulaire publié"
    WITHDRAW_FORM = "withdraw_form", "Formulaire retiré"
    PUBLISH_TEXT = "publish_text", "Version d’un texte publiée"
    WITHDRAW_TEXT = "withdraw_text", "Version d’un texte retirée"
    SET_PARAMETER = "set_parameter", "Réglage changé"
    EXPORT_LOG = "export_log", "Journal téléchargé"
    WITHDRAW_PARAMETER = "withdraw_parameter", "Réglage à venir retiré"


def trace(act: Act, *, by: Author, kind: str, key: UUID | None, label: str, **detail: Any) -> AuditEvent:
    """One line of the administrators' log, in the transaction of the act that it tells."""
    return record(
        AuditAction.ADMINISTER,
        by=by,
        object_kind=kind,
        object_id=key,
        object_label=label[:200],
        detail={
            "did": act.value,
            **{name: value for name, value in detail.items() if value not in ("", None)},
        },
    )
