"""A reference inside an address: what does not look like one is a page that does not exist."""

from django.urls import register_converter


class ReferenceInPath:
    """«TE-26-K7M4-9Q»; whether it exists and who may see it is asked of the database."""

    regex = r"TE-[0-9]{2}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{2}"

    def to_python(self, text: str) -> str:
        return text

    def to_url(self, reference: str) -> str:
        return reference


register_converter(ReferenceInPath, "reference")
