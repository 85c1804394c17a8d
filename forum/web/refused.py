"""A refused form begins where it is wrong, without scripts too: on a phone that stands below its first lines."""

from flask import Flask, Response

_WRONG = b'aria-invalid="true"'


def init_refused(app: Flask) -> None:
    """The browser goes to the first field that was refused."""

    @app.after_request
    def _begin_there(response: Response) -> Response:
        if response.status_code >= 400 and response.mimetype == "text/html":
            response.set_data(response.get_data().replace(_WRONG, b"autofocus " + _WRONG, 1))
        return response
