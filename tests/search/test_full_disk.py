"""A disk that is full in the middle of writing: the operating system and the database refuse, nothing is harmed."""

import subprocess
import sys

import pytest

from forum.search.index.protocol import Index
from forum.search.index.whoosh.engine import WhooshIndex
from tests.search.engines import address, execute, generations, put, same_index
from tests.search.threads import thread

_LIMITED = """
import resource, sys
from pathlib import Path
from forum.search.index.whoosh.engine import WhooshIndex
from tests.search.threads import thread

place, work, largest = sys.argv[1:]
index = WhooshIndex(Path(place))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), int(largest)))
try:
    if work == "change":
        index.change([2], lambda _: [thread(2)])
    else:
        index.make_again(map(thread, range(1, 90)), before_exchange=lambda: None)
except OSError as error:
    print(type(error).__name__)
"""
_REFUSING = (
    """
CREATE FUNCTION {0}.refuse() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN RAISE EXCEPTION ''no space left on device'' USING ERRCODE = ''disk_full''; END'
""",
    """
CREATE TRIGGER refuse AFTER INSERT ON {0}.entry EXECUTE FUNCTION {0}.refuse()
""",
)


def numbers(index: Index) -> list[int]:
    seen = same_index(index)
    assert seen.what_is_wrong() == ""
    found = sorted(number for number, _ in seen.digests())
    seen.close()
    return found


@pytest.mark.parametrize("index", ["whoosh"], indirect=True)
@pytest.mark.parametrize("work", ["change", "rebuild"])
@pytest.mark.parametrize("largest", [0, 100, 1500, 5000])
def test_a_file_that_cannot_grow_harms_nothing(index: WhooshIndex, work: str, largest: int) -> None:
    put(index, thread(1))
    command = [sys.executable, "-c", _LIMITED, address(index)[0], work, str(largest)]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    assert said == "OSError\n"
    assert numbers(index) == [1] and len(generations(index)) == 1
    put(index, thread(2))
    assert numbers(index) == [1, 2]


@pytest.mark.parametrize("index", ["postgresql"], indirect=True)
def test_a_table_that_cannot_grow_harms_nothing(index: Index) -> None:
    put(index, thread(1))
    schema = address(index)[1]
    for statement in _REFUSING:
        execute(index, statement, schema)
    with pytest.raises(OSError, match="no space left"):
        put(index, thread(2))
    assert numbers(index) == [1]
    execute(index, "DROP TRIGGER refuse ON {0}.entry", schema)
    put(index, thread(2))
    assert numbers(index) == [1, 2]
