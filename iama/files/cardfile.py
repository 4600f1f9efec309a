"""An assessment card or a system card to what it holds; what is left out is told, another card refused in words."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from iama.files.foreign import Record, day_of
from iama.model.cards import CardAnswer, CardFormat, Cards
from iama.model.exchange import Told
from iama.model.limits import CARD_ANSWERS
from iama.model.plainhtml import without_html
from iama.model.problems import UsageError
from iama.words import Phrase

_URN = re.compile(r"urn:nl:aivt:[it]r:(?:iama:)?1\.0(?::([0-9][0-9A-Za-z.]{0,20}))?")  # `ir` in older ones
_OTHER_IAMA = re.compile(r"urn:nl:(?:aivt:[it]r:)?iama:([0-9]{1,4}(?:\.[0-9]{1,4})?)")
_RECORD = {"question", "urn", "answer", "remarks", "authors", "timestamp", "validation"}
_CARD = {"name", "urn", "date", "contents", "provenance"}
_FILLER = "lorem ipsum"  # with which the answers of their example begin
_NAME = 100  # characters of the longest name of a person
_MOST_NAMES = 60  # of keys, in one line


def read_cards(path: str, root: Record, known: CardFormat, *, system: bool) -> Cards:
    """Return what a card holds; raises UsageError for another instrument, and for two cards of this one."""
    reading = _Reading(path, known)
    cards = reading.cards_in(root.get("assessments")) if system else [root]
    if not system:
        reading.refuse_other(root)
    if len(cards) > 1:
        raise UsageError("import-two-cards", path=path)
    answers = tuple(answer for card in cards for answer in reading.answers(card))
    facts = dict(reading.facts(root)) if system else {}
    saved = next((day for card in (*cards, root) if (day := day_of(card.get("date")))), "")
    return Cards(system, saved, facts, answers, tuple(reading.people), tuple(reading.phrases()))


class _Reading:
    """Goes through one file of cards, and gathers what had to be mended or left out."""

    def __init__(self, path: str, known: CardFormat) -> None:
        self.path, self.known = path, known
        self.told = Told()
        self.people: dict[str, None] = {}
        self._left: dict[str, list[str]] = {}

    def phrases(self) -> Iterator[Phrase]:
        yield from self.told.phrases()
        for key, names in self._left.items():
            yield Phrase(key, names=sorted(dict.fromkeys(names))[:_MOST_NAMES])

    def refuse_other(self, card: Record) -> None:
        """Raise UsageError for a card that is not of the instrument that we can match, with what it is."""
        if self._is_ours(card):
            return
        if match := _OTHER_IAMA.fullmatch(_word(card.get("urn"))):
            raise UsageError("import-card-version", path=self.path, version=match[1])
        raise UsageError("import-card-other", path=self.path, name=_name_of_card(card))

    def _is_ours(self, card: Record) -> bool:
        urn, name = _word(card.get("urn")), _word(card.get("name")).casefold()
        if urn:
            return bool(_URN.fullmatch(urn))
        return not name or "iama" in name or "mensenrechten" in name

    def cards_in(self, assessments: Any) -> list[Record]:
        """Return the cards of a system card that we can match; of the others only the name is told."""
        given = assessments if isinstance(assessments, list) else []
        ours: list[Record] = []
        others = []
        for one in given:
            if isinstance(one, dict) and self._is_ours(one) and isinstance(one.get("contents"), list):
                ours.append(one)
            else:
                others.append(_name_of_card(one))
        if others:
            self._left["import-told-cards"] = others
        return ours

    def answers(self, card: Record) -> Iterator[CardAnswer]:
        """Yield every answer of a card that says something."""
        contents = card["contents"]
        if len(contents) > CARD_ANSWERS:
            raise UsageError("import-card-long", path=self.path, limit=CARD_ANSWERS)
        if extras := set(map(str, card)) - _CARD:
            self._left["import-told-extras"] = [name[:60] for name in extras]
        for place, record in enumerate(contents, 1):
            if answer := self._answer(place, record, day_of(card.get("date"))):
                yield answer

    def _answer(self, place: int, record: Any, card_day: str) -> CardAnswer | None:
        id_ = f"#{place}"
        if not isinstance(record, dict):
            self.told.tell("import-told-shape", id_)
            return None
        if set(record) - _RECORD:
            self.told.tell("import-told-keys", id_)
        answer, remarks = (self._text_to_keep(id_, record.get(name)) for name in ("answer", "remarks"))
        roles = self._authors(record.get("authors"))
        if answer.casefold().startswith(_FILLER):
            self.told.tell("import-told-filler", id_)
            answer = ""
        if not answer and not remarks:
            return None
        if not (day := day_of(record.get("timestamp"))):
            self.told.tell("import-told-day", id_)
        question = self._text_to_keep(id_, record.get("question"))
        return CardAnswer(place, question, self._official_number(record), answer, remarks, roles, day or card_day)

    def _official_number(self, record: Record) -> str:
        """Return the official number that a urn names; empty for none that there is."""
        match = _URN.fullmatch(_word(record.get("urn")))
        number = (match[1] or "") if match else ""
        number = self.known.misprints.get(number, number)
        return number if number in self.known.words else ""

    def _authors(self, authors: Any) -> tuple[str, ...]:
        """Return the roles of who wrote an answer; a name is kept apart."""
        roles = []
        for author in authors if isinstance(authors, list) else [authors]:
            self._person(author.get("name") if isinstance(author, dict) else author)
            roles.append(_word(author.get("role")) if isinstance(author, dict) else "")
        return tuple(filter(None, roles))

    def _person(self, name: Any) -> None:
        words = " ".join(name.split()) if isinstance(name, str) else ""
        if len(words) > _NAME:
            self.told.tell("import-told-shape", "authors")
        elif words:
            self.people.setdefault(words)

    def _text_to_keep(self, id_: str, value: Any) -> str:
        """Return a text as it may be kept; nothing, told, for what is none."""
        match value:
            case None:
                return ""
            case str():
                plain = without_html(value)
                if plain != value:
                    self.told.tell("import-told-html", id_)
                return plain.strip()
            case bool():
                pass
            case int() | float():
                return str(value)
            case list() if all(isinstance(one, str) for one in value):
                return "\n".join(self._text_to_keep(id_, one) for one in value)
        self.told.tell("import-told-shape", id_)
        return ""

    def facts(self, root: Record) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield what a system card says that we ask too, and tell by its keys what has no place here."""
        keys = {fact.key for fact in self.known.facts}
        flat = {**root}
        if isinstance(profile := flat.get("ai_act_profile"), dict):
            del flat["ai_act_profile"]
            flat |= {f"ai_act_profile.{key}": one for key, one in profile.items()}
        for key, value in flat.items():
            if key == "assessments":
                continue
            words = self._owners(value) if key == "owners" else self._own_words(key, value) if key in keys else ()
            if words:
                yield key, words
            elif value not in (None, "", [], {}):
                self._left.setdefault("import-told-card-left", []).append(str(key)[:60])

    def _owners(self, owners: Any) -> tuple[str, ...]:
        """Return the organisation that owns a system: the first that is named."""
        records = [owner for owner in owners if isinstance(owner, dict)] if isinstance(owners, list) else []
        for owner in records:
            self._person(owner.get("name"))
        names = [name for owner in records if (name := self._text_to_keep("owners", owner.get("organization")))]
        if any(set(owner) - {"organization"} for owner in records) or len(set(names)) > 1:
            self.told.tell("import-told-owners", "owners")
        return tuple(names[:1])

    def _own_words(self, key: str, value: Any) -> tuple[str, ...]:
        given: Sequence[Any] = value if isinstance(value, list) else [value]
        return tuple(filter(None, (self._text_to_keep(key, one) for one in given)))


def _name_of_card(card: Any) -> str:
    """Return what a card calls itself."""
    return (_word(card.get("urn")) or _word(card.get("name")) if isinstance(card, dict) else "") or "?"


def _word(value: Any) -> str:
    """Return a short text; empty for what is none."""
    return value.strip()[:100] if isinstance(value, str) else ""
