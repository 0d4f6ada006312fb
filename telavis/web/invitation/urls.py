"""Addresses of somebody who was invited; opening one consumes nothing."""

from django.urls import path

from telavis.web.invitation import views

app_name = "invitation"
urlpatterns = [
    path("<uuid:pk>/", views.index, name="index"),
    path("<uuid:pk>/adresse/", views.mail, name="mail"),
    path("<uuid:pk>/mobile/", views.mobile, name="mobile"),
    path("<uuid:pk>/code/", views.resend, name="resend"),
    path("<uuid:pk>/mot-de-passe/", views.password, name="password"),
    path("<uuid:pk>/accepter/", views.accept, name="accept"),
]
