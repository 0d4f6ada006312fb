"""Addresses of the inbox."""

from django.urls import path

from telavis.web.inbox import views
from telavis.web.pieces import addresses  # noqa: F401 (registers the converter)

app_name = "inbox"
urlpatterns = [
    path("", views.index, name="index"),
    path("referent/", views.referent, name="referent"),
    path("<reference:reference>/prendre/", views.take, name="take"),
    path("<reference:reference>/attribuer/", views.assign, name="assign"),
]
