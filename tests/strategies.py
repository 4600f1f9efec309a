"""What Hypothesis draws from: texts, conditions with the truth they must have, and values that get answered."""

from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from hypothesis import strategies as st

from iama.model.conditions import Ref, Value
from iama.model.dossier import Adopted, Answer, Dissent, Follow, Row, Slot, Source, State
from iama.model.questionnaire import Kind, Question, Questionnaire
from iama.model.text import RefusedCharacter, cleaned

WORDS = ("yes", "no", "maybe")
_TRUTHS = {"t": 2, "f": 0, "u": 1}  # what `= yes` is, for names that are yes, no and open; 1 stands for unknown


@dataclass(frozen=True, slots=True)
class Spelled:
    """A condition over `t` (yes), `f` (no) and `u` (open), and the truth that an oracle of our own gives it."""

    text: str
    level: int  # 0 false, 1 unknown, 2 true

    @property
    def truth(self) -> bool | None:
        return {0: False, 1: None, 2: True}[self.level]


def _tests() -> st.SearchStrategy[Spelled]:
    return st.sampled_from(
        [
            spelled
            for name, level in _TRUTHS.items()
            for spelled in (
                Spelled(f"{name} = yes", level),
                Spelled(f"{name} != yes", 2 - level),
                Spelled(f"{name} in (yes, maybe)", level),
                Spelled(f"{name} answered", 1 if level == 1 else 2),
                Spelled(f"count {name} = 1", 1 if level == 1 else 2),
                Spelled(f"count {name} > 1", 1 if level == 1 else 0),
            )
        ]
    )


def _larger(smaller: st.SearchStrategy[Spelled]) -> st.SearchStrategy[Spelled]:
    several = st.lists(smaller, min_size=2, max_size=3)
    return st.one_of(
        smaller.map(lambda one: Spelled(f"not ({one.text})", 2 - one.level)),
        several.map(lambda all_: Spelled(_joined("and", all_), min(one.level for one in all_))),
        several.map(lambda all_: Spelled(_joined("or", all_), max(one.level for one in all_))),
    )


def _joined(word: str, parts: list[Spelled]) -> str:
    return f" {word} ".join(f"({part.text})" for part in parts)


def spelled_conditions() -> st.SearchStrategy[Spelled]:
    """Conditions within the limits of the grammar."""
    return st.recursive(_tests(), _larger, max_leaves=12).filter(lambda spelled: len(spelled.text) <= 500)


def values(ref: Ref) -> st.SearchStrategy[Value]:
    """What a name may stand for: open, nothing, words, and options that the team is unsure about."""
    return st.one_of(
        st.just(Value(None, (ref,))),
        st.lists(st.sampled_from(WORDS), unique=True).flatmap(
            lambda words: st.frozensets(st.sampled_from(WORDS)).map(
                lambda unsure: Value(tuple(words), (ref,), unsure=unsure - set(words))
            )
        ),
    )


def refined(value: Value) -> st.SearchStrategy[Value]:
    """What `value` may become when the team answers more: any value for an open one, less that is unsure."""
    if value.words is None:
        return values(value.refs[0])
    known = value.words
    return (
        st.frozensets(st.sampled_from(sorted(value.unsure))).flatmap(
            lambda settled: (
                st.frozensets(st.sampled_from(sorted(settled))).map(
                    lambda ticked: replace(value, words=(*known, *sorted(ticked)), unsure=value.unsure - settled)
                )
                if settled
                else st.just(value)
            )
        )
        if value.unsure
        else st.just(value)
    )


def texts(characters: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[str]:
    """Any text that Python can hold, with the pieces that YAML, Markdown and terminals trip over."""
    pieces = st.one_of(
        characters or st.text(max_size=8),
        st.sampled_from(TRAPS),
        st.sampled_from(["\n", "\n\n", " ", "  ", "\t", "\r\n", "\r", "\x85", "\u2028", "\u00a0", "\u00ad", "\ufeff"]),
    )
    return st.lists(pieces, max_size=12).map("".join)


TRAPS = (
    *("# x", ": ", "a: b", "- a", "'", '"', "|", ">", "|2-", "---", "...", "%YAML 1.2", "&a", "*a", "!t", "@", "`"),
    *("{", "}", "[", "]", ",", "?", "? a", "- - a", "~", "null", "yes", "no", "true", "1.10", "010", "0x1F", "12:30"),
    *("2026-11-23", "1_000", "=", "<<", "<<<<<<< HEAD", "=======", ">>>>>>> main", "\\", "\\n", "%", "    code"),
    *("e\u0301", "\u1e9b\u0323", "\u2126", "\U0001f468\u200d\U0001f469", "\u3000", "\u200b", "\u0301"),
)


def clean_texts() -> st.SearchStrategy[str]:
    """Texts that may be kept, never empty."""
    return texts().map(_kept)


def _kept(text: str) -> str:
    try:
        return cleaned(text).text or "x"
    except RefusedCharacter:
        return "refused"


def answers(tree: Questionnaire) -> st.SearchStrategy[dict[Slot, Answer]]:
    """Answers to some questions of a tree, each of the right kind, with whatever may stand beside a value."""
    slots: list[tuple[Slot, Question]] = []
    for question in tree.questions.values():
        if question.kind is not Kind.NOTICE:
            slots += [((question.id, key), question) for key in _keys(tree, question)]
    chosen = st.lists(st.sampled_from(slots), max_size=6, unique_by=lambda one: one[0])
    drawn = chosen.flatmap(lambda some: st.fixed_dictionaries({slot: answer(question) for slot, question in some}))
    return drawn.map(_with_own_row_ids)


def _keys(tree: Questionnaire, question: Question) -> list[str | None]:
    driver = tree.questions.get(question.repeat or "")
    if driver is None:
        return [None]
    return [None, "aaaaaa", "bbbbbb"] if driver.kind is Kind.ROWS else list(driver.values)


def answer(question: Question) -> st.SearchStrategy[Answer]:
    """One answer that is not empty."""
    beside = st.fixed_dictionaries(
        {},
        optional={
            "note": clean_texts(),
            "note_internal": clean_texts(),
            "reason": clean_texts(),
            "overruled": clean_texts(),
            "by": st.lists(st.sampled_from(["lawyer", "ethicist"]), unique=True).map(tuple),
            "date": st.just("2026-11-23"),
            "follow": st.builds(Follow, clean_texts(), st.sampled_from(["", "2027-01-01"])),
            "dissent": st.lists(st.builds(Dissent, st.just("lawyer"), clean_texts()), max_size=2).map(tuple),
            "sources": st.lists(st.builds(Source, clean_texts(), clean_texts()), max_size=2).map(tuple),
            "adopts": st.lists(st.builds(Adopted, clean_texts(), clean_texts()), max_size=2).map(tuple),
            "carried": st.dictionaries(st.sampled_from(["from", "confirmed"]), clean_texts()),
            "stamp": clean_texts(),
        },
    )
    main = st.one_of(
        value(question).map(lambda given: {"value": given}),
        st.sampled_from(list(State)).map(lambda state: {"status": state}),
    )
    return st.tuples(main, beside).map(lambda both: Answer(**both[0], **both[1]))


def value(question: Question) -> st.SearchStrategy[Any]:
    """A value that a question allows, as it is kept."""
    match question.kind:
        case Kind.TEXT:
            return clean_texts()
        case Kind.CHOICE | Kind.YES_NO:
            return st.sampled_from(question.values)
        case Kind.CHOICES:
            ticked = st.sets(st.sampled_from([one for one in question.values if one not in question.exclusive]))
            return ticked.map(lambda some: tuple(one for one in question.values if one in some))
        case Kind.DATE:
            return st.dates().map(lambda day: day.isoformat())
        case Kind.NUMBER:
            return st.integers(0, 10**9).map(str)
        case _:
            cells = st.fixed_dictionaries({column.id: clean_texts() for column in question.columns})
            return st.lists(cells, max_size=3).map(lambda some: tuple(Row("", one) for one in some))


def _with_own_row_ids(given: dict[Slot, Answer]) -> dict[Slot, Answer]:
    ids = ("".join(letters) for letters in product("cdefgh", repeat=6))
    return {
        slot: replace(one, value=tuple(Row(next(ids), row.cells) for row in one.rows)) if one.rows else one
        for slot, one in given.items()
    }
