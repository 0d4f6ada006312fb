"""Addresses of «Vue activité»."""

from django.urls import path

from telavis.web.activity import views

app_name = "activity"
urlpatterns = [
    path("", views.index, name="index"),
    path("complements/", views.complements, name="complements"),
]
