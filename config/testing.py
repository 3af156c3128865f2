"""A pytest plugin, loaded before Django's settings: tests get development values and a speedy database of their own."""

import os


from config.embedded import SPEEDY, Embedded



os.environ.setdefault("DEBUG", "true")
if not os.environ.get("DATABASE_URL"):
    # The workers of pytest-xdist inherit the address; the database stops with the last pytest that uses it.
    os.environ["DATABASE_URL"] = Embedded("postgres-for-tests", options=SPEEDY).hold()
