"""Why a server cannot be reached, as administrators read it: a msgid, with the technical word behind it in brackets."""

import errno
import smtplib
import socket
import ssl

from forum.kernel.words import N_

# The first that fits: an error of certificates is one of TLS, and nearly all are errors of the system.
_WHY: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((ConnectionRefusedError,), N_("no server answers at this address and port (connection refused)")),
    ((socket.gaierror,), N_("nobody knows a server of this name (name not found)")),
    ((TimeoutError,), N_("the server does not answer in time (timed out)")),
    ((ssl.SSLCertVerificationError,), N_("the certificate of the server is not to be trusted (certificate)")),
    ((ssl.SSLEOFError, ssl.SSLZeroReturnError), N_("the server has closed the connection (connection reset)")),
    ((ssl.SSLError,), N_("the server and the forum agree on no encryption (TLS)")),
    (
        (ConnectionResetError, BrokenPipeError, ConnectionAbortedError, smtplib.SMTPServerDisconnected),
        N_("the server has closed the connection (connection reset)"),
    ),
)
# OpenSSL's numbers (x509_vfy.h) for what is wrong with a certificate.
EXPIRED, NOT_YET_VALID, OTHER_NAMES = 10, 9, (62, 64)
_OF_CERTIFICATES = {
    EXPIRED: N_("the certificate of the server has expired (certificate)"),
    NOT_YET_VALID: N_("the certificate of the server is not valid yet (certificate)"),
    **dict.fromkeys(OTHER_NAMES, N_("the certificate of the server is for another name (certificate)")),
}
_NO_WAY = N_("no way leads to the server (network unreachable)")


def why_unreachable(failure: BaseException) -> str:
    """A msgid for the usual reasons; else what the system or the server says, without its numbers."""
    if words := _OF_CERTIFICATES.get(getattr(failure, "verify_code", 0)):
        return words
    known = next((words for kinds, words in _WHY if isinstance(failure, kinds)), "")
    if known:
        return known
    if isinstance(failure, OSError) and failure.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
        return _NO_WAY
    said = failure.strerror if isinstance(failure, OSError) and failure.strerror else f"{failure}"
    return said.rstrip(".") or type(failure).__name__
