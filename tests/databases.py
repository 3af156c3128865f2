"""The database that a test stands on, for processes that the test starts."""

from urllib.parse import quote

from django.db import connection


def address_of_the_test_database() -> str:
    """As DATABASE_URL wants it."""
    database = connection.settings_dict
    who = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}@" if database["USER"] else ""
    port = f":{database['PORT']}" if database["PORT"] else ""
    if database["HOST"].startswith("/"):
        return f"postgres://{who}/{database['NAME']}?host={quote(database['HOST'])}"
    return f"postgres://{who}{database['HOST']}{port}/{database['NAME']}"
