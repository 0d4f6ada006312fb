"""Values that a form calculates: checked at import, evaluated in a child process that can be killed."""
