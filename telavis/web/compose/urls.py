"""Composing a request: patient, consent, type, recipient, then the form."""

from django.urls import path

from telavis.web.compose import (
    consent,
    correction,
    drafts,
    form,
    ins,
    patient,
    recipient,
    request_type,
    review,
    sent,
)

app_name = "compose"

urlpatterns = [
    path("nouvelle/", patient.start, name="start"),
    path("nouvelle/choisir/", patient.choose, name="choose"),
    path("nouvelle/identite/", patient.identity, name="identity"),
    path("nouvelle/lieux/", patient.places, name="places"),
    path("<uuid:pk>/", drafts.resume, name="resume"),
    path("<uuid:pk>/reprendre/", drafts.restore, name="restore"),
    path("<uuid:pk>/patient/", patient.patient, name="patient"),
    path("<uuid:pk>/identite/", correction.correct_identity, name="correct_identity"),
    path("<uuid:pk>/identite/ins/", ins.retrieve, name="retrieve_ins"),
    path("<uuid:pk>/consentement/", consent.consent, name="consent"),
    path("<uuid:pk>/type/", request_type.request_type, name="type"),
    path("<uuid:pk>/destinataire/", recipient.recipient, name="recipient"),
    path("<uuid:pk>/formulaire/", form.form, name="form"),
    path("<uuid:pk>/formulaire/enregistrer/", form.autosave, name="autosave"),
    path("<uuid:pk>/relecture/", review.review, name="review"),
    path("<uuid:pk>/prete/", review.hand_over, name="hand_over"),
    path("<uuid:pk>/alerte/", review.alarm, name="alarm"),
    path("<uuid:pk>/envoyer/", review.send, name="send"),
    path("<uuid:pk>/envoyee/", sent.sent, name="sent"),
    path("<uuid:pk>/envoyee/annuler/", sent.recall, name="recall"),
    path("<uuid:pk>/envoyee/maintenant/", sent.send_now, name="send_now"),
]
