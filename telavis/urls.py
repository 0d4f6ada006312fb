"""Every address of the site."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("telavis.web.home.urls")),
    path("reception/", include("telavis.web.inbox.urls")),
    path("dossiers/", include("telavis.web.thread.urls")),
    path("activite/", include("telavis.web.activity.urls")),
    path("demandes/", include("telavis.web.compose.urls")),
    path("connexion/", include("telavis.web.login.urls")),
    path("inscription/", include("telavis.web.registration.urls")),
    path("invitation/", include("telavis.web.invitation.urls")),
    path("delegues/", include("telavis.web.delegates.urls")),
    path("administration/formulaires/", include("telavis.web.studio.urls")),
    path("administration/", include("telavis.web.administration.urls")),
    path("identites/", include("telavis.web.identities.urls")),
    path("mon-compte/connexion/", include("telavis.web.factors.urls")),
    path("mon-compte/", include("telavis.web.account.urls")),
    path("sante/", include("telavis.web.health.urls")),
    path("documents/", include("telavis.web.folder.urls")),
]

handler400 = "telavis.web.refusals.unreadable"
handler500 = "telavis.web.refusals.fault"

if settings.DEMO_PAGES:
    urlpatterns.append(path("demo/", include("telavis.web.demo.urls")))
