"""A token server on loopback: gives tokens as Microsoft's and Google's do, and tells Dovecot which of them hold."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

SECRET, USER = "client secret/1", "forum@kencana.example"


class TokenServer:
    """What it was asked, what it answers next, and which of its tokens hold."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.asked: list[dict[str, str]] = []
        self.holding: set[str] = set()
        self.lasts = 3600  # seconds
        self.fault: tuple[int, str] | None = None

    def settings(self, **more: str) -> dict[str, str]:
        """The environment of a forum that asks here, without TANYA_ and in lower case."""
        known = {"token_url": f"{self.address}/token", "client_id": "tanya", "client_secret": SECRET} | more
        return {f"mail_oauth_{name}": value for name, value in known.items()}

    def take_back(self) -> None:
        """No token that was given holds any more."""
        self.holding.clear()

    def answer(self, question: dict[str, str]) -> tuple[int, str]:
        """The status and the answer to who wants a token."""
        self.asked.append(question)
        if self.fault:
            return self.fault
        if question.get("client_secret") != SECRET:
            return 401, json.dumps({"error": "invalid_client", "error_description": "The secret\r\nhas expired."})
        token = f"token-{len(self.asked)}"
        self.holding.add(token)
        return 200, json.dumps({"access_token": token, "token_type": "Bearer", "expires_in": self.lasts})


@contextmanager
def running() -> Iterator[TokenServer]:
    """The server answers as long as the block runs."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            question = {name: values[0] for name, values in form.items()}
            if self.path == "/introspect":
                holds = question["token"] in server.holding
                self._say(200, json.dumps({"active": holds, "username": USER}))
            else:
                self._say(*server.answer(question))

        def _say(self, status: int, answer: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer.encode())))
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *_args: Any) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server = TokenServer(listening.server_port)
    thread = threading.Thread(target=listening.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()
