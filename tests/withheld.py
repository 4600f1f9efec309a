"""Dossiers full of canaries, what is withheld of them, and everything that the public gets to see."""

import base64
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from editions import REPORTS
from flagged import TODAY, TREES, judged, with_answer
from strategies import random_answer

from iama.assess.evaluation import evaluate
from iama.assess.outcome import Outcome, State
from iama.assess.responses import Decision, name_of
from iama.assess.withholding import Public, judge_public
from iama.audit.asapproved import approved_edition
from iama.audit.snapshot import snapshot
from iama.files.shipped import SHIPPED
from iama.model.approval import Approval
from iama.model.approval import Decision as Decided
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Assessment, Dissent, Dossier, Follow, Row, Slot, Source
from iama.model.questionnaire import Kind, Question, Questionnaire
from iama.model.struct import replace
from iama.publish.coverage import dossier_coverage
from iama.publish.edition import public_view
from iama.publish.flags import flags_document
from iama.publish.kader import with_flag_measures
from iama.publish.notice import notice
from iama.publish.notification import eu_summary, notification
from iama.publish.portfolio import overview, portfolio
from iama.publish.register.document import register_document
from iama.publish.report import render
from iama.publish.sheet import sheet
from iama.publish.status import dossier_status
from iama.publish.view import View
from iama.publish.wording import Wording
from iama.terminal import output
from iama.terminal.flags import flags_text
from iama.terminal.portfolio import portfolio_text
from iama.terminal.register import register_sheet, register_text
from iama.terminal.status import status_text

GROUND = "woo-5.1.2.d"


def keeping(dossier: Dossier, *places: str) -> Dossier:
    """Return `dossier` with these places withheld: `iama-2.0/goal`, `iama-2.0/importance[privacy]`, `iama-2.0/`."""
    return with_answer(dossier, "follow-up.withheld", Answer(value=tuple(_row(*one) for one in enumerate(places))))


def _row(number: int, place: str) -> Row:
    assessment, _, rest = place.partition("/")
    question, _, key = rest.partition("[")
    cells = {"assessment": assessment, "question": question, "key": key.rstrip("]"), "ground": GROUND}
    id_ = "".join(chr(ord("a") + number // 26**power % 26) for power in range(6))
    return Row(id_, {name: cell for name, cell in cells.items() if cell} | {"reason": canary(f"reason {number}")})


def made_public(dossier: Dossier) -> Public:
    """Return a dossier as the public may have it."""
    return judge_public(dossier, TREES.values(), SHIPPED.law, TODAY)


def page(dossier: Dossier, language: str = "nl") -> View:
    """Return the public view of a dossier."""
    return public_view(made_public(dossier), SHIPPED.law, language=language)


def outputs(dossier: Dossier, language: str = "nl", *, laid_out: bool = True) -> Mapping[str, str]:
    """Return every public output; without `laid_out` only those that hold all values, from which others are made."""
    found, law, people = made_public(dossier), SHIPPED.law, dossier.people.values()
    trees = [tree for tree in found.outcome.questionnaires.values() if tree.id not in found.stubs]
    shown = Wording(found.outcome, found.dossier, law, language, trees, found)
    seen = overview(found.outcome, found.dossier, language, stubs=found.stubs)
    values = {
        "report": public_view(found, law, language=language),
        "status": dossier_status(found.outcome, found.dossier, language, None, law, (), found.stubs, "fria-1.0"),
        "portfolio": portfolio([seen], TODAY, language, edition="public"),
        "flags": with_flag_measures(flags_document(shown, found.dossier), SHIPPED.kader),
        "coverage": dossier_coverage(found.outcome, found.dossier, law, language),
        "register": register_document(shown, SHIPPED.register, people),
    }
    texts = {"notice": notice(shown), "eu-database": eu_summary(shown), "notification": notification(shown, "")}
    made = {**{f"{name}.json": output.json_text(one) for name, one in values.items()}, **texts}
    return {**made, **_laid_out(values, found, language), **_as_approved(dossier, language)} if laid_out else made


def _as_approved(dossier: Dossier, language: str) -> Mapping[str, str]:
    """Return the page of a decision that was taken before anything was withheld."""
    follow_up = dossier.assessments["follow-up-1.0"]
    before = dossier.with_assessment(follow_up.with_answer("withheld", None, Answer()))
    held = evaluate(before, TREES.values(), SHIPPED.law, TODAY)
    bound = snapshot(before, held, SHIPPED.law, DECISION, salt="0" * 32)
    view = approved_edition(bound, language=language, public=True, withheld=follow_up.answer_to("withheld").rows)
    return {"as-approved.json": output.json_text(view), "as-approved.html": render(view, "html", REPORTS)}


def _laid_out(values: Mapping[str, View], found: Public, language: str) -> Mapping[str, str]:
    printed = sheet(found.outcome, found.dossier, language)
    return {
        "report.html": render(values["report"], "html", REPORTS),
        "report.md": render(values["report"], "md", REPORTS),
        "status.txt": status_text(values["status"]),
        "sheet.md": render(printed, "md", REPORTS, page="sheet"),
        "sheet.html": render(printed, "html", REPORTS, page="sheet"),
        "portfolio.txt": portfolio_text(values["portfolio"]),
        "flags.txt": flags_text(values["flags"], everything=True),
        "portfolio.html": render(values["portfolio"], "html", REPORTS, page="portfolio"),
        "portfolio.md": render(values["portfolio"], "md", REPORTS, page="portfolio"),
        "coverage.txt": output.coverage_text(values["coverage"], language),
        "register.txt": register_text(values["register"], ""),
        "register-sheet.txt": register_sheet(values["register"], ""),
    }


MARK = "QXZJVKWQXZ"  # every canary begins with these letters, which stand nowhere else


def canary(name: str) -> str:
    """Return 28 letters that stand nowhere else, always the same for one name."""
    return MARK + "".join(chr(ord("A") + digit % 26) for digit in sha256(name.encode()).digest()[:18])


# who decided, and why, is never public: two of the canaries that hide in `never`
DECISION = replace(
    Approval(1, "iama-2.0", Decided.GO, "responsible", TODAY.isoformat(), TODAY.isoformat(), TODAY.isoformat()),
    text=canary("reason 299"),
    person=canary("reason 298"),
)


class Canaries:
    """Hands out canaries: `of` says in which answer each stands, `never` which are never public."""

    def __init__(self) -> None:
        self.of: dict[str, Ref] = {}
        self.never: list[str] = [canary(f"reason {number}") for number in range(300)]

    def public(self, ref: Ref, place: str) -> str:
        sign = canary(f"{ref!r} {place}")
        self.of[sign] = ref
        return sign

    def secret(self, ref: Ref, place: str) -> str:
        self.never.append(canary(f"{ref!r} {place}"))
        return self.never[-1]


@dataclass(frozen=True)
class Marked:
    """A dossier with a canary in every text."""

    dossier: Dossier
    signs: Canaries


def held_trees(dossier: Dossier) -> list[Questionnaire]:
    """Return the trees of what a dossier holds; the worked example has no annex."""
    return [tree for tree in TREES.values() if tree.ref in dossier.assessments]


def marked(dossier: Dossier) -> Marked:
    """Return `dossier` with a canary in place of every text of every answer, and of every name and path."""
    signs = Canaries()
    for tree in held_trees(dossier):
        held = dossier.assessments[tree.ref]
        answers = {
            slot: _marked(tree.questions[slot[0]], answer, Ref(tree.id, *slot), signs)
            for slot, answer in held.answers.items()
        }
        dossier = dossier.with_assessment(replace(held, answers=answers))
    people = {id_: canary(f"name of {id_}") for id_ in dossier.people}
    signs.never += people.values()
    return Marked(replace(dossier, people=people), signs)


def _marked(question: Question, answer: Answer, ref: Ref, signs: Canaries) -> Answer:
    value = answer.value
    if answer.rows:
        value = tuple(_row_marked(question, row, ref, signs) for row in answer.rows)
    elif question.kind is Kind.TEXT and isinstance(value, str):
        value = signs.public(ref, "value")
    return replace(
        answer,
        value=value,
        note=signs.public(ref, "note"),
        note_internal=signs.secret(ref, "internal"),
        reason=signs.public(ref, "reason") if answer.status else "",
        follow=Follow(signs.public(ref, "follow"), answer.follow.due) if answer.follow else None,
        dissent=(Dissent("lawyer", signs.public(ref, "dissent")),),
        sources=(Source(signs.public(ref, "source"), path=f"C:/{signs.secret(ref, 'path')}.pdf"),),
    )


def _row_marked(question: Question, row: Row, ref: Ref, signs: Canaries) -> Row:
    free = {column.id for column in question.columns if column.kind is Kind.TEXT and not column.internal}
    if question.id in ("responses", "withheld", "progress"):  # what else stands there names something
        free &= {"text", "remark"}
    if question.id == "summary":
        free -= {"about", "seen"}
    cells = {
        name: cell
        if name not in free
        else (signs.secret if name == "person" else signs.public)(ref, f"{row.id} {name}")
        for name, cell in row.cells.items()
    }
    return replace(row, cells=cells)


def forms(sign: str) -> Iterator[str]:
    """Yield the ways in which a canary could hide: backwards, in other cases and encodings."""
    yield from (sign[::-1], sign.lower(), sign.lower()[::-1], sign.encode().hex(), sign.encode("utf-16-le").hex())
    yield from (_base64(" " * before + sign) for before in range(3))
    yield "".join(f"&#{ord(letter)};" for letter in sign)
    yield "".join(f"%{ord(letter):02X}" for letter in sign)


def _base64(text: str) -> str:
    """Return what of the encoded text does not depend on what stands around it."""
    return base64.b64encode(text.encode()).decode().rstrip("=")[4:-4]


def leaks(signs: Iterable[str], made: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return every output in which one of these canaries stands, or any canary in a form in which none should be."""
    hidden = set(signs)
    plain = [(name, sign) for name, text in made.items() for sign in set(_PLAIN.findall(text)) & hidden]
    return plain + [(name, form) for name, text in made.items() for form in forms(MARK) if form in text]


_PLAIN = re.compile(MARK + "[A-Z]{18}")


def hidden_signs(marked: Marked, found: Public) -> list[str]:
    """Return the canaries that may not show: of what is withheld, itself or through others, and what does not apply."""
    shown = {ref for ref, entry in found.outcome.entries.items() if entry.status.applies and ref not in found.causes}
    lines = [entry for entry in found.outcome.entries.values() if entry.question.id == "summary"]
    told = {text for entry in lines for row in entry.answer.rows for text in row.cells.values()}  # of a part that is
    return [sign for sign, ref in marked.signs.of.items() if ref not in shown and sign not in told] + marked.signs.never


def places(dossier: Dossier) -> list[str]:
    """Return every answer of a dossier that can be withheld, by the name that a row gives it."""
    return [
        f"{tree.ref}/{id_}" + (f"[{key}]" if key else "")
        for tree in held_trees(dossier)
        for id_, key in dossier.assessments[tree.ref].answers
        if (tree.id, id_) != ("follow-up", "withheld")
    ]


def shaken(dossier: Dossier, random: Random, chance: float = 0.3) -> Dossier:
    """Return `dossier` with other answers to some of the questions, and responses to some of the flags then raised."""
    for tree in held_trees(dossier):
        held = dossier.assessments[tree.ref]
        for slot in _slots(tree, held):
            if random.random() < chance:
                held = held.with_answer(*slot, random_answer(tree.questions[slot[0]], random))
        dossier = dossier.with_assessment(held)
    return _responded(dossier, judged(dossier), random)


def _slots(tree: Questionnaire, held: Assessment) -> list[Slot]:
    """Return the places of answers that matter to a rule: those to structured questions."""
    found: list[Slot] = []
    for question in tree.questions.values():
        if question.kind in (Kind.NOTICE, Kind.TEXT) or question.id in ("responses", "withheld"):
            continue
        driver = tree.questions.get(question.repeat or "")
        found += [(question.id, key) for key in _keys(driver, held)]
    return found


def _keys(driver: Question | None, held: Assessment) -> Sequence[str | None]:
    if driver is None:
        return (None,)
    keys = held.answer_to(driver.id).value_words()
    return (None, *keys) if driver.kind is Kind.ROWS else tuple(key for key in keys if key not in driver.exclusive)


def _responded(dossier: Dossier, outcome: Outcome, random: Random) -> Dossier:
    actions = [
        row.id for entry in outcome.entries.values() if entry.question.id == "actions" for row in entry.answer.rows
    ]
    raised = [one for one in outcome.verdicts if one.state in (State.FIRED, State.UPCOMING, State.UNDECIDED)]
    rows = []
    for letter, verdict in zip("abcdef", random.sample(raised, min(len(raised), 6)), strict=False):
        cells = {"trigger": name_of(verdict), "key": verdict.instance or "", "decision": random.choice(list(Decision))}
        cells |= {"text": f"Because {letter}", "by": random.choice(["lawyer", "responsible"]), "seen": "x"}
        cells |= {"action": random.choice(["", *actions])}
        rows.append(Row(f"respo{letter}", {name: cell for name, cell in cells.items() if cell}))
    return with_answer(dossier, "follow-up.responses", Answer(value=tuple(rows)))


def otherwise(dossier: Dossier, chosen: Collection[str], random: Random) -> Dossier:
    """Return a dossier that says something else, or nothing, in these places and in them only."""
    for place in chosen:
        ref, _, rest = place.partition("/")
        id_, _, key = rest.partition("[")
        tree = next(tree for tree in TREES.values() if tree.ref == ref)
        answer = Answer() if random.random() < 0.2 else random_answer(tree.questions[id_], random)
        dossier = dossier.with_assessment(dossier.assessments[ref].with_answer(id_, key.rstrip("]") or None, answer))
    return dossier
