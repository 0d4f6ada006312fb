"""The provider of the tests, for the pages of sign-in."""

from tests.openid.fixtures import provider, running_provider

__all__ = ["provider", "running_provider"]
