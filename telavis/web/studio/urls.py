"""Addresses of the form studio."""

from django.urls import path

from telavis.web.studio import comparing, deciding, index, item, loading, rules, trying, work

app_name = "studio"
urlpatterns = [
    path("", index.index, name="index"),
    path("services/<uuid:pk>/nouveau/", index.new_type, name="new_type"),
    path("services/<uuid:pk>/<uuid:type_pk>/", index.begin, name="begin"),
    path("travaux/<uuid:pk>/", work.work, name="work"),
    path("travaux/<uuid:pk>/presentation/", work.describe, name="describe"),
    path("travaux/<uuid:pk>/gestes/", work.rearrange, name="rearrange"),
    path("travaux/<uuid:pk>/annulation/", work.undo, name="undo"),
    path("travaux/<uuid:pk>/fichier/", work.export, name="export"),
    path("travaux/<uuid:pk>/chargement/", loading.load, name="load"),
    path("travaux/<uuid:pk>/comparaison/", comparing.compare, name="compare"),
    path("travaux/<uuid:pk>/nouvelle-question/", item.add, name="add"),
    path("travaux/<uuid:pk>/questions/<path:link_id>/condition/", rules.condition, name="condition"),
    path("travaux/<uuid:pk>/questions/<path:link_id>/regles/", rules.change_rule, name="change_rule"),
    path("travaux/<uuid:pk>/questions/<path:link_id>/calcul/", rules.calculation, name="calculation"),
    path("travaux/<uuid:pk>/questions/<path:link_id>/", item.item, name="item"),
    path("travaux/<uuid:pk>/apercu/", trying.preview, name="preview"),
    path("travaux/<uuid:pk>/essais/<uuid:case_pk>/", trying.case, name="case"),
    path("travaux/<uuid:pk>/decision/", deciding.decide, name="decide"),
    path("travaux/<uuid:pk>/signature/", deciding.sign, name="sign"),
    path("travaux/<uuid:pk>/publication/", deciding.publish, name="publish"),
    path("travaux/<uuid:pk>/retrait/", deciding.withdraw, name="withdraw"),
]
