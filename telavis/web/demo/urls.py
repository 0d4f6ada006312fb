"""Addresses that exist in the demonstration on one's own machine only."""

from django.urls import path

from telavis.web.demo import messages, pro_sante_connect, views

app_name = "demo"
urlpatterns = [
    path("pieces/", views.pieces, name="pieces"),
    path("pro-sante-connect/", pro_sante_connect.authorize, name="pro_sante_connect"),
    path("pro-sante-connect/sortie/", pro_sante_connect.leave, name="leave_pro_sante_connect"),
    path("messages/", messages.messages, name="messages"),
    path("messages.json", messages.messages_json, name="messages_json"),
]
