"""Addresses of the administration."""

from django.urls import path

from telavis.web.administration import (
    accounts,
    home,
    log,
    merging,
    organizations,
    parameters,
    services,
    texts,
    views,
    workplaces,
)
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
    path("inscriptions/<uuid:pk>/justificatif/", views.ask_proof, name="ask_proof"),
    path("comptes/", accounts.accounts, name="accounts"),
    path("comptes/<uuid:pk>/", accounts.account, name="account"),
    path("comptes/<uuid:pk>/deblocage/", accounts.unblock, name="unblock"),
    path("comptes/<uuid:pk>/droits/retrait/", accounts.take_right, name="take_right"),
    *(
        path(f"comptes/<uuid:pk>/{offered.path}/", accounts.acting(name), name=name)
        for name, offered in OFFERED.items()
    ),
    path("comptes/<uuid:pk>/lieu/", workplaces.give_workplace, name="give_workplace"),
    path("lieux/<uuid:pk>/fin/", workplaces.end_workplace, name="end_workplace"),
    path("comptes/<uuid:pk>/doublon/", merging.merging, name="merging"),
    path("comptes/<uuid:pk>/doublon/reunion/", merging.ask_merge, name="ask_merge"),
    path("reunions/<uuid:key>/confirmation/", merging.confirm_merge, name="confirm_merge"),
    path("reunions/<uuid:key>/abandon/", merging.abandon_merge, name="abandon_merge"),
    path("etablissements/", organizations.organizations, name="organizations"),
    path("etablissements/nouveau/", organizations.new_organization, name="new_organization"),
    path("etablissements/<uuid:pk>/", organizations.organization, name="organization"),
    path("etablissements/<uuid:pk>/fiche/", organizations.correct_organization, name="correct_organization"),
    path("etablissements/<uuid:pk>/referent/", organizations.referent, name="referent"),
    path("etablissements/<uuid:pk>/services/nouveau/", services.new_service, name="new_service"),
    path("services/", services.services, name="services"),
    path("services/<uuid:pk>/", services.service, name="service"),
    path("services/<uuid:pk>/fiche/", services.correct_service, name="correct_service"),
    path("services/<uuid:pk>/ouverture/", services.publish_service, name="publish_service"),
    path("services/<uuid:pk>/membres/nouveau/", services.new_member, name="new_member"),
    path("services/membres/<uuid:pk>/fin/", services.end_member, name="end_member"),
    path("services/<uuid:pk>/demandes/", services.offer, name="offer"),
    path("services/demandes/<uuid:pk>/retrait/", services.withdraw_offer, name="withdraw_offer"),
    path("textes/", texts.texts, name="texts"),
    path("textes/<uuid:pk>/", texts.text, name="text"),
    path("textes/<uuid:pk>/retrait/", texts.withdraw_text, name="withdraw_text"),
    path("textes/nouveau/<slug:kind>/", texts.new_text, name="new_text"),
    path("reglages/", parameters.parameters, name="parameters"),
    path("reglages/<slug:key>/", parameters.parameter, name="parameter"),
    path("reglages/<slug:key>/valeur/", parameters.set_parameter, name="set_parameter"),
    path("reglages/valeurs/<int:pk>/retrait/", parameters.withdraw_parameter, name="withdraw_parameter"),
    path("journal/", log.log, name="log"),
    path("journal/fichier/", log.log_file, name="log_file"),
]
