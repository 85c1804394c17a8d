"""Words that mean the same in an office, in English and Malay. Two words in one place are also found written as one."""

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


def _joined(words: str) -> str:
    return words.replace("-", "").replace(" ", "")


def _sets() -> list[list[str]]:
    return [[name.strip() for name in line.split(",")] for line in _SETS.split("|")]


# "kata laluan" -> "katalaluan": the two words are one token as well, in the index and in a query.
JOINS: dict[tuple[str, str], str] = {
    (first, second): first + second
    for names in _sets()
    for name in names
    if len(parts := name.replace("-", " ").split()) == 2
    for first, second in [(parts[0], parts[1])]
}
SYNONYMS: dict[str, frozenset[str]] = {}
for _names in _sets():
    _words = frozenset(_joined(name) for name in _names)
    for _word in _words:
        SYNONYMS[_word] = SYNONYMS.get(_word, frozenset()) | (_words - {_word})
