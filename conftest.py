"""What every test stands on. The start of a run comes first, before anything reads the settings."""

pytest_plugins = ["config.testing", "tests.browser", "tests.cast"]
