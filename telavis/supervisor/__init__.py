"""Starts PostgreSQL, the web server and the worker of one machine, and stops them."""
