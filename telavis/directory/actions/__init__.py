"""What writes into the directory: keys of search, and imports of public files."""

from telavis.directory.actions.indexing import index_organization, index_practitioner, index_service
from telavis.directory.actions.proven_workplaces import take_over

__all__ = ["index_organization", "index_practitioner", "index_service", "take_over"]
