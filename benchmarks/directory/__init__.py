"""The directory with as many rows as the country has: files to import, then time, memory and searches."""
