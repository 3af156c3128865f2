"""`make check`: everything that can be found wrong without running a test. All of it runs, then the verdict comes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

# What production would set, so that Django's own checks look at the settings that readers will meet.
PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": "only-to-be-checked-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "portal.example.org",
    "SITE_URL": "https://portal.example.org",
    "DATABASE_URL": "postgres://portal@localhost/portal",
    "REDIS_URL": "redis://localhost/0",
    "EMAIL_URL": "smtp+tls://localhost",
    "DEFAULT_FROM_EMAIL": "partnership@example.org",
}


def main() -> None:
    templates = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    manage = (sys.executable, "manage.py")
    checks: dict[str, tuple[str, ...]] = {
        "lint": (f"{BIN}/ruff", "check", "."),
        "format": (f"{BIN}/ruff", "format", "--check", "."),
        "types": (f"{BIN}/mypy", "."),
        "import contract": (f"{BIN}/lint-imports",),
        "templates": (f"{BIN}/djade", "--check", "--target-version", "5.2", *templates),
        "migrations": (*manage, "makemigrations", "--check", "--dry-run"),
        "deploy": (*manage, "check", "--deploy", "--fail-level", "WARNING"),
    }
    failed = [name for name, command in checks.items() if not passes(name, command)]
    sys.exit(f"Not well: {', '.join(failed)}." if failed else None)


def passes(name: str, command: tuple[str, ...]) -> bool:
    environment = os.environ | (PRODUCTION if name == "deploy" else {"DEBUG": "true"})
    outcome = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    print(f"{'well    ' if outcome.returncode == 0 else 'NOT WELL'}  {name}", flush=True)
    if outcome.returncode:
        print(outcome.stdout + outcome.stderr, flush=True)
    return outcome.returncode == 0


if __name__ == "__main__":
    main()
