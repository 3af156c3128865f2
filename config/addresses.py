"""What one address in the environment says, in the words that Django's settings want."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

DATABASE_SCHEMES = ("postgres", "postgresql")
EMAIL_SCHEMES = ("smtp", "smtp+tls", "smtps", "console", "file", "memory", "outbox")
BACKENDS = {"console": "console", "file": "filebased", "memory": "locmem"}


def database(url: str) -> dict[str, Any]:
    """postgres://user:password@host:5432/name?sslmode=require as an entry of DATABASES."""
    address = urlsplit(url)
    options = dict(parse_qsl(address.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(address.path.lstrip("/")),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        # A socket's folder cannot stand where a host name stands in an address, so it comes as ?host=/run/postgresql.
        "HOST": options.pop("host", "") or address.hostname or "",
        "PORT": str(address.port or ""),
        "OPTIONS": options,
    }


def email(url: str) -> dict[str, Any]:
    """smtp+tls://user:password@host:587, console:, outbox: or file:///folder as Django's EMAIL_ settings."""
    address = urlsplit(url)
    if address.scheme == "outbox":
        return {"EMAIL_BACKEND": "core.outbox.EmailBackend"}
    if address.scheme in BACKENDS:
        settings = {"EMAIL_BACKEND": f"django.core.mail.backends.{BACKENDS[address.scheme]}.EmailBackend"}
        return settings | ({"EMAIL_FILE_PATH": unquote(address.path)} if address.scheme == "file" else {})
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": address.hostname or "localhost",
        "EMAIL_PORT": address.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[address.scheme],
        "EMAIL_HOST_USER": unquote(address.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(address.password or ""),
        "EMAIL_USE_TLS": address.scheme == "smtp+tls",
        "EMAIL_USE_SSL": address.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def origin(url: str) -> str:
    """The part of an address that a browser's policy names: scheme, host and port."""
    address = urlsplit(url)
    return f"{address.scheme}://{address.netloc}"
