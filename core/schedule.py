"""What the clock starts."""

from core import clock, runs
from core.clock import on_the_clock


@on_the_clock
def sweep_runs() -> int:
    """Take up long work that a dead worker or a lost queue left behind."""
    return runs.sweep()


@on_the_clock
def catch_up() -> int:
    """Start again what should have been started and was not, or was interrupted."""
    return clock.catch_up()


@on_the_clock
def forget_old_starts() -> int:
    """Delete what the clock started long ago."""
    return clock.forget_old_starts()
