"""What helps whoever leads a meeting while it goes on: how to keep asking, what to park, time against the plan."""

from textwrap import wrap

from iama.assess.outcome import Entry
from iama.assess.parking import Parked
from iama.interview import messages
from iama.interview.asking import Order
from iama.interview.sitting import Sitting
from iama.model.people import refuse_name
from iama.model.problems import IamaError
from iama.model.spelling import typed_role
from iama.model.values import InvalidValue
from iama.words import pick_translation, text

_LINE = 78  # characters of a line on the screen


def probes_text(sitting: Sitting, entry: Entry) -> str:
    """Return what to ask further at a question and what a weak answer looks like; none of it is official."""
    language = sitting.language
    probing = sitting.desk.facilitation().probing.get(entry.question.id)
    if probing is None:
        return text("probe-none", language)
    lines = [text("probe-title", language)]
    for probe in probing.probes:
        lines += wrap(pick_translation(probe, language), _LINE, initial_indent="  • ", subsequent_indent="    ")
    lines += wrap(f"{text('sheet-weak', language)}: {pick_translation(probing.weak, language)}", _LINE)
    return "\n".join(lines)


def park(sitting: Sitting, entry: Entry, argument: str) -> None:
    """Keep something to discuss later, with who brings it back; in one line (`what; who`) or step by step."""
    what, _, who = (part.strip() for part in argument.partition(";"))
    what = what or _ask_parked_line(sitting, "park-what")
    who = who or (_ask_parked_line(sitting, "park-who") if what else "")
    if not what:
        sitting.rescue_unsaved()
        return
    about = f"{entry.ref.questionnaire}/{entry.ref.question}"
    owner = typed_role(sitting.tree.roles, who) if who else ""
    _keep_parked(sitting, Parked(what, owner, about, sitting.meeting, sitting.desk.today))


def _ask_parked_line(sitting: Sitting, key: str) -> str:
    """Return what was typed on one line; nothing when a command was given."""
    reply = sitting.ask_and_hold_detail(text(key, sitting.language))
    return "" if isinstance(reply, Order) else reply.strip()


def _keep_parked(sitting: Sitting, point: Parked) -> None:
    """Save what is parked and say that it comes back; what cannot be saved is kept elsewhere, or tried again."""
    try:
        refuse_name("owner", point.owner, sitting.desk.people())
        saved = sitting.desk.park(point)
    except InvalidValue as error:
        sitting.asker.show_message(messages.problem(error, sitting.language))
        _keep_elsewhere(sitting, point)
    except IamaError as error:  # a full disk, or a mistake that somebody made in the file by hand
        sitting.asker.show_message(error.text_and_hint(sitting.language))
        if sitting.tries_again():
            _keep_parked(sitting, point)
            return
        _keep_elsewhere(sitting, point)
    else:
        sitting.take_saved(saved)
        sitting.say_text("parked-kept", owner=owner_name(sitting, point))


def _keep_elsewhere(sitting: Sitting, point: Parked) -> None:
    """Keep the words of what was not parked outside the dossier, and say where."""
    sitting.asker.show_message(sitting.desk.rescue("; ".join(filter(None, [point.text, point.owner]))))


def owner_name(sitting: Sitting, point: Parked) -> str:
    """Return who brings something back, as people call it."""
    return sitting.role_names([point.owner] if point.owner else []) or text("nobody-yet", sitting.language)


def note_time(sitting: Sitting, entry: Entry) -> None:
    """Count the time since the last question for the section that it stood in."""
    now = sitting.desk.clock()
    if sitting.section:
        sitting.spent[sitting.section] = sitting.spent.get(sitting.section, 0) + now - sitting.since
    sitting.section, sitting.since = entry.question.section, now


def pace(sitting: Sitting) -> str:
    """Return the minutes used in this section and those planned for it, "4/15 min"; nothing without a plan."""
    if not (planned := sitting.planned.get(sitting.section)):
        return ""
    return text("pace", sitting.language, used=int(sitting.spent.get(sitting.section, 0)) // 60, planned=planned)
