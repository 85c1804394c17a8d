"""Which of the two languages a text is written in, guessed from its small words."""

import re

_WORD = re.compile(r"[a-z]+")
_MALAY = """
    yang dan di ke dari daripada untuk pada dengan ini itu ada adalah ialah saya anda kami kita dia mereka juga sudah
    telah akan sedang masih lagi atau oleh dalam kalau jika apabila bila nak hendak mahu sahaja pun lah bagi kerana
    sebab macam mana bagaimana kenapa apa tolong sila tidak tak tiada takde belum bukan boleh dah lepas yg dgn utk tu
    ni kat je mcm xleh xboleh takleh dapat semua guna"""
_ENGLISH = """
    the a an and or of to in is are was were it this that i you we they he she my your our with for from not no on at
    be been have has had do does did can could cannot will would how what when why which there but if after before
    since please any all get got"""
_MALAY_WORDS, _ENGLISH_WORDS = frozenset(_MALAY.split()), frozenset(_ENGLISH.split())
_ENOUGH = 2
_LOOKED_AT = 4000  # characters


def guess_language(text: str) -> str:
    """`ms` if at least two Malay small words stand in the text and more of them than English ones, else `en`."""
    words = _WORD.findall(text[:_LOOKED_AT].lower())
    malay = sum(word in _MALAY_WORDS for word in words)
    english = sum(word in _ENGLISH_WORDS for word in words)
    return "ms" if malay >= _ENOUGH and malay > english else "en"
