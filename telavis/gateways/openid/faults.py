"""Why a sign-in through an identity provider goes no further.

Their words go into the log: they never hold a token, a code, a name nor an identifier.
"""


class OpenIDFault(Exception):
    """Nothing was proved; the subclass says whose turn it is."""


class ProviderUnavailable(OpenIDFault):
    """The provider cannot be reached, or does not speak as agreed: later, or by another way."""


class AnswerRefused(OpenIDFault):
    """Something in the answer cannot be trusted: nothing is opened."""


class TooWeak(OpenIDFault):
    """The provider let this person in by a weaker way than we ask."""


class Declined(OpenIDFault):
    """The person gave up at the provider, or the provider refused them."""
