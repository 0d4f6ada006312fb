"""What this room says aloud, to whoever has put one of its folders to use."""

from django.dispatch import Signal

document_refused = Signal()
"""The worker could not make a document safe; sent with `document`, inside the transaction that refuses it."""
