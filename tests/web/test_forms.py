"""What forms take of what a browser sends."""

import pytest

from forum.kernel.errors import Invalid
from forum.web.forms import moment_in


@pytest.mark.parametrize("typed", ["9999-12-31T23:59", "0001-01-01T00:00", "2026-13-01T00:00", "soon"])
def test_a_moment_that_is_none_in_some_zone_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="2026-03-05 14:30"):
        moment_in(typed)


def test_a_moment_is_of_the_company_s_zone_where_nobody_reads() -> None:
    assert str(moment_in("9998-12-31T23:59")) == "9998-12-31 15:59:00+00:00" and moment_in("") is None
