"""Nobody can take or imitate the name of a role, of the system, or of a colleague."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.kernel.text.reserved import RESERVED
from forum.kernel.text.skeleton import resembles, skeleton

LOOK_ALIKES = {
    "IT staff": [
        "IT Staff", "it staff", "1T Staff", "lT StafF", "|T staff", "!T Staff", "1T Stаff", "ІТ-Staff", "ιт ѕтаff",
        "I T  S t a f f", "I.T. Staff", "IT_Staff", "ITstaff", "İT Stáff", "ＩＴ　Ｓｔａｆｆ", "𝐈𝐓 𝐒𝐭𝐚𝐟𝐟", "🇮🇹 Staff",
        "🅸🆃 Staff", "Ⓘⓣ staff", "IT\u200bStaff", "IT\u202eStaff", "The IT Staff of Penang", "ITStaffBen", "IT staff 2",
    ],
    "administrator": ["Аdministratоr", "Adm1nistrator", "Administrat0r", "ADMINISTRATOR!", "Ben, administrator"],
    "admin": ["@dmin", "ꓮdmin", "Admin_01", "аdmіn"],
    "moderator": ["rnoderator", "M0derator", "Moderatοr"],
    "support": ["5upport", "Supp0rt", "ѕuрроrt", "Support!!"],
    "helpdesk": ["Helpdesk", "HeIpdesk", "he1pdesk"],
    "system": ["System", "Ѕуѕtеm", "s y s t e m"],
    "Tanya": ["tanya", "Tаnуa", "T@nya", "T a n y a"],
    "IT department": ["IT Department", "ІТ Dераrtmеnt", "1T  department"],
    "Jabatan IT": ["Jabatan 1T", "jаbatan-it", "JabatanIT"],
    "kakitangan IT": ["Kakitangan 1T", "kаkitаngan it", "Kakitangan-IT Ipoh"],
    "ICT staff": ["ICT Staff", "1CT staff", "Ben - lCT Stаff"],
    "Unit ICT": ["unit-ict", "Unit 1CT Pulau Pinang"],
    "pentadbir": ["Pentadbir", "рentadbir", "Pentadb1r", "Pentadbir Siti"],
    "meja bantuan": ["Meja Bantuan", "meja bantuаn", "mejα βantuan", "M3ja-Bantuan"],
}  # fmt: skip
IMITATIONS = [(name, reserved) for reserved, names in LOOK_ALIKES.items() for name in names]
HONEST_NAMES = """
    Ana Lim|Ben Ooi|Ali|Ali bin Ismail|Siti Nurhaliza|Nurul Ain|Tan Ah Kow|Lim Wei Ting|Mei Ling|Raj|Devi A/P Muthu
    Tanya Roberts|Susan Root|Adminah binti Salleh|Modesto Rator|Stafford Ito|Iris Staffan|Sam|Mo|Ed|Bo Ting
    O'Brien|José Núñez|Łukasz|Владимир Иванов|王小明|محمد علي|தமிழ்|Muhammad Sistemi|Helen Deskin|Botan|Systa Emery
""".strip().replace("\n    ", "|")


@pytest.mark.parametrize(("name", "reserved"), IMITATIONS)
def test_look_alike_is_refused(name: str, reserved: str) -> None:
    found = resembles(name, RESERVED)

    assert found is not None
    assert resembles(name, [reserved]) == reserved


@pytest.mark.parametrize("name", HONEST_NAMES.split("|"))
def test_honest_name_is_accepted(name: str) -> None:
    assert resembles(name, RESERVED) is None


def test_all_look_alikes_of_a_name_have_one_skeleton() -> None:
    names = ["IT Staff", "1T Stаff", "I T  S t a f f", "ІТ-Staff", "ＩＴ Ｓｔａｆｆ"]

    assert len({skeleton(name) for name in names}) == 1


def test_colleague_is_imitated_by_the_whole_name_only() -> None:
    staff = ["Iris Tan", "Mo"]

    assert resembles("lris Tаn", staff) == "Iris Tan"
    assert resembles("Iris Tan Mei Ling", staff) is None
    assert resembles("Mo Salleh", staff) is None


def test_name_without_letters_resembles_nobody() -> None:
    assert resembles("\U0001f600 !?", RESERVED) is None
    assert resembles("", RESERVED) is None
    assert resembles("\u200b", RESERVED) is None


@given(st.text(max_size=60))
def test_skeleton_has_neither_blanks_nor_capitals(name: str) -> None:
    look = skeleton(name)

    assert not any(character.isspace() or character.isupper() for character in look if character.isascii())
