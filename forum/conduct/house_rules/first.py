"""The house rules of an installation whose administrators have not written their own: version 1."""

from forum.conduct.house_rules.rules import Draft

FIRST = 1

ENGLISH = """\
We help each other here, and the IT department helps under its own names. Seven things make that easy.

1. **Say what happened.** What you did, what you expected, what came instead, with the exact error text.
2. **One matter, one question.** Look first whether it was asked before; “I have this too” is one click.
3. **Write to a person.** A greeting and a name cost nothing, on either side.
4. **Speak about the problem, never about the person.** No insults, no threats, no mockery, in any language.
5. **Answer what you know.** Say what you have tried yourself. A guess is welcome if it says that it is one.
6. **Keep secrets out.** No passwords, no keys, nothing personal about a colleague. IT never asks for your password.
7. **Say how it ended.** Accept the answer that helped, or write what did.

Whoever is hard on colleagues hears from a moderator; read [what follows](/ladder).

Your problem is solved all the same.
"""

MALAY = """\
Di sini kita saling membantu, dan jabatan IT membantu dengan nama sendiri. Tujuh perkara memudahkannya.

1. **Nyatakan apa yang berlaku.** Apa yang anda lakukan, jangka dan lihat, serta teks ralat sepenuhnya.
2. **Satu perkara, satu soalan.** Cari dahulu jika ia pernah ditanya; “Saya juga ada masalah ini” hanya satu klik.
3. **Tulis kepada seseorang.** Salam dan nama tidak membebankan sesiapa.
4. **Bincangkan masalah, bukan orangnya.** Tiada kata kesat, ugutan atau ejekan dalam apa-apa bahasa.
5. **Jawab apa yang anda tahu.** Nyatakan apa yang sudah anda cuba. Tekaan pun boleh, asalkan dinyatakan begitu.
6. **Jangan tulis rahsia.** Tiada kata laluan, kunci atau hal peribadi orang lain. IT tidak pernah meminta kata laluan.
7. **Nyatakan kesudahannya.** Terima jawapan yang membantu, atau tulis apa yang berkesan.

Sesiapa yang kasar terhadap rakan sekerja akan dihubungi moderator; baca [apa yang menyusul](/ladder).

Masalah anda tetap kami selesaikan.
"""

BUILT_IN = Draft(ENGLISH, MALAY)
