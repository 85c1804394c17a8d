"""What browsers tell of themselves."""

import pytest

from forum.web.browsers import told_by

_MOZILLA = "Mozilla/5.0 "


@pytest.mark.parametrize(
    ("header", "label"),
    [
        ("(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 "
         "Edg/131.0.0.0",
         "Windows 10 or 11, Edge 131"),
        ("(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
         "macOS, Safari 18"),
        ("(iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
         "Mobile/15E148 Safari/604.1", "iOS 18.1, Safari 18"),
        ("(Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
         "Android 14, Chrome 131"),
        ("(X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Linux, Firefox 133"),
        ("curl", ""),
        ("x" * 100_000, ""),
    ],
)  # fmt: skip
def test_system_and_browser_are_read(header: str, label: str) -> None:
    assert told_by(_MOZILLA + header).label == label
