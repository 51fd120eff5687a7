"""The portal's settings, read once from the environment (see `.env.example`)."""

import shlex
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import pghistory
from environs import FileAwareEnv

from cohort_portal import sign_in_forms
from cohort_portal.timetable import TIMETABLE
from kit.logs import LOGGING as _LOGGING

BASE_DIR = Path(__file__).resolve().parent.parent

# Each setting may be kept in a file instead: `SECRET_KEY_FILE=/run/secrets/secret_key`.
env = FileAwareEnv(eager=False, strip_whitespace=True)

# --- Where we are -----------------------------------------------------------------------------
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
ENVIRONMENT = env.str("ENVIRONMENT")
BASE_URL = env.str("BASE_URL")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS")
PLAIN_HTTP = env.bool("PLAIN_HTTP", False)
DEMO = env.bool("DEMO", False)
DATABASE_URL = env.dj_db_url("DATABASE_URL")
REDIS_URL = env.str("REDIS_URL")
MAIL_SERVER = env.dj_email_url("EMAIL_URL")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "") or parseaddr(DEFAULT_FROM_EMAIL)[1]
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
MAILBOX_DIR = env.path("MAILBOX_DIR", VAR_DIR / "mail")
FILES_DIR = env.path("FILES_DIR", VAR_DIR / "files")
SCAN_COMMAND = shlex.split(env.str("SCAN_COMMAND", ""))
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
REVISION = env.str("REVISION", "")
RELAY_JOURNAL = env.path("RELAY_JOURNAL", None)
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", "")
BOUNCE_PROVIDER = env.str("BOUNCE_PROVIDER", "")
BOUNCE_SECRET: list[str] = env.list("BOUNCE_SECRET", [])
BOUNCE_SIGNING_KEY = env.str("BOUNCE_SIGNING_KEY", "")
MAIL_LINES = env.int("MAIL_LINES", 2)  # of one process, where many letters wait
DELIVERY = {
    "answer_seconds": env.float("MAIL_ANSWER_SECONDS", 30),
    "lease_seconds": env.float("MAIL_LEASE_SECONDS", 120),
    "grace_seconds": env.float("MAIL_GRACE_SECONDS", 300),
    "idle_seconds": env.float("MAIL_IDLE_SECONDS", 60),
    "retry_seconds": env.float("MAIL_RETRY_SECONDS", 60),
}
env.seal()

DEBUG = False
ROOT_URLCONF = "cohort_portal.urls"
WSGI_APPLICATION = "cohort_portal.wsgi.application"

# --- What is installed ------------------------------------------------------------------------
INSTALLED_APPS = [
    "kit",
    "audit",
    "outbox",
    "people",
    "towns",
    "partners",
    "reflections",
    "sessions",
    "evidence",
    "digests",
    "front",
    "demonstration",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "cohort_portal.apps.PortalStaticFilesConfig",
    "front.support.SupportConfig",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "django_htmx",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "front.watching.RequestMiddleware",
    "front.watching.MachinesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kit.middleware.PressPagesMiddleware",
    "kit.middleware.CleanInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "audit.middleware.ActorMiddleware",
    "people.typed.SignInFirstMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "front.middleware.PrivatePagesMiddleware",
    "front.middleware.SessionLimitMiddleware",
    "people.middleware.SessionSeenMiddleware",
    "front.middleware.SecondFactorMiddleware",
    "front.middleware.WrongMethodMiddleware",
    "front.middleware.FormsOnlyMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "front.context.signed_in",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ("cohort",)
CRISPY_TEMPLATE_PACK = "cohort"
CRISPY_FAIL_SILENTLY = False
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database, cache, sessions ----------------------------------------------------------------
DATABASES = {
    "default": {
        **DATABASE_URL,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **DATABASE_URL.get("OPTIONS", {}),
            "options": "-c statement_timeout=20000 -c lock_timeout=5000"
            " -c idle_in_transaction_session_timeout=30000"
            " -c random_page_cost=1.1",  # what is read often lies in memory; no disc turns
        },
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}
SESSION_ENGINE = "people.sessions"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
PRIVILEGED_SESSION_AGE = timedelta(hours=12)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Time and language ------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
DATE_FORMAT = "l j F Y"

# --- Files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor", BASE_DIR / "assets" / "vendor"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cohort_portal.static_files.HashedStaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
MEDIA_ROOT = FILES_DIR  # beside the static files, never among them: a page hands out each file
FILE_UPLOAD_HANDLERS = ["kit.uploads.BoundedUploadHandler"]
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o640, 0o750

# --- Safety -----------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside, without TLS
SECURE_PROXY_SSL_HEADER = None if PLAIN_HTTP else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not PLAIN_HTTP
SECURE_HSTS_PRELOAD = not PLAIN_HTTP
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
X_FRAME_OPTIONS = "DENY"
_HOST_PREFIX = "" if PLAIN_HTTP else "__Host-"
SESSION_COOKIE_NAME = f"{_HOST_PREFIX}session"
CSRF_COOKIE_NAME = f"{_HOST_PREFIX}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(BASE_URL))]
CSRF_FAILURE_VIEW = "front.errors.csrf_failure"

# --- People who sign in -----------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.backends.SignedInBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "people.adapter.InviteOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(timedelta(minutes=10).total_seconds())
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS
ACCOUNT_FORMS = sign_in_forms.ACCOUNT_FORMS
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(timedelta(minutes=15).total_seconds())
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if PLAIN_HTTP else "https"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "people.adapter.SecondFactorAdapter"
MFA_FORMS = sign_in_forms.MFA_FORMS
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PLAIN_HTTP
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TRUST_ENABLED = False
MFA_TOTP_ISSUER = "Local Learning Cohort"
USERSESSIONS_TRACK_ACTIVITY = True  # by people.middleware, once an hour instead of at every request

# --- Mail -------------------------------------------------------------------------------------
# Any letter of any library becomes one of the outbox, which alone speaks to the mail server.
MAILERS = {"default": {"BACKEND": "outbox.backend.OutboxBackend"}}
SENDER_ADDRESS = parseaddr(DEFAULT_FROM_EMAIL)[1]

# --- Work in the background -------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker for ever
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": "work:",
    "ack_emulation": False,  # what was taken is not given back: the timetable asks again
    "max_retries": 0,  # nobody waits for a broker that is away: the next tick asks again
    "socket_connect_timeout": 1,
    "socket_timeout": 10,
    "socket_keepalive": True,
    "health_check_interval": 10,
}
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_TASK_QUEUES: dict[str, dict[str, str]] = {"work": {}}
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = TIMETABLE

# --- History and logs -------------------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history", related_query_name="history")
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
LOGGING = _LOGGING
