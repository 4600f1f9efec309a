"""Writing the texts for the Algorithm Register, field by field, beside what the register asks."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from iama.interview.asking import Asker, Command, Order, Pick, Prose, Screen
from iama.model.problems import IamaError
from iama.words import text

Values = Mapping[str, Any]  # a field, as the document of the register has it
_YES, _NO = "yes", "no"


class RegisterDesk(Struct, frozen=True):
    """What writing works with: the fields as they stand now, keeping a text, and taking one away."""

    fields: Callable[[], Sequence[Values]]
    keep: Callable[[str, str], None]  # the key of a field, and its text; raises IamaError
    clear: Callable[[str], None]  # the key of a field; raises IamaError
    is_open: Callable[[Values], bool]  # whether its text is a proposal, or older than the dossier
    state: Callable[[Values], str]  # how a field stands, in words
    card: Callable[[Values], Sequence[str]]  # everything beside its text, in words


def write_fields(asker: Asker, desk: RegisterDesk, language: str, only: str = "") -> None:
    """Let somebody write fields until they stop; `only` is the key of the one that was asked for."""
    key = only or _choose_field(asker, desk, language)
    while key and _write_field(asker, desk, language, key) and not only:
        key = _choose_field(asker, desk, language, key)


def _choose_field(asker: Asker, desk: RegisterDesk, language: str, current: str = "") -> str:
    """Return the key of a field to write; empty to stop."""
    picks = [Pick(one["key"], f"{one['label']} — {desk.state(one)}") for one in desk.fields() if one["writable"]]
    while True:
        chosen = asker.pick_one(text("register-field-list", language), picks, current)
        if not isinstance(chosen, Order):
            return chosen
        if chosen.command in (Command.STOP, Command.BACK):
            return ""
        asker.show_message(text("register-help", language))


def _write_field(asker: Asker, desk: RegisterDesk, language: str, key: str) -> bool:
    """Let somebody write one field; return whether to go on with another."""
    while True:
        field = _field(desk, key)
        card = tuple(desk.card(field))
        asker.show_screen(
            Screen(field["label"], desk.state(field), "", "", help=text("register-help", language), body=card)
        )
        asked = Prose(text("register-text-prompt", language, field=field["label"]), field["written"], card)
        given = asker.ask_prose(asked) if field["prose"] else asker.ask_line(asked.prompt, asked.current)
        if isinstance(given, Order):
            if given.command in (Command.STOP, Command.BACK):
                return given.command is Command.BACK
            _follow_order(asker, desk, language, asked, field, given)
        elif given.strip() and given != field["written"]:
            if _try(asker, language, partial(desk.keep, key, given)) and not _field(desk, key)["problems"]:
                return True
        else:
            return not field["written"] or _leave_or_take(asker, desk, language, field)


def _leave_or_take(asker: Asker, desk: RegisterDesk, language: str, field: Values) -> bool:
    """Ask whether a text that was left is the one for the register; return whether to go on with another field."""
    if not desk.is_open(field):
        return True
    picks = [Pick(way, text(f"register-as-it-stands-{way}", language)) for way in (_YES, _NO)]
    chosen = asker.pick_one(text("register-as-it-stands", language), picks)
    if chosen == _YES:
        _try(asker, language, partial(desk.keep, field["key"], field["written"]))
    return not (isinstance(chosen, Order) and chosen.command is Command.STOP)


def _follow_order(asker: Asker, desk: RegisterDesk, language: str, asked: Prose, field: Values, given: Order) -> None:
    """Take the text away, write it in an editor, or say what can be done here."""
    if given.command is Command.CLEAR:
        _try(asker, language, partial(desk.clear, field["key"]))
    elif given.command is Command.EDITOR:
        _try(asker, language, lambda: desk.keep(field["key"], asker.edit(asked)))
    else:
        asker.show_message(text("register-help", language))


def _field(desk: RegisterDesk, key: str) -> Values:
    return next(one for one in desk.fields() if one["key"] == key)


def _try(asker: Asker, language: str, change: Callable[[], None]) -> bool:
    """Make a change and return whether that worked; say it when it did not."""
    try:
        change()
    except IamaError as error:
        asker.show_message(error.text_and_hint(language))
        return False
    return True
