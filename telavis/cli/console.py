"""Who acts when somebody types a command on the server: nobody who is signed in."""

from telavis.directory.actors import Actor


def at_the_console() -> Actor:
    """The author that traces keep."""
    return Actor(user=None, label="console du serveur")
