"""Addresses of documents; none of them tells anything."""

from django.urls import path

from telavis.web.folder import adding, annotating, reading, tus, viewing, views

app_name = "folder"

urlpatterns = [
    path("chemise/<uuid:folder_id>/", views.index, name="index"),
    path("chemise/<uuid:folder_id>/ajouter/", adding.add, name="add"),
    path("chemise/<uuid:folder_id>/verification/", views.checked, name="checked"),
    path("chemise/<uuid:folder_id>/envois/", tus.begin, name="uploads"),
    path("envois/<uuid:upload_id>/", tus.go_on, name="upload"),
    path("<uuid:document_id>/", reading.open_one, name="open"),
    path("<uuid:document_id>/voir/", viewing.view, name="view"),
    path("<uuid:document_id>/annoter/", annotating.annotate, name="annotate"),
    path("<uuid:document_id>/original/", reading.original, name="original"),
    path("<uuid:document_id>/vignette/", reading.thumbnail, name="thumbnail"),
    path("<uuid:document_id>/etat/", views.shown, name="shown"),
    path("<uuid:document_id>/renommer/", views.rename, name="rename"),
    path("<uuid:document_id>/deplacer/", views.move, name="move"),
    path("<uuid:document_id>/excuse/", views.excuse, name="excuse"),
    path("<uuid:document_id>/retirer/", views.remove, name="remove"),
    path("<uuid:document_id>/remettre/", views.put_back, name="put_back"),
]
