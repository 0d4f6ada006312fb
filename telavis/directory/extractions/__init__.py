"""Reading the files that the State publishes, line by line; nothing here writes."""
