"""Paragraphs that a mail program wrapped by itself, joined again (RFC 3676, format=flowed and delsp)."""


def unwrapped(text: str, *, delete_space: bool) -> str:
    """The text with each paragraph on one line; quoted paragraphs keep their depth, signatures stay apart."""
    paragraphs: list[tuple[int, list[str]]] = []
    flows = False
    for line in text.split("\n"):
        depth, words = _quoted(line)
        is_signature = words == "-- "
        if flows and depth == paragraphs[-1][0] and not is_signature:
            paragraphs[-1][1].append(words)
        else:
            paragraphs.append((depth, [words]))
        flows = words.endswith(" ") and not is_signature
    return "\n".join(_joined(depth, pieces, delete_space) for depth, pieces in paragraphs)


def _quoted(line: str) -> tuple[int, str]:
    words = line.lstrip(">")
    return len(line) - len(words), words.removeprefix(" ")


def _joined(depth: int, pieces: list[str], delete_space: bool) -> str:
    if delete_space:
        pieces = [*(piece.removesuffix(" ") for piece in pieces[:-1]), pieces[-1]]
    return ">" * depth + (" " if depth else "") + "".join(pieces)
