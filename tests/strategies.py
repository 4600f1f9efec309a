"""What Hypothesis draws from: texts, conditions with the truth they must have, and values that get answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from string import ascii_lowercase
from typing import Any

from hypothesis import strategies as st

from iama.model.conditions import Ref
from iama.model.conditions import Value as Known
from iama.model.dossier import RECORDED, Adopted, Answer, Dissent, Follow, Row, Slot, Source, Value
from iama.model.questionnaire import Kind, Question, Questionnaire
from iama.model.struct import replace
from iama.model.text import clean_text

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


def values(ref: Ref) -> st.SearchStrategy[Known]:
    """What a name may stand for: open, nothing, words, and options that the team is unsure about."""
    return st.one_of(
        st.just(Known(None, (ref,))),
        st.lists(st.sampled_from(WORDS), unique=True).flatmap(
            lambda words: st.frozensets(st.sampled_from(WORDS)).map(
                lambda unsure: Known(tuple(words), (ref,), unsure=unsure - set(words))
            )
        ),
    )


def refined(value: Known) -> st.SearchStrategy[Known]:
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
        st.text(max_size=8) if characters is None else characters,
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


_SHAPES = ("{}", " {}", "\t{}", "a\n{}", "{}\nb", "a\n\n  {}\nb", "a {} b", "\u3000{}")
SNIPPETS = tuple(sorted({clean_text(shape.format(trap)).text for trap in TRAPS for shape in _SHAPES} - {""}))


def answers(tree: Questionnaire) -> st.SearchStrategy[dict[Slot, Answer]]:
    """Answers to some questions of a tree, each of the right kind, with whatever may stand beside a value."""
    return st.integers(0, 2**32).map(lambda seed: random_answers(tree, Random(seed)))


def random_answers(tree: Questionnaire, random: Random) -> dict[Slot, Answer]:
    """Return answers that Hypothesis would take too long to build piece by piece."""
    asked = [question for question in tree.questions.values() if question.kind is not Kind.NOTICE]
    slots = [((question.id, key), question) for question in asked for key in _keys(tree, question)]
    chosen = random.sample(slots, random.randint(0, min(6, len(slots))))
    return {slot: random_answer(question, random) for slot, question in chosen}


def _keys(tree: Questionnaire, question: Question) -> list[str | None]:
    driver = tree.questions.get(question.repeat or "")
    if driver is None:
        return [None]
    return [None, "aaaaaa", "bbbbbb"] if driver.kind is Kind.ROWS else list(driver.values)


def random_answer(question: Question, random: Random) -> Answer:
    """Return an answer of the right kind, with whatever may stand beside a value."""
    without = random.random() < 0.2
    answer = Answer(status=random.choice(RECORDED)) if without else Answer(_value(question, random))
    for name in random.sample(sorted(_BESIDE), random.randint(0, 4)):
        answer = replace(answer, **{name: _BESIDE[name](random)})
    return answer


def _snippet(random: Random) -> str:
    return random.choice(SNIPPETS)


_BESIDE: Mapping[str, Callable[[Random], Any]] = {
    **dict.fromkeys(("note", "note_internal", "reason", "overruled", "stamp"), _snippet),
    "by": lambda random: tuple(random.sample(["lawyer", "ethicist"], random.randint(0, 2))),
    "date": lambda random: "2026-11-23",
    "follow": lambda random: Follow(_snippet(random), random.choice(["", "2027-01-01"])),
    "dissent": lambda random: (Dissent("lawyer", _snippet(random)),) * random.randint(0, 2),
    "sources": lambda random: (Source(_snippet(random), random.choice(["", _snippet(random)])),),
    "adopts": lambda random: (Adopted(_snippet(random), _snippet(random)),),
    "carried": lambda random: {"from": _snippet(random)},
    "imported": lambda random: "2026-11-30",
}


def _value(question: Question, random: Random) -> Value:
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO:
            return random.choice(question.values)
        case Kind.CHOICES:
            free = [one for one in question.values if one not in question.exclusive]
            ticked = random.sample(free, random.randint(0, min(question.max or len(free), len(free))))
            return tuple(one for one in question.values if one in ticked)
        case Kind.DATE:
            return f"20{random.randint(10, 99)}-0{random.randint(1, 9)}-{random.randint(10, 28)}"
        case Kind.NUMBER:
            return str(random.randint(0, 10**9))
        case Kind.ROWS:
            names = [column.id for column in question.columns if column.id != "corrected"]  # it takes the row away
            cells = [{name: _cell(question, name, random) for name in names} for _ in range(3)]
            return tuple(Row("".join(random.choices(ascii_lowercase, k=6)), one) for one in cells)
        case _:
            return _snippet(random)


def _cell(question: Question, name: str, random: Random) -> str:
    (column,) = (one for one in question.columns if one.id == name)
    if column.kind is Kind.TEXT:
        return "14:10" if column.internal else _snippet(random)
    plain = {Kind.DATE: "2026-11-23", Kind.NUMBER: "0.5"}
    return plain.get(column.kind) or random.choice([option.value for option in column.options])
