"""The addresses of the site as a local demonstration has them."""

from django.urls import include, path

from telavis.urls import urlpatterns as everywhere

urlpatterns = [path("demo/", include("telavis.web.demo.urls")), *everywhere]
