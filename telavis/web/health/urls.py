"""Addresses for the machines that watch this one."""

from django.urls import path

from telavis.web.health import views

app_name = "health"
urlpatterns = [
    path("vif", views.alive, name="alive"),
    path("pret", views.ready, name="ready"),
]
