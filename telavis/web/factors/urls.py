"""Addresses of the factors by which one signs in."""

from django.urls import path

from telavis.web.factors import apps, one, passkeys, recovery_codes, views

app_name = "factors"
urlpatterns = [
    path("", views.index, name="index"),
    path("cle/", passkeys.add, name="add_passkey"),
    path("cle/question/", passkeys.question, name="passkey_question"),
    path("cle/proposition/", passkeys.offer, name="offer"),
    path("application/", apps.add, name="add_app"),
    path("application/image.svg", apps.picture, name="app_picture"),
    path("codes-de-secours/", recovery_codes.index, name="recovery_codes"),
    path("cle/<uuid:pk>/", one.passkey, name="passkey"),
    path("cle/<uuid:pk>/retirer/", one.remove_passkey, name="remove_passkey"),
    path("application/<uuid:pk>/", one.app, name="app"),
    path("application/<uuid:pk>/retirer/", one.remove_app, name="remove_app"),
]
