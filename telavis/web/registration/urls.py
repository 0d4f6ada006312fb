"""Addresses of «Je m’inscris»."""

from django.urls import path

from telavis.web.registration import codes, following, proofs, views

app_name = "registration"
urlpatterns = [
    path("", views.start, name="start"),
    path("lieu/", views.workplace, name="workplace"),
    path("compte/", views.contact, name="contact"),
    path("adresse/", codes.mail, name="mail"),
    path("mobile/", codes.mobile, name="mobile"),
    path("code/", codes.resend, name="resend"),
    path("suivi/", following.state, name="state"),
    path("suivi/reponse/", following.reply, name="reply"),
    path("suivi/justificatifs/", proofs.joined, name="proofs"),
    path("suivi/justificatifs/ajout/", proofs.join, name="join_proof"),
    path("justificatifs/<uuid:document_id>/", proofs.open_own, name="proof"),
    path("justificatifs/<uuid:document_id>/decision/", proofs.open_to_decide, name="proof_to_decide"),
    path("justificatifs/<uuid:document_id>/retrait/", proofs.take_back, name="take_back_proof"),
    path("textes/", following.texts, name="texts"),
]
