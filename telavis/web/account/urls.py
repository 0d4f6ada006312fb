"""Addresses of one's own account."""

from django.urls import path

from telavis.accounts.models import CodeChannel
from telavis.web.account import contact, identities, sessions, views

app_name = "account"
urlpatterns = [
    path("", views.index, name="index"),
    path("codes/", views.codes, name="codes"),
    path("lieu/", views.workplace, name="workplace"),
    path("sessions/", sessions.index, name="sessions"),
    path("sessions/fermer/", sessions.close, name="close_session"),
    path("sessions/tout-fermer/", sessions.close_all, name="close_all_sessions"),
    path("adresse/", contact.change, {"channel": CodeChannel.MAIL}, name="mail"),
    path("adresse/code/", contact.prove, {"channel": CodeChannel.MAIL}, name="prove_mail"),
    path("mobile/", contact.change, {"channel": CodeChannel.SMS}, name="mobile"),
    path("mobile/code/", contact.prove, {"channel": CodeChannel.SMS}, name="prove_mobile"),
    path("identites/<uuid:pk>/delier/", identities.unlink, name="unlink"),
    path("mot-de-passe/", views.password, name="password"),
]
