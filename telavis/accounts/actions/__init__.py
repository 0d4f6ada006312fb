"""What may happen to an account; one file for each part of its life."""
