"""Uploads by pieces, many at once."""
