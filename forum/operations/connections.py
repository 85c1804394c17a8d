"""The web server's connections: who is slow, silent or gone takes no thread from others and holds up no stop."""

import os
import selectors
import signal
import socket
import struct
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import ThreadWorker
from sqlalchemy import make_url

from forum.kernel.settings.environment import THIS_MACHINE, Environment
from forum.operations.hands import Hands
from forum.operations.unreadable import answered

_FIRST_WORD = 10.0  # seconds a connection may be open before anything is asked by it
_SILENCE = 30  # seconds in the midst of a request, or of taking the answer
_FAREWELL = 2.0  # seconds for a client to close a connection that was closed from here
_PIECE = 65_536
_PATIENCE = 0.01  # seconds: an ordinary page takes less; behind a search, that takes more, nobody waits for longer
_STOP = {signal.SIGTERM}


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's with threads, and with more care of its connections.

    gunicorn gives a thread for five seconds to whoever connects and says nothing, as browsers do ahead of time, and for
    ever to who goes away in the midst of a request; its loop, which takes all connections, waits up to two seconds for
    each client whose connection ends. Eight such clients kept everybody else waiting, and the forum from ending.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._leaving: deque[Any] = deque()
        self._hands: Hands[Any]

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        """From now on a process that is born hears of SIGTERM once it can end by it: before, Python forgets signals."""
        super().check_config(cfg, log)
        os.register_at_fork(
            before=partial(signal.pthread_sigmask, signal.SIG_BLOCK, _STOP),
            after_in_parent=partial(signal.pthread_sigmask, signal.SIG_UNBLOCK, _STOP),
        )

    def init_signals(self) -> None:
        """The process can end by a signal."""
        super().init_signals()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP)

    def get_thread_pool(self) -> ThreadPoolExecutor:
        """Few of its threads compute at a time, and others come in where those take long."""
        most = self.cfg.threads
        pool = ThreadPoolExecutor(most)
        at_once = computing_at_once(Environment().database, processes=self.cfg.workers, processors=os.cpu_count() or 1)
        self._hands = Hands(self._answer, pool, at_once=at_once, most=most, patience=_PATIENCE)
        return pool

    def enqueue_req(self, conn: Any) -> None:
        """Who has sent nothing yet is waited for without a thread."""
        if conn.initialized or conn.data_ready:
            self._hands.put(conn)
            return
        _limit_silence(conn.sock)
        self._wait(self.pending_conns, conn, _FIRST_WORD, self.on_pending_socket_readable)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Requests that wait behind long ones are not left to wait until something else happens."""
        super().wait_for_and_dispatch_events(min(timeout, _PATIENCE) if self._hands.call() else timeout)

    def _answer(self, conn: Any) -> None:
        done: Future[Any] = Future()
        try:
            done.set_result(self.handle(conn))
        except BaseException as failure:
            done.set_exception(failure)
        self.method_queue.defer(self.finish_request, conn, done)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """A connection that ends is closed from here, and who closes it late is waited for without a thread."""
        if fs.cancelled() or fs.exception() or fs.result():
            super().finish_request(conn, fs)
            return
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
            self._wait(self._leaving, conn, _FAREWELL, self._hear_out)
        except OSError:  # it is closed already
            self._closed(conn)

    def murder_pending(self) -> None:
        """Whose time is over is closed; in a process that ends, also who has asked for nothing."""
        if not self.alive:
            for conn in self.pending_conns:
                conn.timeout = min(conn.timeout, time.monotonic() + _FAREWELL)
        super().murder_pending()
        while self._leaving and self._leaving[0].timeout <= time.monotonic():
            self._forget(self._leaving[0])

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """A head that cannot be read has a page of ours."""
        if not answered(self.wsgi, client, exc):
            super().handle_error(req, client, addr, exc)

    def _wait(self, waiting: "deque[Any]", conn: Any, seconds: float, then: Any) -> None:
        conn.timeout = time.monotonic() + seconds
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(then, conn))
        waiting.append(conn)

    def _hear_out(self, conn: Any, client: socket.socket) -> None:
        """What is still being sent is taken: bytes that nobody reads would take the answer from the client."""
        with suppress(BlockingIOError):
            try:
                if not client.recv(_PIECE):
                    self._forget(conn)
            except ConnectionError:
                self._forget(conn)

    def _forget(self, conn: Any) -> None:
        self.poller.unregister(conn.sock)
        self._leaving.remove(conn)
        self._closed(conn)

    def _closed(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close()


def computing_at_once(database: str, *, processes: int, processors: int) -> int:
    """How many requests of each process compute at a time: two where they wait for a database on another machine, or
    where processors are left, as one goes on meanwhile."""
    url = make_url(database)
    if url.get_backend_name() == "sqlite":
        return 1
    host = url.host or f"{url.query.get('host', '/')}"  # as the folder of a socket, or as libpq lets it be written, too
    is_here = host.startswith("/") or host in THIS_MACHINE
    return 1 if is_here and processes >= processors else 2


def _limit_silence(client: socket.socket) -> None:
    """Reading ends with an error after so long without a byte, sending after so long without its being taken."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", _SILENCE, 0))
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _SILENCE * 1000)
