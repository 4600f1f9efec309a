"""One proposal per field of the register, each by the kind of the field, with what to mend."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from iama.model.conditions import Ref, unique
from iama.model.register import Field, Kind, Register
from iama.model.struct import replace
from iama.publish.address import published_address
from iama.publish.markup import links
from iama.publish.register.explanation import Explanation
from iama.publish.register.rules import (
    TOOI,
    Problem,
    Severity,
    contact_problems,
    link_problems,
    text_problems,
    tooi_problems,
)
from iama.publish.register.sources import DUTCH, Sources
from iama.publish.register.text import Piece, fit_paragraph, literal
from iama.publish.wording import Wording
from iama.words import pick_translation

Link = Mapping[str, str | None]  # {"title": …, "link": …}
_MONTH = len("2027-12")


class Filled(Struct, frozen=True):
    """One field with its proposal, the answers that it comes from, and what to mend."""

    field: Field
    value: str | tuple[str, ...] | tuple[Link, ...] = ""
    sources: tuple[Ref, ...] = ()
    problems: tuple[Problem, ...] = ()
    sound: bool = True  # the register takes it as it is, and it may go out
    final: bool = False  # somebody wrote it

    def with_problems(self, *problems: Problem) -> "Filled":
        return replace(self, problems=tuple(dict.fromkeys((*self.problems, *problems))))

    def judged(self, *problems: Problem) -> "Filled":
        """Return the field with problems of its text; with an error among them it may not go out."""
        return replace(self.with_problems(*problems), sound=self.sound and _sound(problems))


class Proposals:
    """Fills the fields of a register from one dossier."""

    def __init__(
        self,
        wording: Wording,
        register: Register,
        people: Iterable[str],
        standing: Mapping[str, bool],
        typed_address: str = "",
    ) -> None:
        self.wording = wording
        self.register = register
        self.typed_address = typed_address  # of the public page, as somebody wrote it for this field
        self.sources = Sources(wording, people)
        self.explanation = Explanation(self.sources, register, standing)
        self._ways: Mapping[Kind, Callable[[Field], Filled]] = {
            Kind.LINE: self.fill_line,
            Kind.TEXT: lambda field: self.fill_paragraph(field, self.pieces(field)),
            Kind.CHOICE: self.fill_choice,
            Kind.CHOICES: self.fill_choices,
            Kind.MONTH: self.fill_month,
            Kind.CONTACT: self.fill_address,
            Kind.LINK: self.fill_address,
            Kind.LINKS: self.fill_links,
            Kind.TESTS: self.fill_tests,
            Kind.EXPLANATION: self.fill_explanation,
            Kind.FIXED: lambda field: Filled(field, field.value),
            Kind.ID: lambda field: Filled(field, wording.dossier.id),
            Kind.NONE: Filled,
        }

    def fill_field(self, field: Field) -> Filled:
        """Return the proposal for one field."""
        filled = self._ways[field.kind](field).with_problems(*self.sources.kept_out(field))
        return filled if filled.value else filled.with_problems(*self.missing(field))

    def fill_line(self, field: Field) -> Filled:
        """Return what the first source says; for the organisation, its code is looked at too."""
        filled = self.fill_paragraph(field, self.sources.pieces(field)[:1])
        if f"{TOOI.questionnaire}/{TOOI.question}" not in field.also:
            return filled
        return filled.with_problems(*tooi_problems(self.wording.chosen_word(*TOOI[:2])))

    def fill_paragraph(self, field: Field, pieces: Sequence[Piece]) -> Filled:
        """Return pieces as one paragraph that fits, with what was left out."""
        fit = fit_paragraph(pieces, field.aim or field.limit or 0)
        if not fit.text:
            return Filled(field)
        refs = unique(piece.ref for piece in pieces if piece.ref)
        problems = []
        if any(self.wording.assessment_language(ref.questionnaire) != DUTCH for ref in refs):
            problems.append(Problem("not-dutch"))
        if fit.broken:
            problems.append(
                Problem(
                    "cut-inside",
                    (
                        ("limit", str(field.aim)),
                        ("length", str(fit.whole)),
                    ),
                )
            )
        elif fit.left_out:
            names = dict.fromkeys(piece.name for piece in fit.left_out if piece.name)
            problems.append(
                Problem(
                    "cut",
                    (
                        ("limit", str(field.aim)),
                        ("length", str(fit.whole)),
                        ("left_out", ", ".join(names)),
                    ),
                )
            )
        if field.kind is not Kind.LINE:
            problems += text_problems(fit.text)
        return Filled(field, fit.text, refs, tuple(problems))

    def fill_choice(self, field: Field) -> Filled:
        if text := self.sources.first_text(field):
            return Filled(field, text, self.sources.refs(field))
        missing = [ref for ref in self.sources.refs(field) if ref not in self.sources.withheld]
        return Filled(
            field,
            problems=(Problem("undecided", (("questions", self.sources.ref_labels(missing)),)),) if missing else (),
        )

    def fill_choices(self, field: Field) -> Filled:
        labels = (
            pick_translation(feed.values[word], DUTCH)
            for feed in field.feeds
            for entry in self.sources.usable_entries(feed)
            for word in entry.answer.value_words()
            if word in feed.values
        )
        words = tuple(dict.fromkeys(labels))
        choices = words[: field.most]
        problems = (
            (
                Problem(
                    "too-many",
                    (
                        ("limit", str(field.most)),
                        ("left_out", ", ".join(words[len(choices) :])),
                    ),
                ),
            )
            if words != choices
            else ()
        )
        return Filled(field, choices, self.sources.refs(field), problems)

    def fill_month(self, field: Field) -> Filled:
        return Filled(field, self.sources.first_text(field)[:_MONTH], self.sources.refs(field))

    def fill_address(self, field: Field) -> Filled:
        return address_filled(field, self.sources.first_text(field), self.sources.refs(field))

    def fill_links(self, field: Field) -> Filled:
        """Return the links that stand in the sources."""
        texts = [str(entry.answer.value or "") for entry in self.sources.of_field(field)]
        filled = links_filled(field, texts)
        return replace(filled, sources=self.sources.refs(field)) if filled.value else filled

    def fill_tests(self, field: Field) -> Filled:
        """Return the impact tests that were done, by exact title, with the public address where there is one."""
        told = self.explanation
        done_tests = [test for test in self.register.tests if told.is_done(test) or told.elsewhere(test)]
        waiting = [
            test.title for test in self.register.tests if self.explanation.stages[test.title] and test not in done_tests
        ]
        not_done = (Problem("not-done", (("instruments", "; ".join(waiting)),)),) if waiting else ()
        if not done_tests:
            return Filled(field, problems=not_done or (Problem("no-tests"),))
        problems: list[Problem] = [*not_done]
        test_links: list[Link] = []
        for test in done_tests:
            done = self.explanation.elsewhere(test)
            link = done.public_url if done else self.address() if test.link else ""
            wrong = list(link_problems(link)) if link else [Problem("link-null")] if test.link else []
            problems += wrong
            test_links.append({"title": test.title, "link": link if link and _sound(wrong) else None})
        feeds = [feed for test in done_tests for feed in (test.done, test.link) if feed]
        refs = unique(entry.ref for feed in feeds for entry in self.sources.usable_entries(feed))
        return Filled(field, tuple(test_links), refs, tuple(dict.fromkeys(problems)))

    def fill_explanation(self, field: Field) -> Filled:
        """Return which tests were done, what they found and where that is, or why it is not public."""
        filled = self.fill_paragraph(field, self.pieces(field))
        return filled.with_problems(Problem("no-review")) if self.explanation.lacks_review() else filled

    def pieces(self, field: Field) -> list[Piece]:
        """Return what a proposal for a text is made of, in order."""
        own = self.sources.pieces(field)
        return [*self.explanation.pieces(self.address()), *own] if field.kind is Kind.EXPLANATION else own

    def address(self) -> str:
        """Return where the public page is: as the desk has it, as it was published, or as an answer says."""
        return self.typed_address or published_address(self.wording.dossier)

    def missing(self, field: Field) -> Iterator[Problem]:
        """Yield that a field which matters has no value; the tests and what is derived say so themselves."""
        if not (field.required or field.shown) or field.kind in (Kind.TESTS, Kind.CHOICE):
            return
        refs = [Ref(feed.questionnaire, feed.question_id) for feed in field.feeds]
        yield Problem(
            "missing-required" if field.required else "missing", (("questions", self.sources.ref_labels(refs)),)
        )


def address_filled(field: Field, address: str, refs: tuple[Ref, ...] = ()) -> Filled:
    """Return a field that holds one address, with what the register would do to it."""
    rules = contact_problems if field.kind is Kind.CONTACT else link_problems
    problems = tuple(rules(address)) if address else ()
    return Filled(field, address, refs, problems, _sound(problems))


def links_filled(field: Field, texts: Iterable[str]) -> Filled:
    """Return a field with the links that stand in texts; a broken one is left out."""
    unique_links: dict[tuple[str, str], Link] = {}
    problems: list[Problem] = []
    for title, link in (pair for text in texts for pair in links(text)):
        problems += (wrong := list(titled_link_problems(field, title, link)))
        if _sound(wrong):
            unique_links[title, link] = {"title": literal(title), "link": link}
    return Filled(field, tuple(unique_links.values()), problems=tuple(dict.fromkeys(problems)))


def titled_link_problems(field: Field, title: str, link: str) -> Iterator[Problem]:
    """Yield what is wrong with one link of a list and with its title."""
    yield from link_problems(link)
    if not 0 < len(title) <= (field.limit or 0):
        yield Problem("link-title", (("limit", str(field.limit)),))


def _sound(problems: Collection[Problem]) -> bool:
    return all(problem.severity is not Severity.ERROR for problem in problems)
