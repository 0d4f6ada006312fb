"""OpenID Connect, as a client: Pro Santé Connect and the identity providers of hospitals, by one code."""
