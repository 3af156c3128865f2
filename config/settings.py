"""The one settings file. Development values are the defaults; production must set the rest (see `.env.example`)."""

from pathlib import Path

import django_stubs_ext
from django.conf import global_settings

from config import addresses, broker
from config import env as environment
from config.embedded import Embedded

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

env = environment.read()

VAR_DIR = Path(env.text("VAR_DIR", default=str(BASE_DIR / "var")))

# --- What kind of start this is ---
DEBUG = env.flag("DEBUG", default=False)
EMBEDDED = env.flag("EMBEDDED", default=DEBUG)
DEMONSTRATION = env.flag("DEMONSTRATION", default=DEBUG)
SECRET_KEY = env.text(
    "SECRET_KEY", default="development-only-" + "never-in-production-" * 3 if DEBUG else None
)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]" if DEBUG else None)
LISTEN = env.text("LISTEN", default="127.0.0.1")
PORT = env.number("PORT", default=8000, least=1, most=65535)
SITE_URL = env.url(
    "SITE_URL", f"http://localhost:{PORT}" if DEBUG else None, schemes=("http", "https")
).rstrip("/")
SITE_NAME = "Herefordshire Partnership"

# --- What it is made of ---
INSTALLED_APPS = [
    "portal",
    "engagement",
    "funding",
    "meetings",
    "localities",
    "partnership",
    "core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_forms_gds",
    "csp",
    "django_htmx",
    "pgtrigger",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.KeepWhatWasTyped",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "partnership.middleware.administrators_have_a_second_factor",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"
# Kinds of box that the form pack does not know by itself.
CRISPY_CLASS_CONVERTERS = {
    "numberinput": "govuk-input",
    "urlinput": "govuk-input",
    "searchinput": "govuk-input",
    "telinput": "govuk-input",
    "selectmultiple": "govuk-select",
    "fileinput": "govuk-file-upload",
}
CSRF_FAILURE_VIEW = "core.views.errors.csrf_failure"

# --- Where the record is kept ---
DATABASE_URL = env.url("DATABASE_URL", "" if EMBEDDED else None, schemes=addresses.DATABASE_SCHEMES)
DATABASES = {
    "default": addresses.database(DATABASE_URL or Embedded().url)
    | {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Several people may run the tests on one server at once, each with a name of their own.
        "TEST": {"NAME": env.text("TEST_DB_NAME", default="test_portal")},
    }
}

# --- Jobs, and what web processes remember together ---
REDIS_URL = env.url("REDIS_URL", "" if EMBEDDED else None, schemes=("redis", "rediss", "unix"))
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Europe/London"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# A task is taken off the queue when it is done and not when it is begun, one at a time: a worker that dies in the
# middle of one leaves it to the next. Every task is therefore safe to run twice.
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 25 * 60
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # Longer than the longest task may run, or Redis would hand a running task to a second worker.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": CELERY_TASK_TIME_LIMIT * 2}
else:
    globals().update(
        {f"CELERY_{name.upper()}": value for name, value in broker.in_folder(VAR_DIR / "jobs").items()}
    )

# --- Email ---
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", default="partnership@example.org" if DEBUG else None)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The demonstration keeps its mail and shows it on /outbox/; nobody gets any.
no_mail = ("outbox:" if DEMONSTRATION else "console:") if DEBUG else None
globals().update(addresses.email(env.url("EMAIL_URL", no_mail, schemes=addresses.EMAIL_SCHEMES)))

# How long after its first failure a notice is tried again; each further wait is twice as long.
NOTICE_RETRY_SECONDS = env.number("NOTICE_RETRY_SECONDS", default=60, least=1, most=3600)

# --- Language, places on the clock, files ---
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [("build", BASE_DIR / "static" / "build"), ("img", BASE_DIR / "static" / "img")]
MEDIA_ROOT = VAR_DIR / "media"
FILES = env.text("FILES", default=str(VAR_DIR / "files"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # No address leads here: a view hands a file out once it has asked who may see it.
    "private": {"BACKEND": "core.private_files.PrivateFiles", "OPTIONS": {"location": FILES}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
FILE_UPLOAD_HANDLERS = ["core.receiving.NoMoreThanCanBeKept", *global_settings.FILE_UPLOAD_HANDLERS]

AUTH_USER_MODEL = "partnership.User"

# --- Signing in: by email address, by invitation only ---
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/my-work/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "partnership.adapters.InvitationOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An administrator typed the address in, so it needs no proof that its owner chose it.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG else "https"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Without this any reader could claim an address of their own by a header, and with it the limits on guessing.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", default=0 if DEBUG else 1, most=10)

MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_REQUIRED_FOR_ADMINISTRATORS = env.flag("MFA_REQUIRED_FOR_ADMINISTRATORS", default=not DEBUG)

OIDC_ISSUER = env.url("OIDC_ISSUER", "", schemes=("https", "http") if DEBUG else ("https",))
SOCIALACCOUNT_ADAPTER = "partnership.adapters.KnownPeopleOnly"
# The council's own directory vouches for the address, so it may open the account that has the same address.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "organisation",
                "name": env.text("OIDC_NAME", default="your organisation"),
                "client_id": env.text("OIDC_CLIENT_ID"),
                "secret": env.text("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- Safety in the browser ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        # The authenticator's square code is drawn by allauth as a data: picture.
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        # A sign-in form that leads on to the organisation's own sign-in page counts as sent there.
        "form-action": ["'self'", *([addresses.origin(OIDC_ISSUER)] if OIDC_ISSUER else [])],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
# The web server speaks plain HTTP to the proxy in front of it, which alone knows whether the reader came by HTTPS.
SECURE_PROXY_SSL_HEADER = None if DEBUG else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https") else []
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Web server and worker (config/run.py) ---
WEB_WORKERS = env.number("WEB_WORKERS", default=2, least=1, most=64)
WEB_THREADS = env.number("WEB_THREADS", default=1, least=1, most=64)
WORKER_PROCESSES = env.number("WORKER_PROCESSES", default=2, least=1, most=64)

# --- What is written to the log ---
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_keys": {"()": "core.secrets_in_logs.WithoutKeys"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_keys"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "celery": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
