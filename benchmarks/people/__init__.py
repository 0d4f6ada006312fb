"""The pages of those who come in, and of those who let them in, with a large region's people."""
