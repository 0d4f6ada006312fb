"""Addresses of «Je m’inscris»."""

from django.urls import path

from telavis.web.registration import codes, following, views

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
    path("textes/", following.texts, name="texts"),
]
