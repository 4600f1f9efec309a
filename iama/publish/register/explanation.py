"""What the register tells of impact tests: how far each is, what was found, where it is, or why it is not public."""

from collections.abc import Iterator, Mapping

from iama.assess.conclusions import EFFECT, summary_entries
from iama.assess.responses import RESPONSES, disputed_findings
from iama.model.conditions import Ref
from iama.model.elsewhere import Elsewhere, done_elsewhere
from iama.model.people import has_any_name
from iama.model.register import ImpactTest, Register
from iama.model.text import without_invisible
from iama.publish.markup import plain_paragraph
from iama.publish.register.sources import Sources
from iama.publish.register.stages import Stage, stage_and_version
from iama.publish.register.text import Piece, literal, sentences
from iama.words import Words, pick_translation, text
from iama.words.written import written_date

LAST_REVIEW = Ref("follow-up", "last-review")


class Explanation:
    """Says of the tests of one dossier what is true of them by now."""

    def __init__(self, sources: Sources, register: Register, standing: Mapping[str, bool]) -> None:
        self.sources = sources
        self.wording = sources.wording
        self.register = register
        self.stages = {
            test.title: stage_and_version(test.assessment, self.wording, standing) for test in register.tests
        }

    def pieces(self, address: str) -> Iterator[Piece]:
        """Yield what is disputed, how far the tests are, what was found, where that is, and that some is withheld."""
        language = self.wording.assessment_language(self.wording.speaker("goal")[0])
        yield from self._disputes()
        for test in self.register.tests:
            yield from self._about_test(test)
        if any(self.is_done(test) for test in self.register.tests if test.assessment):
            yield from self._found()
            if address:
                yield _filled_piece(self.register.address, language, link=address)
        if self.sources.withheld:
            yield _filled_piece(self.register.withheld, language)

    def is_done(self, test: ImpactTest) -> bool:
        """Whether a test is complete and decided, or an answer says that it was done."""
        if test.done:
            entries = self.sources.usable_entries(test.done)
            return any(word in test.done.values for entry in entries for word in entry.answer.value_words())
        stage = self.stages[test.title]
        return stage is not None and stage[0] is Stage.DONE

    def lacks_review(self) -> bool:
        """Whether a test is done of which nothing says when it was last checked."""
        return not self._last_review_day() and any(self.is_done(test) for test in self.register.tests if test.reviewed)

    def _disputes(self) -> Iterator[Piece]:
        """Yield which findings that forbid the use a lawyer disputes, and why, unless the reason names a person."""
        language = self.wording.assessment_language("follow-up")
        for verdict, response in disputed_findings(self.wording.outcome):
            yield _filled_piece(
                self.register.disputed, language, title=pick_translation(verdict.trigger.title, language)
            )
            if not has_any_name(response.text, self.sources.people):
                yield Piece(
                    literal(plain_paragraph(response.text)), ref=RESPONSES, name=self.sources.ref_label(RESPONSES)
                )

    def _about_test(self, test: ImpactTest) -> Iterator[Piece]:
        language = self.wording.assessment_language(test.assessment)
        if progress := self.stages[test.title]:
            stage, version = progress
            yield _filled_piece(test.told[stage], language, version=version)
            if test.reviewed and self.is_done(test) and (day := self._last_review_day()):
                yield _filled_piece(test.reviewed, language, LAST_REVIEW, date=written_date(day, language))
        if done := self.elsewhere(test):
            key, day = "register-elsewhere", written_date(done.decided, language)
            yield Piece(text(key, language, name=done.name, day=day, body=done.body))
        yield from self._kept_inside(test, language)

    def elsewhere(self, test: ImpactTest) -> Elsewhere | None:
        """Return the record of a test that was done elsewhere; None for one that was done here, or not at all."""
        return None if self.is_done(test) else done_elsewhere(self.wording.dossier.elsewhere, test.assessment)

    def _kept_inside(self, test: ImpactTest, language: str) -> Iterator[Piece]:
        """Yield on which ground a whole test is not public."""
        cause = self.wording.public.stubs.get(test.assessment) if self.wording.public else None
        if test.kept and (ground := self.wording.withholding_ground(cause)):
            yield _filled_piece(test.kept, language, ground=ground["ground"])

    def _found(self) -> Iterator[Piece]:
        """Yield the first sentence of the summary about what was found, unless it names a person."""
        for entry in summary_entries(self.wording.outcome):
            told = [row.cells.get("text", "") for row in entry.answer.rows if row.cells.get("about") != EFFECT]
            if told and told[0] and not has_any_name(told[0], self.sources.people):
                first = sentences(plain_paragraph(without_invisible(told[0])))[0]
                language = self.wording.assessment_language(entry.ref.questionnaire)
                yield _filled_piece(self.register.found, language, entry.ref, text=literal(first))
                return

    def _last_review_day(self) -> str:
        """Return the day on which the answers were last checked; one that is still to come is none."""
        day = self.wording.chosen_word(LAST_REVIEW.questionnaire, LAST_REVIEW.question)
        return day if day <= self.wording.outcome.as_of.isoformat() else ""


def _filled_piece(words: Words, language: str, ref: Ref | None = None, **places: str) -> Piece:
    return Piece(pick_translation(words, language).format(**places), ref=ref)
