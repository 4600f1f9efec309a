"""One proposal per field of the register, each by the kind of the field, with what to mend."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from iama.assess.responses import RESPONSES, disputed_findings
from iama.model.conditions import Ref, unique
from iama.model.people import has_any_name
from iama.model.register import Field, ImpactTest, Kind, Register
from iama.model.struct import replace
from iama.publish.markup import links, plain_paragraph
from iama.publish.register.rules import (
    Problem,
    Severity,
    contact_problems,
    link_problems,
    text_problems,
    tooi_problems,
)
from iama.publish.register.sources import DUTCH, Sources
from iama.publish.register.stages import Stage, stage_and_version
from iama.publish.register.text import Piece, fit_paragraph, literal
from iama.publish.wording import Wording
from iama.words import pick_translation
from iama.words.written import written_date

Link = Mapping[str, str | None]  # {"title": …, "link": …}
_MONTH = len("2027-12")


class Filled(Struct, frozen=True):
    """One field with its proposal, the answers that it comes from, and what to mend."""

    field: Field
    value: str | tuple[str, ...] | tuple[Link, ...] = ""
    sources: tuple[Ref, ...] = ()
    problems: tuple[Problem, ...] = ()
    sound: bool = True  # the register takes it as it is

    def with_problems(self, *problems: Problem) -> "Filled":
        return replace(self, problems=(*self.problems, *problems))


class Proposals:
    """Fills the fields of a register from one dossier."""

    def __init__(
        self, wording: Wording, register: Register, people: Iterable[str], standing: Mapping[str, bool]
    ) -> None:
        self.wording = wording
        self.register = register
        self.sources = Sources(wording, people)
        self.stages = {test.title: stage_and_version(test.assessment, wording, standing) for test in register.tests}
        self._ways: Mapping[Kind, Callable[[Field], Filled]] = {
            Kind.LINE: self.fill_line,
            Kind.TEXT: lambda field: self.fill_paragraph(field, self.sources.pieces(field)),
            Kind.CHOICE: self.fill_choice,
            Kind.CHOICES: self.fill_choices,
            Kind.MONTH: self.fill_month,
            Kind.CONTACT: lambda field: self.fill_address(field, contact_problems),
            Kind.LINK: lambda field: self.fill_address(field, link_problems),
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
        if "algorithm/organisation-tooi" not in field.also:
            return filled
        return filled.with_problems(*tooi_problems(self.wording.chosen_word("algorithm", "organisation-tooi")))

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

    def fill_address(self, field: Field, rules: Callable[[str], Iterator[Problem]]) -> Filled:
        address = self.sources.first_text(field)
        problems = tuple(rules(address)) if address else ()
        return Filled(field, address, self.sources.refs(field), problems, _sound(problems))

    def fill_links(self, field: Field) -> Filled:
        """Return the links that stand in the sources; a broken one is left out."""
        unique_links: dict[tuple[str, str], Link] = {}
        problems: list[Problem] = []
        entries = self.sources.of_field(field)
        for title, link in (pair for entry in entries for pair in links(str(entry.answer.value or ""))):
            wrong = list(link_problems(link))
            if not 0 < len(title) <= (field.limit or 0):
                wrong.append(Problem("link-title", (("limit", str(field.limit)),)))
            problems += wrong
            if _sound(wrong):
                unique_links[title, link] = {"title": literal(title), "link": link}
        refs = self.sources.refs(field) if unique_links else ()
        return Filled(field, tuple(unique_links.values()), refs, tuple(dict.fromkeys(problems)))

    def fill_tests(self, field: Field) -> Filled:
        """Return the impact tests that were done, by exact title, with the public address where there is one."""
        done_tests = [test for test in self.register.tests if self.is_test_done(test)]
        waiting = [test.title for test in self.register.tests if self.stages[test.title] and test not in done_tests]
        not_done = (Problem("not-done", (("instruments", "; ".join(waiting)),)),) if waiting else ()
        if not done_tests:
            return Filled(field, problems=not_done or (Problem("no-tests"),))
        problems: list[Problem] = [*not_done]
        test_links: list[Link] = []
        for test in done_tests:
            link = self.link_of(test)
            wrong = list(link_problems(link)) if link else [Problem("link-null")] if test.link else []
            problems += wrong
            test_links.append({"title": test.title, "link": link if link and _sound(wrong) else None})
        feeds = [feed for test in done_tests for feed in (test.done, test.link) if feed]
        refs = unique(entry.ref for feed in feeds for entry in self.sources.usable_entries(feed))
        return Filled(field, tuple(test_links), refs, tuple(dict.fromkeys(problems)))

    def fill_explanation(self, field: Field) -> Filled:
        """Return what is disputed, how far the tests are and when they were last checked, and that some is withheld."""
        begin = [*self.disputes(), *(piece for test in self.register.tests for piece in self.pieces_about_test(test))]
        if self.sources.withheld:
            begin.append(
                Piece(
                    pick_translation(
                        self.register.withheld, self.wording.assessment_language(self.wording.speaker("goal")[0])
                    )
                )
            )
        filled = self.fill_paragraph(field, [*begin, *self.sources.pieces(field)])
        reviewed_tests = [test for test in self.register.tests if test.reviewed and self.is_test_done(test)]
        return filled.with_problems(Problem("no-review")) if reviewed_tests and not self.last_review_day() else filled

    def disputes(self) -> Iterator[Piece]:
        """Yield which findings that forbid the use a lawyer disputes, and why, unless the reason names a person."""
        language = self.wording.assessment_language("follow-up")
        for verdict, response in disputed_findings(self.wording.outcome):
            title = pick_translation(verdict.trigger.title, language)
            yield Piece(pick_translation(self.register.disputed, language).format(title=title))
            if not has_any_name(response.text, self.sources.people):
                yield Piece(
                    literal(plain_paragraph(response.text)), ref=RESPONSES, name=self.sources.ref_label(RESPONSES)
                )

    def pieces_about_test(self, test: ImpactTest) -> Iterator[Piece]:
        """Yield what the explanation says of one test: what is true of it by now."""
        progress = self.stages[test.title]
        if progress is None:
            return
        stage, version = progress
        language = self.wording.assessment_language(test.assessment)
        yield Piece(pick_translation(test.told[stage], language).format(version=version))
        if test.reviewed and self.is_test_done(test) and (day := self.last_review_day()):
            date = written_date(day, language)
            yield Piece(
                pick_translation(test.reviewed, language).format(date=date), ref=Ref("follow-up", "last-review")
            )

    def last_review_day(self) -> str:
        """Return the day on which the answers were last checked; one that is still to come is none."""
        day = self.wording.chosen_word("follow-up", "last-review")
        return day if day <= self.wording.outcome.as_of.isoformat() else ""

    def is_test_done(self, test: ImpactTest) -> bool:
        """Whether the test is complete and decided, or an answer says that it was done."""
        if test.done:
            entries = self.sources.usable_entries(test.done)
            return any(word in test.done.values for entry in entries for word in entry.answer.value_words())
        stage = self.stages[test.title]
        return stage is not None and stage[0] is Stage.DONE

    def link_of(self, test: ImpactTest) -> str:
        entries = self.sources.usable_entries(test.link) if test.link else []
        return " ".join("".join(entries[0].answer.value_words()).split()) if entries else ""

    def missing(self, field: Field) -> Iterator[Problem]:
        """Yield that a field which matters has no value; the tests and what is derived say so themselves."""
        if not (field.required or field.shown) or field.kind in (Kind.TESTS, Kind.CHOICE):
            return
        refs = [Ref(feed.questionnaire, feed.question_id) for feed in field.feeds]
        yield Problem(
            "missing-required" if field.required else "missing", (("questions", self.sources.ref_labels(refs)),)
        )


def _sound(problems: Collection[Problem]) -> bool:
    return all(problem.severity is not Severity.ERROR for problem in problems)
