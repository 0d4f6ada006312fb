"""Addresses of the way in. None of allauth's own addresses exists."""

from django.urls import path

from telavis.web.login import (
    confirming,
    linking,
    passkeys,
    providers,
    recovery,
    resuming,
    sign_outs,
    views,
)

app_name = "login"
urlpatterns = [
    path("", views.index, name="index"),
    path("code/", views.code, name="code"),
    path("code/nouveau/", views.resend, name="resend"),
    path("confirmation/", confirming.confirm, name="confirm"),
    path("confirmation/code/", confirming.code, name="confirm_code"),
    path("confirmation/cle/", confirming.passkey, name="confirm_passkey"),
    path("confirmation/suite/", confirming.confirmed, name="confirmed"),
    path("autrement/", views.other, name="other"),
    path("cle/", passkeys.sign_in, name="passkey"),
    path("cle/question/", passkeys.question, name="passkey_question"),
    path("session/", resuming.session, name="session"),
    path("session/reprise/", resuming.resume, name="resume"),
    path("session/reprise/code/", resuming.resume_code, name="resume_code"),
    path("session/reprise/cle/", resuming.resume_passkey, name="resume_passkey"),
    path("oubli/", recovery.forgotten, name="forgotten"),
    path("oubli/code/", recovery.code, name="forgotten_code"),
    path("oubli/mot-de-passe/", recovery.new_password, name="new_password"),
    path("secours/", recovery.rescue, name="rescue"),
    path("identite/<slug:provider_id>/", providers.start, name="provider"),
    path("identite/<slug:provider_id>/retour/", providers.back, name="provider_back"),
    path("identite/<slug:provider_id>/confirmation/", providers.confirm, name="confirm_by_provider"),
    path("compte-windows/", providers.hospitals, name="hospitals"),
    path("compte-inconnu/", linking.unknown, name="unknown"),
    path("relier/", linking.link, name="link"),
    path("sortie/", sign_outs.sign_out, name="sign_out"),
    path("sortie/faite/", sign_outs.signed_out, name="signed_out"),
    path("sortie/fournisseur/", sign_outs.leave_provider, name="leave_provider"),
    path("sortie/terminee/", sign_outs.left_provider, name="left_provider"),
]
