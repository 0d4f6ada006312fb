"""Documents of the tests lie in a folder of their own, which goes away with the test."""

from pathlib import Path

import pytest

from telavis.directory.actors import Actor
from telavis.documents import actions
from telavis.documents.models import Folder


@pytest.fixture(autouse=True)
def documents_folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


@pytest.fixture
def folder(db) -> Folder:
    return actions.new_folder()


@pytest.fixture
def doctor() -> Actor:
    return Actor.system("Dr Martin")
