"""Addresses of one's own account."""

from django.urls import path

from telavis.web.account import sessions, views

app_name = "account"
urlpatterns = [
    path("", views.index, name="index"),
    path("codes/", views.codes, name="codes"),
    path("lieu/", views.workplace, name="workplace"),
    path("sessions/", sessions.index, name="sessions"),
    path("sessions/fermer/", sessions.close, name="close_session"),
    path("sessions/tout-fermer/", sessions.close_all, name="close_all_sessions"),
    path("mot-de-passe/", views.password, name="password"),
]
