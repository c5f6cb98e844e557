"""What stops a program: signals, raised as ``Stopped`` where it may stop, held where it must not."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, a machine or service shutting down, a closed terminal."""


class Stopped(BaseException):
    """A signal asks the program to stop; `signal` is its number. Not an Exception: nothing may swallow it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = number


class BrokenOff(BaseException):
    """What is being made is no longer wanted. Not an Exception, as `Stopped` is none."""


class Stops:
    """What came in: some libraries swallow what is raised in their callbacks."""

    def __init__(self) -> None:
        self.number = 0

    def take(self, number: int, _frame: FrameType | None = None) -> None:
        """Handle a signal: remember it and raise."""
        self.number = number
        raise Stopped(number)

    def check(self) -> None:
        """Raise if a signal came in that nothing acted on.

        Raises:
            Stopped: One did.
        """
        if self.number:
            raise Stopped(self.number)


@contextlib.contextmanager
def stoppable() -> Iterator[Stops]:
    """Raise ``Stopped`` at a signal of ``SIGNALS``; one that is ignored (nohup) stays so."""
    stops = Stops()
    with _handled(stops.take):
        yield stops


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Let the block run to its end, whatever signal comes in: no second Ctrl-C breaks the tidying up."""
    with _handled(lambda _number, _frame: None):
        yield


@contextlib.contextmanager
def _handled(handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    # Handlers belong to the main thread; masks would not do: a library's thread could take the signal.
    mine = threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in SIGNALS if mine}
    ours = {number: last for number, last in before.items() if last not in (signal.SIG_IGN, None)}
    for number in ours:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number, last in ours.items():
            signal.signal(number, last)
