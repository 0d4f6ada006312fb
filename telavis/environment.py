"""The settings that come from outside: each environment variable is declared, read and checked here, once."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict

from telavis.environment_readers import CONSOLE, READERS, EnvironmentFault, document_keys

BASE_DIR = Path(__file__).resolve().parent.parent
DEVELOPMENT_KEY = "unsafe-development-key-that-no-production-start-accepts"
DEVELOPMENT_DOCUMENTS_KEYS = {"development": hashlib.sha256(DEVELOPMENT_KEY.encode()).digest()}
LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 these are what is looked for
SHORTEST_KEY = 50
DOCUMENTS_KEYS_KEPT = "documents_keys"
LONGEST_SOCKET_PATH = 100  # the kernel takes 104 to 108, by system
CONNECT_WITHIN = "5"  # seconds; a server that swallows packets must not hold a page for minutes
OVH_KEYS = ("OVH_APPLICATION_KEY", "OVH_APPLICATION_SECRET", "OVH_CONSUMER_KEY", "OVH_SMS_SERVICE")


@dataclass(frozen=True)
class Variable:
    """One environment variable: what it is called, what it holds, what it is for."""

    name: str
    kind: str
    default: str
    meaning: str
    shown: str = ""  # how the README words the default, where the value itself would not tell

    def read(self, environ: Mapping[str, str]) -> Any:
        """Its value, in its type; unset takes the default, except that a flag set to nothing is off."""
        text = environ.get(self.name, "").strip()
        if not text and not (self.kind == "flag" and self.name in environ):
            text = self.default
        return READERS[self.kind](self.name, text)


VARIABLES = (
    Variable(
        "DATABASE_URL",
        "database",
        "",
        "the PostgreSQL server; when it is set nothing is embedded",
        "embedded",
    ),
    Variable(
        "TELAVIS_DATA", "folder", str(BASE_DIR / "var"), "where the database and the documents lie", "`var/`"
    ),
    Variable("PORT", "number", "8000", "the port that the web server listens on"),
    Variable("HOST", "text", "127.0.0.1", "the address it listens on"),
    Variable(
        "ALLOWED_HOSTS", "names", "", "names by which it is reached, besides PUBLIC_URL's and HOST", "none"
    ),
    Variable(
        "PUBLIC_URL", "address", "", "its address as people type it, for mails", "`http://localhost:$PORT`"
    ),
    Variable(
        "OPERATOR_NAME", "title", "CHU d’Aquilon", "the establishment that runs it, named in mails and SMS"
    ),
    Variable("CONTACT_EMAIL", "e-mail", "aide@telavis.example", "who helps, shown at the foot of every page"),
    Variable(
        "SECRET_KEY",
        "text",
        "",
        "signs sessions and codes; 50 characters or more",
        "made once, in TELAVIS_DATA",
    ),
    Variable("DEMO", "flag", "0", "a demonstration: invented data, known accounts; `make run` says 1"),
    Variable("DEBUG", "flag", "0", "Django's own error pages, for developers"),
    Variable("LOG_LEVEL", "level", "INFO", "from which level on the JSON log keeps a line"),
    Variable("WEB_PROCESSES", "number", "2", "processes of the web server: one for each core"),
    Variable("TRUSTED_PROXIES", "number", "0", "reverse proxies in front, whose X-Forwarded-For is believed"),
    Variable(
        "DOCUMENTS_S3_BUCKET",
        "text",
        "",
        "the S3 bucket that keeps documents",
        "none: a folder of TELAVIS_DATA",
    ),
    Variable(
        "DOCUMENTS_S3_ENDPOINT", "address", "", "the object store, when it is not Amazon's", "Amazon S3"
    ),
    Variable("DOCUMENTS_S3_REGION", "text", "", "its region", "none"),
    Variable("DOCUMENTS_S3_ACCESS_KEY", "text", "", "our key to it", "none"),
    Variable("DOCUMENTS_S3_SECRET_KEY", "text", "", "the secret of that key", "none"),
    Variable(
        "DOCUMENTS_KEYS",
        "keys",
        "",
        "opens what is kept of documents: `id:key`, 32 random bytes in base64; several between commas, the one in use first",
        "made once, in TELAVIS_DATA",
    ),
    Variable(
        "DOCUMENTS_KEYS_FILE",
        "file of keys",
        "",
        "the same in a file, one a line, instead of the value",
        "none",
    ),
    Variable(
        "CLAMD",
        "text",
        "",
        "the ClamAV daemon that scans files: host:port, or the path of its socket; files wait while it is silent",
        "none: no scan",
    ),
    Variable(
        "EMAIL_HOST",
        "text",
        "",
        "the SMTP server; console writes mails into the worker’s log, for developers",
        "none: mails wait",
    ),
    Variable("EMAIL_PORT", "number", "587", "its port"),
    Variable("EMAIL_HOST_USER", "text", "", "its user", "none"),
    Variable("EMAIL_HOST_PASSWORD", "text", "", "its password", "none"),
    Variable("EMAIL_USE_TLS", "flag", "1", "whether it is spoken to with STARTTLS"),
    Variable("DEFAULT_FROM_EMAIL", "e-mail", "ne-pas-repondre@telavis.example", "the sender of every mail"),
    Variable("SMS_GATEWAY", "SMS gateway", "", "how SMS leave: ovh or console", "none: no code by SMS"),
    Variable("OVH_ENDPOINT", "text", "https://eu.api.ovh.com/1.0", "OVH's interface"),
    Variable("OVH_APPLICATION_KEY", "text", "", "the application's key at OVH", "none"),
    Variable("OVH_APPLICATION_SECRET", "text", "", "its secret", "none"),
    Variable("OVH_CONSUMER_KEY", "text", "", "the key that lets it send SMS", "none"),
    Variable("OVH_SMS_SERVICE", "text", "", "the SMS account, like sms-ab12345-1", "none"),
    Variable("OVH_SMS_SENDER", "text", "", "the sender's name shown by phones", "OVH's short number"),
    Variable("PSC_CLIENT_ID", "text", "", "our name at Pro Santé Connect", "none: no Pro Santé Connect"),
    Variable("PSC_CLIENT_SECRET", "text", "", "the secret that goes with it", "none"),
    Variable("PSC_ENVIRONMENT", "PSC environment", "production", "production, or bas for its sandbox"),
    Variable(
        "PSC_CERTIFICATE",
        "certificate",
        "",
        "a PEM file: our certificate there with its key, beside the secret or in its place",
        "none",
    ),
    Variable(
        "PSC_ENCRYPTION_KEY",
        "private key",
        "",
        "a PEM file: our RSA key, where UserInfo comes encrypted for us",
        "none",
    ),
    Variable(
        "PSC_ISSUER", "issuer", "", "another place than these two, which publishes its endpoints", "none"
    ),
    Variable(
        "HOSPITAL_PROVIDERS",
        "text",
        "",
        "a JSON file: the hospitals whose people sign in with their «Compte Windows»",
        "none",
    ),
    Variable("INSI_FILE", "text", "", "a TOML file: the national INS service and our certificate", "none"),
    Variable(
        "TELAVIS_ADMIN_USERNAME", "text", "", "`create_admin` without a terminal: the identifier", "asked"
    ),
    Variable(
        "TELAVIS_ADMIN_EMAIL", "text", "", "`create_admin` without a terminal: the e-mail address", "asked"
    ),
    Variable(
        "TELAVIS_ADMIN_PASSWORD", "text", "", "`create_admin` without a terminal: the password", "asked"
    ),
)
S3_PARTS = ("BUCKET", "ENDPOINT", "REGION", "ACCESS_KEY", "SECRET_KEY")
BY_NAME = {variable.name: variable for variable in VARIABLES}


def value(name: str) -> Any:
    """The value of one declared variable."""
    return BY_NAME[name].read(os.environ)


def faults(environ: Mapping[str, str] = os.environ) -> list[str]:
    """One sentence for each thing in the environment that cannot be, or that a production start refuses."""
    found = []
    for variable in VARIABLES:
        try:
            variable.read(environ)
        except EnvironmentFault as fault:
            found.append(str(fault))
    if (
        not found
        and BY_NAME["HOST"].read(environ) in EVERYWHERE
        and not BY_NAME["ALLOWED_HOSTS"].read(environ)
    ):
        found.append(
            "HOST listens on every address: name in ALLOWED_HOSTS the names by which this machine is reached."
        )
    return found or _production_faults(environ)


def is_production(environ: Mapping[str, str] = os.environ) -> bool:
    """A server of its own and no demonstration: real patients."""
    return bool(BY_NAME["DATABASE_URL"].read(environ)) and not BY_NAME["DEMO"].read(environ)


def _production_faults(environ: Mapping[str, str]) -> list[str]:
    if not is_production(environ):
        return []
    key = environ.get("SECRET_KEY", "")
    refused = {
        "SECRET_KEY is not set, or is the development key: give a random one of 50 characters or more.": (
            key in ("", DEVELOPMENT_KEY)
        ),
        "SECRET_KEY is too short: give a random one of 50 characters or more.": 0 < len(key) < SHORTEST_KEY,
        "DEBUG is on: it shows the inside of the program to everybody; set DEBUG=0.": BY_NAME["DEBUG"].read(
            environ
        ),
        "CONTACT_EMAIL is not set: give the address that helps your users.": not environ.get("CONTACT_EMAIL"),
        "OPERATOR_NAME is not set: give the name by which your users know your establishment.": (
            not environ.get("OPERATOR_NAME", "").strip()
        ),
        "PUBLIC_URL is not an https address: give the one that your users type, like https://telavis.example.": (
            not environ.get("PUBLIC_URL", "").startswith("https://")
        ),
    }
    documents_keys = [environ.get(name, "").strip() for name in ("DOCUMENTS_KEYS", "DOCUMENTS_KEYS_FILE")]
    refused[
        "DOCUMENTS_KEYS or DOCUMENTS_KEYS_FILE is not set, or both are: give the key that opens your documents, once"
        " (docs/operations/document-keys.md)."
    ] = sum(map(bool, documents_keys)) != 1
    ways = {**_refused_ways_out(environ), **_refused_ways_in(environ)}
    return [sentence for sentence, is_so in {**refused, **ways}.items() if is_so]


def _refused_ways_out(environ: Mapping[str, str]) -> dict[str, bool]:
    """People sign in with a code that must reach them: the ways out are complete."""
    gateway, server = (environ.get(name, "").strip() for name in ("SMS_GATEWAY", "EMAIL_HOST"))
    return {
        "EMAIL_HOST is not set: give the SMTP server, codes and messages leave by it.": (not server),
        "EMAIL_HOST is console, which writes codes into the log: give the SMTP server.": (server == CONSOLE),
        "DEFAULT_FROM_EMAIL is not set: give the sender of the mails, an address of your own domain.": (
            not environ.get("DEFAULT_FROM_EMAIL", "").strip()
        ),
        "SMS_GATEWAY is console, which writes codes into the log: set ovh or nothing.": gateway == CONSOLE,
        f"SMS_GATEWAY is ovh: set {', '.join(OVH_KEYS)}.": (
            gateway == "ovh" and not all(environ.get(name) for name in OVH_KEYS)
        ),
    }


def _refused_ways_in(environ: Mapping[str, str]) -> dict[str, bool]:
    shown = [environ.get(name) for name in ("PSC_CLIENT_SECRET", "PSC_CERTIFICATE")]
    return {
        "PSC_CLIENT_ID goes with PSC_CLIENT_SECRET, PSC_CERTIFICATE or both: set the name and one of them, or none.": (
            bool(environ.get("PSC_CLIENT_ID")) != any(shown)
        )
    }


def public_url() -> str:
    """The address that people type."""
    return str(value("PUBLIC_URL")) or f"http://localhost:{value('PORT')}"


def database_url() -> str:
    """The server of DATABASE_URL, else the embedded one, by its socket in the data folder."""
    return str(value("DATABASE_URL")) or embedded_url(socket_folder(value("TELAVIS_DATA")))


def embedded_url(socket: Path) -> str:
    """The address of the Télavis database behind the embedded server's socket."""
    return f"postgresql://telavis@/telavis?host={quote(str(socket), safe='')}"


def socket_folder(data: Path) -> Path:
    """Where the embedded server's socket lies: in the data folder, or elsewhere when that path is too long."""
    beside = data / "socket"
    if len(str(beside / ".s.PGSQL.5432.lock")) < LONGEST_SOCKET_PATH:
        return beside
    mark = hashlib.sha256(str(data).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"telavis-{mark}"


def secret_key() -> str:
    """The key of the environment, else the one that the first start left in the data folder."""
    kept: Path = value("TELAVIS_DATA") / "secret_key"
    given = str(value("SECRET_KEY"))
    return given or (kept.read_text().strip() if kept.is_file() else DEVELOPMENT_KEY)


def documents_keys() -> dict[str, bytes]:
    """The keys of the environment, else the one that the first start left in the data folder; the one in use first."""
    given: dict[str, bytes] = value("DOCUMENTS_KEYS") or value("DOCUMENTS_KEYS_FILE")
    kept: Path = value("TELAVIS_DATA") / DOCUMENTS_KEYS_KEPT
    if given or not kept.is_file():
        return given or DEVELOPMENT_DOCUMENTS_KEYS
    return document_keys(str(kept), kept.read_text())


def database_settings(url: str) -> dict[str, Any]:
    """What Django wants to know of a PostgreSQL address; libpq itself reads the address."""
    parts = {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
    return {
        "NAME": parts.pop("dbname", "telavis"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": {"connect_timeout": CONNECT_WITHIN, **parts},
    }


def documents_storage(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Where documents lie, as Django's STORAGES wants it: a folder that only we may read, or an S3 bucket."""
    s3 = {name: BY_NAME[f"DOCUMENTS_S3_{name}"].read(environ) or None for name in S3_PARTS}
    if not s3["BUCKET"]:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
        }
    from botocore.config import Config  # half a second of imports, for those who use it

    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": s3["BUCKET"],
            "endpoint_url": s3["ENDPOINT"],
            "region_name": s3["REGION"],
            "access_key": s3["ACCESS_KEY"],
            "secret_key": s3["SECRET_KEY"],
            "default_acl": None,
            "file_overwrite": False,
            "max_memory_size": 1024 * 1024,
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path" if s3["ENDPOINT"] else "auto"},
                connect_timeout=5,
                read_timeout=30,
                retries={"max_attempts": 2},
            ),
        },
    }


def readme_table() -> str:
    """The table of the README."""
    rows = ["| Variable | Holds | Default | Meaning |", "|---|---|---|---|"]
    for variable in VARIABLES:
        default = variable.shown or f"`{variable.default}`"
        rows.append(f"| `{variable.name}` | {variable.kind} | {default} | {variable.meaning} |")
    return "\n".join(rows)
