"""What HTML loses on its way to Markdown and back: links, code, list items, pictures, words.

python -m bench.html_round BODIES.jsonl [HOW_MANY]

Reads JSON lines as `forum import jsonl` does, takes bodies that have more than paragraphs, and counts those that lost.
"""

import json
import random
import re
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

from forum.kernel.text.backwards import to_markdown
from forum.kernel.text.html import plain_text, safe_html
from forum.kernel.text.markdown import render

_RICH = re.compile(r"<(a|li|code|pre|img|table)\b")
_FOUND = {
    "links": re.compile(r'href="([^"]+)"'),
    "code": re.compile(r"<code[^>]*>(.*?)</code>", re.DOTALL),
    "list items": re.compile(r"(<li)\b"),
    "pictures": re.compile(r'<img[^>]* src="([^"]+)"'),
}


def main() -> None:
    """One line for each kind of thing: in how many bodies any of it was lost."""
    path, most = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 500
    with path.open(encoding="utf-8") as lines:
        bodies = [html for line in lines if _RICH.search(html := json.loads(line).get("html") or "")]
    tried = random.Random(7).sample(bodies, min(most, len(bodies)))
    lost: Counter[str] = Counter()
    for body in tried:
        before = safe_html(body)
        lost.update(_lost(before, render(to_markdown(before))))
    for kind in (*_FOUND, "words"):
        print(f"{kind:<12}{lost[kind]:>5} of {len(tried)} bodies lost some")


def _lost(before: str, after: str) -> list[str]:
    kinds = [kind for kind, shape in _FOUND.items() if _counted(shape, before) - _counted(shape, after)]
    return kinds + ["words"] * (_letters(before) != _letters(after))


def _counted(shape: re.Pattern[str], html: str) -> Counter[str]:
    return Counter(" ".join(unquote(re.sub(r"<[^>]+>", "", found)).split()) for found in shape.findall(html))


def _letters(html: str) -> str:
    return "".join(plain_text(html).split())


if __name__ == "__main__":
    main()
