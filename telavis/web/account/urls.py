"""Addresses of one's own account."""

from django.urls import path

from telavis.web.account import views

app_name = "account"
urlpatterns = [
    path("", views.index, name="index"),
    path("codes/", views.codes, name="codes"),
    path("lieu/", views.workplace, name="workplace"),
    path("mot-de-passe/", views.password, name="password"),
]
