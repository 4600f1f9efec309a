"""What `iama import` reads: a state of the ministry's form, or cards of the task registry, each to what it brings."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from iama.cli.options import as_usage_error, row_id, today
from iama.model.exchange import Origin
from iama.model.problems import UsageError, choices_hint
from iama.words import Phrase

if TYPE_CHECKING:
    from iama.assess.form_import import Imported
    from iama.cli.options import Reading
    from iama.model.dossier import Assessment, Source
    from iama.model.exchange import Form, FormState, Sidecar
    from iama.model.questionnaire import Questionnaire

FACTS = "algorithm-1.0"
_MOST_PEOPLE = 200  # whose names go to people.yaml at once


class Wishes(Struct, frozen=True):
    """How to take a card: which answer is about which number, by which roles, and whether names are kept."""

    match: Sequence[str] = ()
    by: Sequence[str] = ()
    people: bool = False
    form_wins: bool = False


class Brought(Struct, frozen=True):
    """What a file holds, and per assessment what brings it in."""

    origin: Origin
    parts: "Mapping[Questionnaire, Callable[[Assessment], Imported]]"
    people: tuple[str, ...] = ()  # whose names go to people.yaml


def read_brought(file: Path, reading: "Reading", wishes: Wishes) -> Brought:
    """Return what a file would bring, whatever its name; raises UsageError for another kind, with what it is."""
    from iama.files.foreign import Foreign, kind_of, read_foreign
    from iama.files.store import read_bytes
    from iama.model.limits import PAGE_BYTES

    content = read_bytes(file, PAGE_BYTES)
    root = read_foreign(str(file), content)
    kind = kind_of(root)
    if kind in (Foreign.CARD, Foreign.SYSTEM):
        return _of_cards(file, content, root, reading, wishes, system=kind is Foreign.SYSTEM)
    if kind is not Foreign.STATE:
        raise UsageError(f"import-is-{kind}", path=file)
    if wishes.match or wishes.by or wishes.people:
        raise UsageError("import-cards-only")
    return _of_state(file, root, reading, wishes)


def _of_state(file: Path, root: Any, reading: "Reading", wishes: Wishes) -> Brought:
    from iama.files.formstate import read_state
    from iama.files.shipped import SHIPPED

    form = SHIPPED.form
    tree = held_tree(reading, form.questionnaire)
    state = read_state(str(file), root, form)
    sidecar = _sidecar_of(file, tree)
    bring = partial(_bring, reading.folder, state, form, tree, sidecar, wishes.form_wins)
    return Brought(Origin("state", state.saved, beside=bool(sidecar)), {tree: bring})


def _of_cards(file: Path, content: bytes, root: Any, reading: "Reading", wishes: Wishes, *, system: bool) -> Brought:
    from iama.assess.answer_input import checked_roles
    from iama.assess.card_facts import import_facts
    from iama.assess.card_matching import card_state
    from iama.files.cardfile import read_cards
    from iama.files.shipped import SHIPPED

    known = SHIPPED.cards
    cards = read_cards(str(file), root, known, system=system)
    source = _source_of(file, content, reading, system=system)
    parts: dict[Questionnaire, Callable[[Assessment], Imported]] = {}
    told, beside = _told_of_names(cards.people, wishes), False
    chosen = _chosen(wishes.match, known.misprints, [*known.words], [one.place for one in cards.answers])
    if cards.facts:
        own = held_tree(reading, FACTS)
        day = today().isoformat()
        parts[own] = lambda before: import_facts(
            cards.facts, known, own, before, source, form_wins=wishes.form_wins, today=day
        )
    if cards.answers and system and known.questionnaire not in reading.dossier.assessments:
        told.append(Phrase("import-told-not-held", ref=known.questionnaire, algorithm=reading.dossier.id))
    elif cards.answers or not system:
        tree = held_tree(reading, known.questionnaire)
        by = checked_roles(tree, wishes.by)
        state = card_state(cards.answers, known, tree, chosen, by, cards.saved, source)
        sidecar = _sidecar_of(file, tree)
        beside = bool(sidecar)
        parts[tree] = partial(_bring, reading.folder, state, known.form, tree, sidecar, wishes.form_wins)
    kind = "system" if system else "card"
    people = _checked_names(cards.people) if wishes.people else ()
    return Brought(Origin(kind, cards.saved, (*cards.told, *told), beside), parts, people)


def _checked_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return names as they may be kept; raises UsageError."""
    from iama.interview.people import checked_name
    from iama.model.values import InvalidValue

    try:
        return tuple(map(checked_name, names))
    except InvalidValue as error:
        raise as_usage_error(error, "authors") from error


def _told_of_names(people: Sequence[str], wishes: Wishes) -> list[Phrase]:
    if wishes.people and len(people) > _MOST_PEOPLE:
        raise UsageError("import-many-people", count=len(people), limit=_MOST_PEOPLE)
    key = "import-told-names-kept" if wishes.people else "import-told-names"
    return [Phrase(key, count=len(people))] if people else []


def _source_of(file: Path, content: bytes, reading: "Reading", *, system: bool) -> "Source":
    """Return the file as the source of what it brings; a name of a person in its own name is left out."""
    from hashlib import sha256

    from iama.files.peoplefile import people_in
    from iama.model.dossier import Source
    from iama.model.people import has_any_name
    from iama.publish.status import dossier_language
    from iama.words import text

    title = text("import-source-system" if system else "import-source-card", dossier_language(reading.dossier))
    named = has_any_name(file.name, people_in(reading.folder).values())
    return Source(title if named else f"{title}: {file.name}", date="", sha256=sha256(content).hexdigest())


def _chosen(
    pairs: Sequence[str], misprints: Mapping[str, str], numbers: Sequence[str], places: Sequence[int]
) -> Mapping[int, str]:
    """Return the number that was chosen for a place; raises UsageError for one that there is not."""
    from iama.assess.card_matching import NONE

    chosen: dict[int, str] = {}
    for pair in pairs:
        place, _, number = pair.removeprefix("#").partition("=")
        number = misprints.get(number, number)
        if not place.isascii() or not place.isdigit() or not number:
            raise UsageError("import-match-form", given=pair)
        if int(place[:9]) not in places:
            raise UsageError("import-match-place", place=place)
        if number != NONE and number not in numbers:
            raise UsageError("import-match-number", number=number, hint=choices_hint(number, [*numbers, NONE]))
        chosen[int(place)] = number
    return chosen


def held_tree(reading: "Reading", ref: str) -> "Questionnaire":
    """Return the tree of an assessment that a dossier holds; raises UsageError when it does not."""
    if ref not in reading.dossier.assessments:
        raise UsageError("asked-not-held", algorithm=reading.dossier.id, ref=ref, held=[*reading.dossier.assessments])
    return reading.library.resolve_questionnaire(ref)


def _sidecar_of(file: Path, tree: "Questionnaire") -> "Sidecar | None":
    """Return what `iama export` put beside a file, when it is there."""
    from iama.files.sidecarfile import read_sidecar, sidecar_path
    from iama.files.store import read_bytes

    path = sidecar_path(file)
    return read_sidecar(str(path), read_bytes(path), tree) if path.is_file() else None


def _bring(
    folder: Path,
    state: "FormState",
    form: "Form",
    tree: "Questionnaire",
    sidecar: "Sidecar | None",
    form_wins: bool,
    before: "Assessment",
) -> "Imported":
    """Return the assessment with the state in it; raises UsageError for what cannot be kept."""
    from iama.assess.form_import import FormMistake, import_state
    from iama.files.peoplefile import people_in
    from iama.model.people import refuse_names
    from iama.model.values import InvalidValue

    day, people = today().isoformat(), people_in(folder)
    try:
        found = import_state(state, form, tree, before, sidecar, form_wins=form_wins, today=day, make_id=row_id)
    except FormMistake as error:
        raise as_usage_error(error) from error
    for (question, instance), answer in found.assessment.answers.items():
        try:
            refuse_names(before.answer_to(question, instance), answer, people)
        except InvalidValue as error:
            raise as_usage_error(error, tree.questions[question].number or question) from error
    return found
