"""What this room's people go through, said aloud to whoever keeps something by professional."""

from django.dispatch import Signal

professionals_united = Signal()
"""Two professionals are one person; sent with `former` and `present`, inside the transaction that unites their accounts."""
