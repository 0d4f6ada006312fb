"""Data assembled for pages; nothing here writes."""
