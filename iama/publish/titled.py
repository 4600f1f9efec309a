"""Names of people in running text, by their form: behind a title ("Wethouder J. van der Berg") or initials.

Nothing here knows who exists: a form is a reason for a person to look, no proof.
"""

import re

_TUSSEN = r"(?:(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er|[Tt]e|[Vv]on|[Ii]n|[Ee]l|[Aa]l|['’]t|[Oo]p)[ -]+){0,3}"
_INITIALS = r"(?:(?:[A-ZÀ-Þ](?:[a-z]{1,2})?\.[ -]?){1,5})"
_CAPITAL, _SMALL = r"[A-ZÀ-ÖØ-ÞČĆĐĞİŁŃŘŚŞŠŻŽ]", r"[^\W\d_A-Z]"
_SURNAME = rf"{_CAPITAL}(?:['’]{_CAPITAL})?{_SMALL}+(?:[- ]{_CAPITAL}{_SMALL}+)*"
_PERSONAL = (
    r"(?:de heer|dhr\.?|hr\.|heer|heren|meneer|mevrouw|mevr\.?|mw\.?|mej\.|mejuffrouw|mr\.|mrs\.?|ms\.?|mx\.|mister"
    r"|miss|sir|drs\.?|dr\.|ds\.|ir\.?|ing\.|jhr\.?|jkvr\.?|prof\.?|familie|fam\.|weduwe)"
)
_OFFICES = (
    "wethouder|burgemeester|loco-burgemeester|gedeputeerde|commissaris|dijkgraaf|heemraad|raadslid|statenlid|kamerlid"
    "|minister|staatssecretaris|gemeentesecretaris|secretaris|griffier|directeur|afdelingshoofd|teamleider|manager"
    "|projectleider|programmamanager|hoogleraar|advocaat|rechter|inspecteur|adviseur|notaris|rechercheur|arts|huisarts"
    "|alderman|alderwoman|mayor"
    "|councillor|professor|director|secretary|judge|inspector|doctor"
)
# what stands behind an office with a capital and is what it is about, not who holds it
_PORTFOLIOS = frozenset(
    "algemene algoritmes arbeid bedrijfsvoering belastingen beleid bestuur bestuurszaken binnenlandse bouwen"
    " buitenlandse business cultuur data defensie dienstverlening digitale digitalisering duurzaamheid"
    " economie economische energie finance financien financiën general handhaving health home human informatie"
    " informatiebeveiliging informatievoorziening infrastructuur inkomen integriteit jeugd juridische justice"
    " justitie klimaat koninkrijksrelaties landbouw maatschappelijke mobiliteit natuur omgeving onderwijs"
    " openbare operations organisatie participatie personeel privacy publieke rechtsbescherming ruimte"
    " ruimtelijke services sociaal social sociale sport stad stadsbeheer state toezicht veiligheid"
    " vergunningen volksgezondheid volkshuisvesting welzijn werk wonen zaken zorg".split()
)
# words that begin a sentence behind a letter with a full stop, as in "categorie B. Het"
_BEGINS = frozenset(
    "aan alle als and as at bij but daar dan dat de deze die dit door een elk en er excel for ga geen het hier"
    " hij ieder if ik in is it ja je jullie kan met na nee niet no nog of office om omdat on ook op or our"
    " over te that the their these they this those to uit van voor wat we welke when where who wie wij wil"
    " word you ze zij zo zonder".split()
)
_TITLED = re.compile(
    rf"(?<!\w)(?:(?:(?i:{_PERSONAL})(?:[ ]+|(?<=\.))|(?:Dr|Mr|Mx)[ ]+)+"
    rf"(?:{_INITIALS}[ ]*|[A-Z]{{1,3}}[ ]+)?{_TUSSEN}({_SURNAME})"
    rf"|(?i:{_OFFICES})[ ]+(?:(?i:{_PERSONAL})[ ]+)?{_INITIALS}[ ]*{_TUSSEN}{_SURNAME}"
    rf"|(?i:{_OFFICES})[ ]+(?:[Dd]e[rn]?[ ]+|Van[ ]+(?:de[rn]?[ ]+)?)?({_SURNAME}))(?!\w)"
)
_WITH_INITIALS = re.compile(rf"(?<![\w.])((?:[A-Z]\.[ ]?){{1,5}}){_TUSSEN}({_SURNAME})(?!\w)")
_WITH_DEGREE = re.compile(rf"(?<!\w)(?:[A-Z]\.? ?|{_SURNAME} ){_TUSSEN}{_SURNAME},? (?:MSc|LLM|LL\.M|PhD)(?!\w)")
_SURNAME_FIRST = re.compile(rf"(?<!\w){_SURNAME}, ?(?:(?:[A-Z]\.[ ]?){{2,5}}(?!\w)|[A-Z]\.[ ]?\((?!\d))")
# a cheap look first, which rules most texts out: a word of a title or an office, or a letter with a full stop
_TITLES = frozenset(re.findall(rb"[a-z]+", f"{_PERSONAL} {_OFFICES} msc llm ll phd".encode())) - {b"de"}
_SMALL_WORDS = bytes(sign if chr(sign).isalpha() else 32 for sign in bytes(range(128)).lower()) + b" " * 128
_OTHER_CASE = re.compile("[İıſ\u212a]")  # letters that a pattern without case takes for i, s and k
_INITIAL = re.compile(r"[A-Z](?<![\w.].)\.")  # looks behind after its first sign: that one can be searched for fast
_CAPITALS = re.compile(r"(?<!\w)[A-ZÀ-Þ]{2,}(?:\.?[ ][A-ZÀ-Þ]{2,}|\.?[ ][A-Z]\.)+(?!\w)")
_BLANK = re.compile(r"\s")
_NO_NAMES = ("B.V.", "N.V.", "V.O.F.", "C.V.", "U.S.", "E.U.", "A.I.", "Z.O.Z.")


def has_titled_name(text: str) -> bool:
    """Whether a text seems to name somebody with a title or with initials."""
    titled, initialled = _has_title(text), _INITIAL.search(text) is not None
    if not titled and not initialled:
        return False
    flat = _BLANK.sub(" ", "\n".join(map(_without_capitals, text.split("\n"))))  # a name may stand on two lines
    if titled and (any(map(_names_a_person, _TITLED.finditer(flat))) or _WITH_DEGREE.search(flat)):
        return True
    if initialled and _SURNAME_FIRST.search(flat):
        return True
    initials = _WITH_INITIALS.finditer(flat) if initialled else ()
    return any(_is_initialled(match) and not _is_heading(match, text) for match in initials)


def _has_title(text: str) -> bool:
    """Whether a word of a title or an office may stand in a text."""
    words = text.encode(errors="replace").translate(_SMALL_WORDS).split()
    return not _TITLES.isdisjoint(words) or not (text.isascii() or _OTHER_CASE.search(text) is None)


def _without_capitals(line: str) -> str:
    """Return a line with small letters where words in a row, or all of it, are capitals; as long as it was."""
    small = line.title() if line.isupper() else _CAPITALS.sub(lambda match: match[0].title(), line)
    return small if len(small) == len(line) else line


def _names_a_person(match: re.Match[str]) -> bool:
    behind_title, behind_office = match.groups()
    if behind_office is not None:
        return behind_office.split(" ")[0].casefold() not in _PORTFOLIOS | _BEGINS
    return behind_title is None or behind_title.split(" ")[0].casefold() not in _BEGINS


def _is_initialled(match: re.Match[str]) -> bool:
    initials, surname = match[1].strip(), match[2]
    return initials.replace(" ", "") not in _NO_NAMES and surname.split(" ")[0].casefold() not in _BEGINS


def _is_heading(match: re.Match[str], text: str) -> bool:
    """Whether one letter begins a line, as in "A. Inleiding"."""
    return len(match[1].strip()) == len("A.") and text[: match.start()].rpartition("\n")[2].strip() == ""
