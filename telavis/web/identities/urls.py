"""Addresses of the identity desk."""

from django.urls import path

from telavis.web.identities import correction, ins, lists, pair, patient, search

app_name = "identities"
urlpatterns = [
    path("", lists.queue, name="queue"),
    path("deux-personnes/", lists.apart, name="apart"),
    path("fusions/", lists.merges, name="merges"),
    path("fusions/<uuid:key>/annulation/", lists.undo, name="undo"),
    path("paires/<uuid:key>/", pair.pair, name="pair"),
    path("paires/<uuid:key>/deux-personnes/", pair.tell_apart, name="tell_apart"),
    path("paires/<uuid:key>/nouvel-examen/", pair.examine_again, name="examine_again"),
    path("paires/<uuid:key>/fusion/", pair.merging, name="merging"),
    path("paires/<uuid:key>/fusion/decision/", pair.merge, name="merge"),
    path("recherche/", search.search, name="search"),
    path("patients/<uuid:key>/autre/", search.beside, name="beside"),
    path("patients/<uuid:key>/comparaison/", search.compare, name="compare"),
    path("patients/<uuid:key>/", patient.patient, name="patient"),
    path("patients/<uuid:key>/correction/", correction.correct, name="correct"),
    path("patients/<uuid:key>/correction/decision/", correction.record, name="record_correction"),
    path("lieux/", correction.places, name="places"),
    path("patients/<uuid:key>/ins/", ins.retrieve, name="retrieve_ins"),
]
