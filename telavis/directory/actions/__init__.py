"""What writes into the directory: keys of search, and imports of public files."""

from telavis.directory.actions.indexing import index_organization, index_practitioner, index_service

__all__ = ["index_organization", "index_practitioner", "index_service"]
