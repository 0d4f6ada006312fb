"""Addresses that exist in the demonstration on one's own machine only."""

from django.urls import path

from telavis.web.demo import views

app_name = "demo"
urlpatterns = [
    path("pieces/", views.pieces, name="pieces"),
]
