"""What the Indonesian stemmer does not know of Malay as it is written in Malaysian offices and chats.

Sources: the chat spellings of the University of Malaya's normalisation list, and the glossary of this forum.
"""


def _pairs(text: str) -> dict[str, str]:
    return {
        short.strip(): long.strip()
        for line in text.split(";")
        for shorts, long in [line.split("=")]
        for short in shorts.split(",")
    }


UNSTEMMED = frozenset({"masalah", "selesai", "pelayan", "pelayar", "perisian"})
STEMS = _pairs("menukar=tukar; menetapkan=tetap; memuat=muat; menaikkan=naik; mengemas=kemas; cetakan=cetak")

# A chat spelling is found as its full form, too; "x" is written for "tidak" only before a word (see `tokens`).
CHAT = _pairs("""
    tk, tak=tidak; xleh, xboleh, takleh=tidak boleh; xde, takde, tkde=tiada; xdpt=tidak dapat; mcm=macam;
    cmne, camne=bagaimana; sbb=sebab; kpd=kepada; yg=yang; dgn=dengan; utk=untuk; dlm=dalam; kat=di; nk, nak=hendak;
    blh, leh=boleh; dah, dh=sudah; blm=belum; skrg, skg=sekarang; sblm=sebelum; lps, lepas=selepas;
    knp, nape=kenapa; tlg, pls=tolong; tq=terima kasih; je, jer=sahaja; ni=ini; tu=itu; klu=kalau; tp=tetapi;
    drpd=daripada; jgn=jangan; byk=banyak; sgt=sangat; org=orang; mslh=masalah; ofis=pejabat;
    kompter=komputer; mintak=minta
""")

_STOP_WORDS = """
    yang dan di ke dari daripada untuk pada dengan ini itu ada adalah ialah saya anda kami kita dia mereka juga sudah
    telah akan sedang masih lagi atau oleh dalam kalau jika apabila bila nak hendak mahu sahaja pun lah bagi kerana
    sebab macam mana tolong sila yg dgn utk dlm kat nk dah dh sbb mcm je jer ni tu klu tlg
    selepas lepas lps sebelum sblm sejak semasa tetapi tapi tp setiap jadi serta sangat sgt pula
    """
STOP_WORDS = frozenset(_STOP_WORDS.split())
_FAINT = "tidak tak tk x tiada takde xde boleh blh xleh takleh belum blm bukan berfungsi masalah mslh bantuan"
FAINT = frozenset(_FAINT.split())  # see `english`
