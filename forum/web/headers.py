"""Security headers of every answer."""

from flask import Flask, Response, current_app, request

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex",
}


def init_headers(app: Flask) -> None:
    """Every answer carries the strict policy; pages of a person are never stored by a shared cache."""

    @app.after_request
    def _add(response: Response) -> Response:
        headers = response.headers
        said = set(headers.keys(lower=True))
        for name, value in _HEADERS.items():
            if name.lower() not in said:
                headers.add(name, value)
        if "cache-control" not in said and request.endpoint != "static":
            headers.add("Cache-Control", "private, no-cache")
        if current_app.config["IS_HTTPS"]:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
