"""The database that comes with the project: started by its first user, stopped by its last, opening nobody's folder."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from config import embedded
from config.embedded import ROOT, SPEEDY, Embedded

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root is kept from running PostgreSQL itself")

HOLD = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from config.embedded import Embedded
print(Embedded(root=Path({{root!r}})).hold(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A checkout of somebody's in a home of theirs that is closed to everybody else."""
    home = Path(tempfile.mkdtemp(prefix="home."))
    checkout = home / "checkout"
    (checkout / "var").mkdir(parents=True)
    home.chmod(0o700)
    yield checkout
    database = Embedded(root=checkout)
    assert not database.data.exists() or not database.is_running(), "a test left its database running"
    if database.as_root:
        shutil.rmtree(database.home, ignore_errors=True)
    shutil.rmtree(home)


def ask(url: str) -> int:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        return cursor.fetchone()[0]


def another_user_of(checkout: Path) -> subprocess.Popen[str]:
    """Another process that holds the database until it is told to end."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD.format(root=str(checkout))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline().startswith("postgres://")
    return process


def test_it_starts_answers_and_stops(checkout):
    database = Embedded(root=checkout, options=SPEEDY)

    assert ask(database.hold()) >= 15
    database.release()

    assert not database.is_running()


def test_no_folder_above_the_data_changes_its_mode(checkout):
    above = [checkout, *checkout.parents, *Path(sys.prefix).parents]
    before = {folder: stat.S_IMODE(folder.stat().st_mode) for folder in above}
    database = Embedded(root=checkout, options=SPEEDY)
    database.hold()
    database.release()

    assert {folder: stat.S_IMODE(folder.stat().st_mode) for folder in above} == before
    assert stat.S_IMODE(checkout.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(database.data.stat().st_mode) == 0o700


def test_it_listens_on_no_network(checkout):
    database = Embedded(root=checkout, options=SPEEDY)
    with psycopg2.connect(database.hold()) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW listen_addresses")
        assert cursor.fetchone() == ("",)
    connection.close()
    database.release()


def test_the_last_of_several_users_stops_it(checkout):
    first, second = another_user_of(checkout), another_user_of(checkout)

    first.communicate()
    assert Embedded(root=checkout).is_running()
    second.communicate()
    assert not Embedded(root=checkout).is_running()


def test_a_user_that_was_killed_does_not_count(checkout):
    killed, other = another_user_of(checkout), another_user_of(checkout)

    killed.send_signal(signal.SIGKILL)
    killed.wait()
    other.communicate()

    assert not Embedded(root=checkout).is_running()


def test_what_was_kept_is_there_after_a_crash(checkout):
    user = another_user_of(checkout)
    database = Embedded(root=checkout)
    with psycopg2.connect(database.url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE record (words text)")
    connection.close()
    os.kill(int((database.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    user.kill()
    user.wait()

    with psycopg2.connect(database.hold()) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM record")
        assert cursor.fetchone() == (0,)
    connection.close()
    database.release()


def test_an_interrupted_first_start_is_begun_again(checkout):
    database = Embedded(root=checkout, options=SPEEDY)
    making = database.folder / "data.making"
    making.mkdir(parents=True)
    (making / "PG_VERSION").write_text("18\n")

    assert ask(database.hold()) >= 15
    database.release()


def test_a_folder_that_somebody_else_may_write_to_is_refused(checkout):
    database = Embedded(root=checkout)
    database.home.mkdir(exist_ok=True)
    database.home.chmod(0o777)

    with pytest.raises(SystemExit, match="not a folder of ours"):
        database.hold()

    assert stat.S_IMODE(database.home.stat().st_mode) == 0o777, (
        "not even put right: it may not be ours to change"
    )


@as_root
def test_as_root_the_data_stand_outside_the_closed_home(checkout):
    database = Embedded(root=checkout)

    assert database.home.parent == Path("/var/tmp")
    assert database.home != Embedded(root=checkout.parent / "another").home


@as_root
def test_as_root_the_programs_are_copied_when_the_checkout_is_closed(checkout, monkeypatch):
    monkeypatch.setattr(embedded, "_may_run", lambda program: False)
    database = Embedded(root=checkout, options=SPEEDY)

    assert ask(database.hold()) >= 15
    assert database._programs().is_relative_to(database.home)
    database.release()


def as_an_ordinary_account(do: Callable[[Path], None]) -> None:
    """Do something in a checkout as an account that is not root; as ourselves where we are not root."""
    home = Path(tempfile.mkdtemp(prefix="home."))
    checkout = home / "checkout"
    (checkout / "var").mkdir(parents=True)
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", embedded._account(), str(home)], check=True)
        if not embedded._may_run(Embedded()._programs() / "postgres"):
            pytest.skip("an account that is not root may not enter this checkout")
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if os.geteuid() == 0:
                account = pwd.getpwnam(embedded._account())
                os.setgroups([])
                os.setgid(account.pw_gid)
                os.setuid(account.pw_uid)
            do(checkout)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    shutil.rmtree(home)
    assert code == 0


def test_for_anybody_but_root_the_data_stand_in_the_checkout():
    def do(checkout: Path) -> None:
        database = Embedded(root=checkout, options=SPEEDY)
        assert ask(database.hold()) >= 15
        assert database.data == checkout / "var" / "postgres" / "data"
        assert database.socket_folder == database.data
        database.release()
        assert not database.is_running()

    as_an_ordinary_account(do)


def test_a_path_too_long_for_a_socket_gets_a_shorter_one():
    def do(checkout: Path) -> None:
        database = Embedded("p" * 100, root=checkout, options=SPEEDY)
        assert ask(database.hold()) >= 15
        assert database.socket_folder != database.data
        assert stat.S_IMODE(database.socket_folder.stat().st_mode) == 0o700
        database.release()
        shutil.rmtree(database.socket_folder)

    as_an_ordinary_account(do)
