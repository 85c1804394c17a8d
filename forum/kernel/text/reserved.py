"""Names that nobody may take or imitate, in English and Malay.

A role is refused as a part of a name too ("Ben, IT staff"), a plain name only as the whole of it ("Tanya Lim" is a
person). Many offices call their IT department ICT. Compare with `forum.kernel.text.skeleton.resembles`.
"""

from __future__ import annotations

_ROLES = frozenset(
    {
        "admin",
        "administrator",
        "administration",
        "system administrator",
        "sysadmin",
        "webmaster",
        "moderator",
        "helpdesk",
        "help desk",
        "service desk",
        "support",
        "technical support",
        "customer support",
        "support team",
        "IT staff",
        "IT support",
        "IT team",
        "team IT",
        "IT help",
        "IT service",
        "IT services",
        "IT security",
        "IT department",
        "IT dept",
        "IT admin",
        "IT manager",
        "IT officer",
        "information technology",
        "security team",
        "kakitangan IT",
        "staf IT",
        "staff IT",
        "pegawai IT",
        "pasukan IT",
        "sokongan IT",
        "bantuan IT",
        "keselamatan IT",
        "Jabatan IT",
        "Jabatan Teknologi Maklumat",
        "Bahagian IT",
        "Unit IT",
        "teknologi maklumat",
        "pentadbir",
        "pentadbir sistem",
        "pentadbiran",
        "penyelia sistem",
        "moderator forum",
        "penyederhana",
        "meja bantuan",
        "khidmat bantuan",
        "sokongan teknikal",
        "pasukan sokongan",
        "juruteknik IT",
    }
)
ROLES = _ROLES | {" ".join("ICT" if word == "IT" else word for word in name.split()) for name in _ROLES}
"""Refused as the whole of a name and as words within one."""

NAMES = frozenset(
    {
        "Tanya",
        "system",
        "sistem",
        "root",
        "superuser",
        "IT",
        "ICT",
        "forum",
        "robot",
        "bot",
        "anonymous",
        "tanpa nama",
        "nobody",
        "everyone",
        "semua",
        "staff",
        "staf",
        "kakitangan",
        "sokongan",
        "bantuan",
        "help",
        "security",
        "keselamatan",
        "noreply",
        "no reply",
        "postmaster",
        "mailer daemon",
        "former colleague",
        "bekas rakan sekerja",
        "null",
        "undefined",
    }
)
"""Refused as the whole of a name only, or where a name has nothing but such words ("Tanya Bot")."""

_DESKS = {"helpdesk", "help desk", "service desk", "meja bantuan"}
BADGE = frozenset(name for name in ROLES if {"IT", "ICT"} & set(name.split())) | _DESKS
"""What the badge says, or nearly: refused as a job or department of who has no badge, since both stand beside names."""

RESERVED = ROLES | NAMES
