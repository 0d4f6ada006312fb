"""Measures the pages of Télavis: `make bench`."""
