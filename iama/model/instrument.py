"""What is special about the instrument of a question tree: what asks for it, and which question speaks for what."""

from collections.abc import Mapping

from msgspec import Struct, field

ARTICLE_27 = "ai-act-27"  # the law of an instrument that answers to Article 27 of the AI Act
CATEGORIES = ("a", "b", "c")  # of publication
TOPICS = (
    *("goal", "working", "oversight", "people", "vulnerable", "advice", "advice-why", "complaints", "risks"),
    *("stake", "errors", "error-figures", "summary", "oversight-kind"),
    *("prohibited", "practice", "earlier", "authorisation"),
    *("scenarios", "rights", "importance", "extent", "seriousness", "verdict", "settled", "attendance"),
)


class Instrument(Struct, frozen=True):
    """What a question tree says of its instrument."""

    law: str = ""  # the legal fact that asks for it
    needed: tuple[str, ...] = ()  # publication categories that need it, unless the configuration says otherwise
    topics: Mapping[str, str] = field(default_factory=dict)  # topic to question
    annex: str = ""  # when it is offered beside other assessments; what it says counts in its own chapter only


UNSAID = Instrument()
# what held for trees from before they said it themselves, which decisions keep; nothing here ever changes
BEFORE: Mapping[str, Instrument] = {
    "iama": Instrument(
        topics={
            "goal": "goal",
            "working": "type-explanation",
            "oversight": "staff-role",
            "people": "people-affected",
            "vulnerable": "vulnerable-groups",
            "prohibited": "prohibited",
            "practice": "prohibited-practice",
            "advice": "advice-choice",
            "advice-why": "advice",
            "complaints": "people-reports",
            "risks": "residual-risk-list",
            "rights": "affected-rights",
            "importance": "importance",
            "extent": "extent",
            "seriousness": "seriousness",
            "verdict": "verdict",
            "settled": "settled",
            "attendance": "attendance",
        },
    ),
    "fria": Instrument(
        law=ARTICLE_27,
        topics={
            "goal": "processes",
            "oversight": "oversight",
            "people": "people",
            "practice": "banned-practice",
            "earlier": "earlier-assessment",
            "authorisation": "exceptional-authorisation",
            "advice": "conclusion",
            "advice-why": "conclusion-why",
            "complaints": "complaints",
            "scenarios": "scenarios",
        },
    ),
}
