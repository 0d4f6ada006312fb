"""Django settings; what comes from outside is declared in environment.py and listed in README.md."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from telavis import environment, hospital_providers, insi_file, logs
from telavis.environment import BASE_DIR, value
from telavis.environment_readers import EnvironmentFault

if faults := environment.faults():
    raise ImproperlyConfigured(" ".join(faults))

# --- where this runs -------------------------------------------------------------------------
DEBUG = value("DEBUG")
DEMO = value("DEMO")
DATA_DIR = value("TELAVIS_DATA")
SECRET_KEY = environment.secret_key()
PUBLIC_URL = environment.public_url()
CONTACT_EMAIL = value("CONTACT_EMAIL")
OPERATOR_NAME = value("OPERATOR_NAME")
TRUSTED_PROXIES = value("TRUSTED_PROXIES")
IS_HTTPS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = [
    *environment.LOOPBACK,
    "[::1]",
    urlsplit(PUBLIC_URL).hostname,
    value("HOST"),
    *value("ALLOWED_HOSTS"),
]
# they show everybody's codes: only where this machine alone can come (behind a proxy HOST is loopback too)
DEMO_PAGES = DEMO and not TRUSTED_PROXIES and set(ALLOWED_HOSTS) <= {*environment.LOOPBACK, "[::1]"}

# --- rooms -----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "telavis.parameters",
    "telavis.audit",
    "telavis.accounts",
    "telavis.notifications",
    "telavis.directory",
    "telavis.documents",
    "telavis.registrations",
    "telavis.delegations",
    "telavis.patients",
    "telavis.questionnaires",
    "telavis.services",
    "telavis.administration",
    "telavis.service_requests",
    "telavis.studio",
    "telavis.reports",
    "telavis.statistics",
    "telavis.demo",
    "telavis.web",
    "telavis.cli",
]

MIDDLEWARE = [
    "telavis.web.client_address.ClientAddressMiddleware",
    "telavis.web.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "telavis.web.door.DoorMiddleware",
    "telavis.web.session_cookie.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "telavis.web.session_limits.SessionLimitsMiddleware",
    "telavis.web.session_limits.ClosedByDefaultMiddleware",
    "telavis.web.standing.StandingMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "telavis.web.middleware.ActorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "telavis.web.refusals.PressedOnlyMiddleware",
]

ROOT_URLCONF = "telavis.urls"
WSGI_APPLICATION = "telavis.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "telavis" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "telavis.web.context.site",
            ],
            "builtins": ["django.templatetags.static", "template_partials.templatetags.partials"],
        },
    }
]

# --- data ------------------------------------------------------------------------------------
DATABASES = {
    "default": {
        **environment.database_settings(environment.database_url()),
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA_DIR / "documents"
try:
    DOCUMENTS_KEYS = environment.documents_keys()
except EnvironmentFault as fault:
    raise ImproperlyConfigured(str(fault)) from None
# the limits of allauth, our second line, count in a cache that all processes share
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# --- language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# --- people ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["telavis.accounts.backends.AccountBackend"]
LOGIN_URL = "/connexion/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "telavis.web.login.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_TIMEOUT = 30 * 60  # from the password to the code, sent again if need be
CSRF_FAILURE_VIEW = "telavis.web.refusals.csrf_failure"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "telavis.accounts.password_rules.StretchedCommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_ENGINE = "telavis.accounts.sessions"  # a cache would keep revoked sessions alive
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- identity providers ------------------------------------------------------------------------
PSC = {
    "client_id": value("PSC_CLIENT_ID"),
    "client_secret": value("PSC_CLIENT_SECRET"),
    "environment": value("PSC_ENVIRONMENT"),
    "issuer": value("PSC_ISSUER"),
    "certificate": value("PSC_CERTIFICATE"),
    "encryption_key": value("PSC_ENCRYPTION_KEY"),
}
try:
    HOSPITAL_PROVIDERS = hospital_providers.read(value("HOSPITAL_PROVIDERS"))
except hospital_providers.HospitalsFault as fault:
    raise ImproperlyConfigured(str(fault)) from None
# only where the pages of the demonstration exist, and Pro Santé Connect itself is not set
SIMULATED_PSC = "telavis.demo.simulated_psc.provider"

# --- the national INS service ------------------------------------------------------------------
try:
    INSI = insi_file.read(value("INSI_FILE"))
except insi_file.InsiFault as fault:
    raise ImproperlyConfigured(str(fault)) from None

# --- jobs ------------------------------------------------------------------------------------
PROCRASTINATE_IMPORT_PATHS = ["telavis.web.login.tasks"]

# --- mails -----------------------------------------------------------------------------------
EMAIL_HOST = value("EMAIL_HOST")
EMAIL_PORT = value("EMAIL_PORT")
EMAIL_HOST_USER = value("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = value("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = value("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = value("DEFAULT_FROM_EMAIL")

# --- SMS -------------------------------------------------------------------------------------
SMS_GATEWAY = value("SMS_GATEWAY")
CLAMD = value("CLAMD")
OVH_SMS = {
    "endpoint": value("OVH_ENDPOINT"),
    "application_key": value("OVH_APPLICATION_KEY"),
    "application_secret": value("OVH_APPLICATION_SECRET"),
    "consumer_key": value("OVH_CONSUMER_KEY"),
    "service": value("OVH_SMS_SERVICE"),
    "sender": value("OVH_SMS_SENDER"),
}

# --- what a browser is told ------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
# with this prefix a browser takes the cookie from this very host only, over https, for all its pages
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
}

# --- what people send ------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    10_000  # without scripts a form of a thousand questions sends them all, with their reasons
)

# --- static files ----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "telavis" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "telavis.web.static_files.StaticFiles"},
    "documents": environment.documents_storage(),
}

# --- logs ------------------------------------------------------------------------------------
LOGGING = logs.configuration(level=value("LOG_LEVEL"))
