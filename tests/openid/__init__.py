"""A real OpenID provider on loopback, built on Authlib's server, dressed as Pro Santé Connect; it misbehaves on request."""
