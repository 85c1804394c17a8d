"""A record on paper: A4, numbered pages. The typeface has the letters of Latin, Greek and Cyrillic scripts; where
others were written, the page and the JSON have them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos

_FONTS = Path(__file__).parent / "fonts"  # DejaVu Sans, free: see LICENSE beside it
_FACE = "DejaVu"


@dataclass(frozen=True)
class Paragraph:
    """When and by whom, what was done, and the words that were said with it, all as they are printed."""

    head: str
    what: str
    words: str = ""


class _Sheet(FPDF):
    """Pages with a number at their foot."""

    def footer(self) -> None:
        """The page's number, called by the library for each."""
        self.set_y(-15)
        self.set_font(_FACE, size=8)
        self.cell(0, 6, f"{self.page_no()} / {{nb}}", align="C")


def on_paper(title: str, lines: Sequence[str], paragraphs: Sequence[Paragraph], *, at: datetime) -> bytes:
    """The PDF of a record: its title, some lines about it, and its paragraphs. `at` is its date of making."""
    sheet = _Sheet(format="A4")
    sheet.set_creation_date(at)
    sheet.set_title(title)
    sheet.add_font(_FACE, fname=_FONTS / "DejaVuSans.ttf")
    sheet.add_font(_FACE, style="B", fname=_FONTS / "DejaVuSans-Bold.ttf")
    sheet.set_auto_page_break(True, margin=20)
    sheet.add_page()
    _block(sheet, title, size=15, style="B")
    for line in lines:
        _block(sheet, line, size=9)
    for paragraph in paragraphs:
        sheet.ln(3)
        _block(sheet, paragraph.head, size=8)
        _block(sheet, paragraph.what, size=10, style="B")
        _block(sheet, paragraph.words, size=10)
    return bytes(sheet.output())


def _block(sheet: FPDF, text: str, *, size: int, style: str = "") -> None:
    if text:
        sheet.set_font(_FACE, style=style, size=size)
        wrap = WrapMode.CHAR if _has_long_word(text) else WrapMode.WORD
        sheet.multi_cell(0, size * 0.52, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L", wrapmode=wrap)


def _has_long_word(text: str) -> bool:
    """Whether a word may be wider than the page: the library cannot break it between words."""
    return any(len(word) > 60 for word in text.split())
