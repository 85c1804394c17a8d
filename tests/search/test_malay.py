"""Twenty questions as colleagues write them, each finding the thread that says it in other words."""

from collections.abc import Iterator
from datetime import date

import pytest

from forum.search.grammar import read_query
from forum.search.index.protocol import Document, Enquiry, Index
from tests.conftest import NOON
from tests.search.engines import KINDS, away, empty_index, put

ASKED = [
    ("printer tak boleh print lepas update Windows", "Pencetak gagal mencetak selepas kemas kini Windows"),
    ("laptop lambat gila, dah restart pun sama", "Notebook is very slow, also after a reboot"),
    ("mcm mana nak reset password email", "Menetapkan semula kata laluan e-mel: reset"),
    ("lupa password, xleh login portal HR", "Terlupa kata laluan, tidak boleh log masuk portal HR"),
    ("wifi ofis asyik disconnect", "Office wireless keeps disconnecting"),
    ("VPN x connect dari rumah", "VPN does not connect at home"),
    ("outlook tak boleh hantar email, mailbox full", "Outlook cannot send e-mail because the mailbox is full"),
    ("skrin hitam lepas sleep", "Black screen after sleep"),
    ("mouse dgn keyboard tak detect", "Tetikus dan papan kekunci tidak dikesan"),
    ("nak install software tapi minta password admin", "Memasang perisian memerlukan kata laluan pentadbir"),
    ("shared folder hilang, tak nampak drive Z", "Drive Z with the shared folder has disappeared"),
    ("teams takde bunyi masa meeting", "No sound in a Teams meeting"),
    ("scanner x boleh scan ke email", "Pengimbas tidak boleh imbas ke e-mel"),
    ("excel hang bila buka fail besar", "Excel freezes with a big file"),
    ("nak mintak access folder finance utk staf baru", "Capaian folder finance untuk staf baharu"),
    ("akaun kena lock sbb salah password 3 kali", "Account locked after a wrong password three times"),
    ("pc tak boleh on, lampu je menyala", "Komputer tidak boleh on, hanya lampu menyala"),
    ("projector bilik mesyuarat takde gambar", "Projector in the meeting room shows nothing"),
    ("sistem cuti down ke?", "Sistem permohonan cuti sedang down"),
    ("email spam masuk byk sgt, mcm mana nak block", "Terlalu banyak e-mel spam: bagaimana untuk block"),
]


@pytest.fixture(scope="module", params=KINDS)
def twenty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of the twenty threads."""
    made = empty_index(request.param, tmp_path_factory.mktemp("malay"))
    put(made, *(_thread(number, said) for number, (_, said) in enumerate(ASKED, start=1)))
    yield made
    away(made)


def _thread(number: int, title: str) -> Document:
    return Document(number, 1, NOON, frozenset({"room:1"}), title, "", "Please help.", "", (), "", True)


@pytest.mark.parametrize("number", range(len(ASKED)), ids=lambda number: ASKED[number][0])
def test_the_thread_in_other_words_stands_first(twenty: Index, number: int) -> None:
    wanted = read_query(ASKED[number][0], today=date(2026, 3, 5))
    hits = twenty.find(Enquiry(wanted, frozenset({1}), NOON), skip=0, most=3)
    assert hits[0].question_id == number + 1


def test_opposite_questions_are_told_apart(index: Index) -> None:
    put(index, _thread(1, "Printer boleh print warna"), _thread(2, "Printer tidak boleh print warna"))
    wanted = read_query("printer tak boleh print warna", today=date(2026, 3, 5))
    assert index.find(Enquiry(wanted, frozenset({1}), NOON), skip=0, most=2)[0].question_id == 2
