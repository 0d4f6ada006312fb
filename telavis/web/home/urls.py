"""Addresses of the home page."""

from django.urls import path

from telavis.web.home import views

app_name = "home"
urlpatterns = [
    path("", views.index, name="index"),
    path("recherche/", views.search, name="search"),
    path("corbeille/", views.bin_, name="bin"),
]
