"""Addresses of the way in. None of allauth's own addresses exists."""

from django.urls import path

from telavis.web.login import recovery, views

app_name = "login"
urlpatterns = [
    path("", views.index, name="index"),
    path("code/", views.code, name="code"),
    path("code/nouveau/", views.resend, name="resend"),
    path("oubli/", recovery.forgotten, name="forgotten"),
    path("oubli/code/", recovery.code, name="forgotten_code"),
    path("oubli/mot-de-passe/", recovery.new_password, name="new_password"),
    path("secours/", recovery.rescue, name="rescue"),
    path("sortie/", views.sign_out, name="sign_out"),
]
