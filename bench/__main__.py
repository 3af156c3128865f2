"""The measurements behind every claim about speed: `make bench`.

Prints, for data of growing size in a database of its own, the queries of each page, the median and 95th percentile of
its time, and its weight on the wire. `python -m bench registers` runs that part alone.
"""

import os
import sys
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("TEST_DB_NAME", "bench_portal")

if __name__ == "__main__":
    # The tests' speedy PostgreSQL starts before the settings are read, and the models are there only after that.
    import_module("config.testing")
    import_module("django").setup()
    import_module("bench.measure").main(*sys.argv[1:])
