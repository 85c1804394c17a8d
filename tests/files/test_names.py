"""The names that stored files get."""

import pytest

from forum.files.links import MOST_LINKED, linked_tokens
from forum.files.names import LONGEST, clean_name

TOKEN = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.ini.pdf"),
        ("a\0b\r\nSet-Cookie: x.pdf", "ab-Set-Cookie-x.pdf"),
        ("../", "file.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "file.pdf"),
        ("laporan tahunan (1).PDF", "laporan-tahunan-(1).pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("报告.pdf", "报告.pdf"),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    assert clean_name(given, ".pdf") == kept


def test_a_long_name_is_cut_before_its_ending() -> None:
    name = clean_name("x" * 500 + ".pdf", ".pdf")
    assert len(name) == LONGEST
    assert name.endswith("x.pdf")


def test_the_files_of_a_text_are_found_by_their_address() -> None:
    text = f"![map](/files/{TOKEN}/map.png) and again [map](/files/{TOKEN}/map.png), not /files/short/a.png"
    assert linked_tokens(text) == [TOKEN]


def test_a_text_of_thousands_of_files_links_only_so_many() -> None:
    text = " ".join(f"/files/{number:032x}/a.png" for number in range(10_000))
    assert len(linked_tokens(text)) == MOST_LINKED
