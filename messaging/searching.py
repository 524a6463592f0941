"""How is text written down so that a search finds it whatever its case and accents?"""

import unicodedata

LETTERS = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"})


def fold(text: str) -> str:
    """Lower case, without accents: "Žofia ŁOŚ" becomes "zofia los". Folding twice changes nothing more.

    Haystacks are stored folded, and what a user types is folded before it is looked for.
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(LETTERS)
    return unicodedata.normalize("NFKC", bare.casefold())
