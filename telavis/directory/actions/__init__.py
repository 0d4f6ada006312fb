"""What writes into the directory: keys of search, imports of public files, establishments taken into use."""

from telavis.directory.actions.adoption import adopt_establishment
from telavis.directory.actions.indexing import index_organization, index_practitioner, index_service

__all__ = ["adopt_establishment", "index_organization", "index_practitioner", "index_service"]
