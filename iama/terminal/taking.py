"""A sheet that came back, as text: every question with what was sent, what came back and what stands here now."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from iama.assess.taking import Fate, Returned, Taken
from iama.model.text import escape_controls
from iama.words import pick_translation, text

_INSET = " " * 4
_MOST = 1_200  # characters of one text
_NARROW = 30
_TOLD = (Fate.PROBLEM, Fate.CONFLICT, Fate.NEW)  # in full; of the others only how many there are


def returned_text(returned: Returned, language: str, width: int, *, comments: bool) -> str:
    """Return the preview of one file; `comments` says whether they will be kept as notes."""
    lines: list[str] = []
    for fate in _TOLD:
        own = [one for one in returned.taken if one.fate is fate]
        lines += [text(f"take-{fate}", language, count=len(own)), ""] if own else []
        for one in own:
            lines += [*_question_lines(one, language, width), ""]
    counts = {fate: sum(one.fate is fate for one in returned.taken) for fate in Fate if fate not in _TOLD}
    lines += [text(f"take-{fate}", language, count=count) for fate, count in counts.items() if count]
    lines += _beside_lines(returned, language, width, comments=comments)
    return escape_controls("\n".join(lines))


def _question_lines(one: Taken, language: str, width: int) -> Iterator[str]:
    yield taken_label(one, language)
    if one.problem:
        yield from _wrap_words(one.problem.text_in(language), "", width)
    if one.reworded:
        yield from _wrap_words(text("take-reworded", language), "", width)
    for key, words in (("sent", one.sent), ("theirs", one.theirs), ("now", one.now)):
        if words or key == "theirs" or one.fate is Fate.CONFLICT:
            yield from _wrap_words(words or text("take-empty", language), text(f"take-{key}", language), width)
    if one.beside:
        yield from _wrap_words(one.beside, text("take-beside", language), width)


def taken_label(one: Taken, language: str) -> str:
    """Return a question by its code, number and text."""
    if one.entry is None:
        return f"{one.code.shown}  {one.place}"
    question = one.entry.question
    about = f" [{one.entry.ref.instance}]" if one.entry.ref.instance else ""
    words = " ".join(filter(None, (question.number, pick_translation(question.text, language))))
    return f"{one.code.shown}  {' '.join(words.split())}{about}"


def _wrap_words(words: str, label: str, width: int) -> Iterator[str]:
    whole = words if len(words) <= _MOST else words[:_MOST] + "…"
    for number, line in enumerate(whole.split("\n")):
        lead = f"{label}: " if label and not number else ""
        yield from wrap(f"{lead}{line}", max(_NARROW, width), initial_indent=_INSET, subsequent_indent=_INSET) or [""]


def _beside_lines(returned: Returned, language: str, width: int, *, comments: bool) -> Iterator[str]:
    """Yield what is no answer: words outside the fields, fields that are gone, comments and pictures."""
    if returned.loose:
        yield from ("", text("take-loose", language, count=len(returned.loose)))
        for one in returned.loose:
            yield from _wrap_words(one.text, one.near, width)
    if returned.missing:
        yield from ("", text("take-missing", language, codes=list(returned.missing), count=len(returned.missing)))
    if count := sum(len(one.comments) for one in returned.taken):
        yield from ("", text("take-comments-kept" if comments else "take-comments", language, count=count))
        for taken in returned.taken:
            for comment in taken.comments:
                yield from _wrap_words(comment, taken.code.shown, width)
    if returned.images:
        yield from ("", text("take-images", language, count=returned.images))


def three_texts(one: Taken, language: str, width: int) -> str:
    """Return a question that was changed on both sides: as it was sent, as it came back, and as it stands here."""
    texts = (("sent", one.sent), ("theirs", one.theirs), ("now", one.now))
    lines = [text("take-clash", language), taken_label(one, language)]
    for key, words in texts:
        lines += [f"{text(f'take-{key}', language)}:", *_wrap_words(words or text("take-empty", language), "", width)]
    return escape_controls("\n".join(lines))


def codes(taken: Sequence[Taken]) -> list[str]:
    """Return the codes of questions."""
    return [one.code.shown for one in taken]
