"""The documents of a request: bringing them in, showing them."""
