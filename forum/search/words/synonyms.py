"""Words that mean the same in an office, in English and Malay. Two words in one place are also found written as one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LONGEST_NAME = 4  # words
_SETS = """
    password, pw, kata laluan | printer, pencetak | print, cetak | network, rangkaian | server, pelayan | screen,
    skrin | keyboard, papan kekunci | mouse, tetikus | laptop, komputer riba, notebook | computer, pc, komputer |
    browser, pelayar | website, laman web, tapak web | software, perisian | hardware, perkakasan | app, aplikasi |
    install, pasang | uninstall, nyahpasang | update, kemas kini | upgrade, naik taraf | restart, reboot, mula
    semula | slow, lambat, perlahan, lembap | freeze, hang, beku, tersekat | crash, ranap | error, ralat | broken,
    rosak | file, fail | attachment, lampiran | upload, muat naik | download, muat turun | login, log masuk, sign
    in, log in | account, id, akaun | email, emel, e-mel, e-mail | inbox, peti masuk | backup, sandaran | database,
    pangkalan data | scan, imbas | driver, pemacu | pendrive, pemacu pena | settings, tetapan | access, akses,
    capaian | permission, kebenaran | link, pautan | screenshot, tangkapan skrin | wireless, tanpa wayar, wifi |
    sound, bunyi | meeting, mesyuarat | ticket, aduan | not, tidak | cannot, cant, tidak | office, pejabat
"""


def _sets() -> list[list[str]]:
    return [[name.strip() for name in line.split(",")] for line in _SETS.split("|")]


# "kata laluan" -> "katalaluan": the two words are one token as well, in the index and in a query.
JOINS: dict[tuple[str, ...], str] = {
    (first, second): first + second
    for names in _sets()
    for name in names
    if len(parts := name.replace("-", " ").split()) == 2
    for first, second in [(parts[0], parts[1])]
}


@dataclass(frozen=True, slots=True, eq=False)
class Synonyms:
    """What a query takes as the same. A name of several words is one form: joined, or with blanks in it."""

    others: Mapping[str, frozenset[str]]  # form -> the forms that mean the same
    names: Mapping[tuple[str, ...], str]  # words next to each other in a query -> form

    def with_sets(self, sets: Iterable[Sequence[tuple[str, ...]]]) -> "Synonyms":
        """These, and sets of names besides; a name is its folded words. What shares a name means the same."""
        names, others = dict(self.names), dict(self.others)
        for each in sets:
            forms = frozenset(names.setdefault(words, " ".join(words)) for words in each)
            forms |= {other for form in forms for other in others.get(form, ())}
            others |= {form: others.get(form, frozenset()) | (forms - {form}) for form in forms}
        return Synonyms(others, names)


def _built_in() -> Synonyms:
    sets = ([tuple(name.replace("-", "").split()) for name in names] for names in _sets())
    return Synonyms({}, JOINS).with_sets(sets)


BUILT_IN = _built_in()
