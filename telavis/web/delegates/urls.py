"""Addresses of those who let somebody prepare for them, and of those who prepare."""

from django.urls import path

from telavis.web.delegates import preparing, views

app_name = "delegates"
urlpatterns = [
    path("", views.index, name="index"),
    path("inviter/", views.invite, name="invite"),
    path("invitations/<uuid:pk>/retirer/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/fin/", views.end, name="end"),
    path("pour/", preparing.prepare_for, name="prepare_for"),
]
