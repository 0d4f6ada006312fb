"""Addresses of the administration."""

from django.urls import path

from telavis.web.administration import accounts, home, log, parameters, texts, views
from telavis.web.administration.account_acts import OFFERED

app_name = "administration"
urlpatterns = [
    path("", home.home, name="home"),
    path("departs/", home.departures, name="departures"),
    path("remises-a-zero/<uuid:key>/confirmation/", home.confirm_reset, name="confirm_reset"),
    path("remises-a-zero/<uuid:key>/abandon/", home.abandon_reset, name="abandon_reset"),
    path("inscriptions/", views.registrations, name="registrations"),
    path("inscriptions/<uuid:pk>/", views.registration, name="registration"),
    path("inscriptions/<uuid:pk>/validation/", views.approve, name="approve"),
    path("inscriptions/<uuid:pk>/refus/", views.refuse, name="refuse"),
    path("inscriptions/<uuid:pk>/question/", views.ask, name="ask"),
    path("comptes/", accounts.accounts, name="accounts"),
    path("comptes/<uuid:pk>/", accounts.account, name="account"),
    path("comptes/<uuid:pk>/deblocage/", accounts.unblock, name="unblock"),
    path("comptes/<uuid:pk>/droits/retrait/", accounts.take_right, name="take_right"),
    *(
        path(f"comptes/<uuid:pk>/{offered.path}/", accounts.acting(name), name=name)
        for name, offered in OFFERED.items()
    ),
    path("textes/", texts.texts, name="texts"),
    path("textes/<uuid:pk>/", texts.text, name="text"),
    path("textes/<uuid:pk>/retrait/", texts.withdraw_text, name="withdraw_text"),
    path("textes/nouveau/<slug:kind>/", texts.new_text, name="new_text"),
    path("reglages/", parameters.parameters, name="parameters"),
    path("reglages/<slug:key>/", parameters.parameter, name="parameter"),
    path("reglages/valeurs/<int:pk>/retrait/", parameters.withdraw_parameter, name="withdraw_parameter"),
    path("journal/", log.log, name="log"),
    path("journal/fichier/", log.log_file, name="log_file"),
]
