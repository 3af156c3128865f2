"""One address says where the database is, or how mail leaves."""

from config import addresses


def test_a_database_on_a_host():
    assert addresses.database("postgres://portal:a%2Fb@db.example.org:5433/record?sslmode=require") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "record",
        "USER": "portal",
        "PASSWORD": "a/b",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_database_behind_a_socket():
    database = addresses.database("postgres://postgres@/portal?host=/run/postgresql")

    assert (database["HOST"], database["PORT"], database["OPTIONS"]) == ("/run/postgresql", "", {})


def test_mail_by_a_server_that_begins_in_the_clear():
    mail = addresses.email("smtp+tls://post:secret@mail.example.org")

    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"], mail["EMAIL_USE_SSL"]) == (
        "mail.example.org",
        587,
        True,
        False,
    )


def test_mail_into_a_folder():
    assert addresses.email("file:///tmp/mail") == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": "/tmp/mail",
    }


def test_the_origin_of_an_address():
    assert addresses.origin("https://login.example.org:8443/realm/one") == "https://login.example.org:8443"
