"""Addresses of the administration."""

from django.urls import path

from telavis.web.administration import views

app_name = "administration"
urlpatterns = [
    path("inscriptions/", views.registrations, name="registrations"),
    path("inscriptions/<uuid:pk>/", views.registration, name="registration"),
    path("inscriptions/<uuid:pk>/validation/", views.approve, name="approve"),
    path("inscriptions/<uuid:pk>/refus/", views.refuse, name="refuse"),
    path("inscriptions/<uuid:pk>/question/", views.ask, name="ask"),
]
