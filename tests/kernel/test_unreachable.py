"""Why a server cannot be reached is told in plain words, the same for mail server, mailbox and token server."""

import errno
import smtplib
import socket
import ssl

import pytest

from forum.kernel.unreachable import why_unreachable
from forum.kernel.words import translated
from forum.mail.rules import words_of
from forum.mailbox.sources.imap import reason_of


def _certificate(code: int) -> ssl.SSLCertVerificationError:
    failure = ssl.SSLCertVerificationError(1, "certificate verify failed")
    failure.verify_code = code
    return failure


_USUAL = [
    (ConnectionRefusedError(111, "Connection refused"), "no server answers at this address and port"),
    (socket.gaierror(-2, "Name or service not known"), "nobody knows a server of this name"),
    (TimeoutError("timed out"), "the server does not answer in time"),
    (
        ssl.SSLCertVerificationError(1, "certificate verify failed"),
        "the certificate of the server is not to be trusted",
    ),
    (_certificate(10), "the certificate of the server has expired"),
    (_certificate(9), "the certificate of the server is not valid yet"),
    (_certificate(62), "the certificate of the server is for another name"),
    (_certificate(64), "the certificate of the server is for another name"),
    (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), "agree on no encryption"),
    (ssl.SSLEOFError(8, "EOF occurred in violation of protocol"), "the server has closed the connection"),
    (ConnectionResetError(104, "Connection reset by peer"), "the server has closed the connection"),
    (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), "the server has closed the connection"),
    (OSError(errno.ENETUNREACH, "Network is unreachable"), "no way leads to the server"),
]


@pytest.mark.parametrize(("failure", "words"), _USUAL, ids=lambda each: type(each).__name__)
def test_the_usual_reasons_are_sentences_in_both_languages(failure: OSError, words: str) -> None:
    said = why_unreachable(failure)
    assert words in said and "Errno" not in said and "SSL:" not in said
    assert translated("ms", said) != said
    assert words_of(failure) == said == reason_of(failure).values["why"]


def test_the_unusual_ones_say_what_the_system_says_without_its_number() -> None:
    assert why_unreachable(OSError(5, "Input/output error")) == "Input/output error"
    assert why_unreachable(OSError()) == "OSError"
