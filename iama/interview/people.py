"""Asks which person somebody is, by code; a name is asked once, and goes into `people.yaml` alone."""

from collections.abc import Mapping

from iama.assess import attendance
from iama.interview import messages
from iama.interview.asking import Order, Pick
from iama.interview.sitting import Sitting
from iama.model.people import is_code
from iama.model.problems import IamaError
from iama.model.values import InvalidValue, typed_text
from iama.words import text

_NEW, _NOBODY = "+", "-"


def person_label(sitting: Sitting, code: str, people: Mapping[str, str] | None = None) -> str:
    """Return a code with the name that `people.yaml` has for it, if any: "p1 – A. Jansen"."""
    names = sitting.desk.people() if people is None else people
    return f"{code} – {names[code]}" if names.get(code) else code


def ask_person(sitting: Sitting, prompt: str, current: str = "") -> str | Order:
    """Return the code of a person, of somebody new too; empty when nobody is named."""
    while True:
        chosen = sitting.asker.pick_one(prompt, _people_picks(sitting), current or _NOBODY)
        if chosen != _NEW:
            return "" if chosen == _NOBODY else chosen
        named = _ask_new_person(sitting)
        if isinstance(named, Order) or named:
            return named


def _people_picks(sitting: Sitting) -> list[Pick]:
    """Return everybody who is known, with the roles in which they are at the table, and the ways beside them."""
    people, language = sitting.desk.people(), sitting.language
    stays = attendance.recorded_stays(sitting.outcome, sitting.tree)
    codes = dict.fromkeys((*people, *(stay.person for stay in stays if is_code(stay.person, people))))
    here = {code: [stay.role for stay in sitting.stays if stay.person == code] for code in codes}
    picks = []
    for code in codes:
        too = f" ({text('person-also', language, roles=sitting.role_names(here[code]))})" if here[code] else ""
        picks.append(Pick(code, person_label(sitting, code, people) + too))
    return [*picks, Pick(_NEW, text("person-new", language)), Pick(_NOBODY, text("person-none", language))]


def _ask_new_person(sitting: Sitting) -> str | Order:
    """Ask a name and return the code that it gets; empty when nothing came of it. No text of the sitting holds it."""
    typed = sitting.asker.ask_line(text("person-name", sitting.language))
    if isinstance(typed, Order):
        return typed
    if is_code(typed, people := sitting.desk.people()) and typed in people:
        return typed
    try:
        code = sitting.desk.add_person(checked_name(" ".join(typed.split())))
    except InvalidValue as error:
        sitting.asker.show_message(messages.problem(error, sitting.language))
        return ""
    except IamaError as error:
        sitting.asker.show_message(error.text_and_hint(sitting.language))
        return ""
    sitting.say_text("person-added", person=person_label(sitting, code))
    return code


def checked_name(name: str) -> str:
    """Return a name as it may be kept; raises InvalidValue for a code, and for signs that cannot be kept."""
    if is_code(name, {}):
        raise InvalidValue("value-code-no-name")
    return typed_text(name)
