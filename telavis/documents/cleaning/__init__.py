"""Making a file safe: done in a child process that knows no database, no setting and no secret."""
