"""Addresses that exist in the demonstration on one's own machine only."""

from django.urls import path

from telavis.web.demo import messages, views

app_name = "demo"
urlpatterns = [
    path("pieces/", views.pieces, name="pieces"),
    path("messages/", messages.messages, name="messages"),
    path("messages.json", messages.messages_json, name="messages_json"),
]
