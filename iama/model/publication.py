"""What was published about an algorithm, edition by edition, and what somebody accepted to be published."""

from enum import StrEnum

from msgspec import Struct

from iama.model.struct import replace


class Standing(StrEnum):
    """What the page of an edition is."""

    APPROVED = "approved"  # as it was decided on
    WITHHELD_SINCE = "withheld-since"  # as it was decided on, without what is withheld since
    CONCEPT = "concept"  # not decided on


class Accepted(Struct, frozen=True):
    """One finding that may be published all the same: what, where, why, and since when (ISO date)."""

    id: str
    sort: str
    where: str
    why: str
    day: str


class Publication(Struct, frozen=True):
    """One edition: what its page is and which, when and why it was made, and where it stands."""

    edition: int
    questionnaire: str
    standing: Standing
    page: str  # digest of index.html
    day: str
    reason: str
    approval: int = 0  # none of a concept
    url: str = ""


class Publications(Struct, frozen=True):
    """Everything in `publications.yaml`, in order."""

    editions: tuple[Publication, ...] = ()
    accepted: tuple[Accepted, ...] = ()

    def with_accepted(self, one: Accepted) -> "Publications":
        """Return these with one more finding accepted, in the place of what was said of it before."""
        others = tuple(accepted for accepted in self.accepted if accepted.id != one.id)
        return replace(self, accepted=(*others, one))

    def with_edition(self, one: Publication) -> "Publications":
        """Return these with one more edition, of the number that follows; the same page again is the same edition."""
        last = self.editions[-1] if self.editions else None
        if last and last.page == one.page:
            return replace(self, editions=(*self.editions[:-1], replace(last, url=one.url or last.url)))
        return replace(self, editions=(*self.editions, replace(one, edition=last.edition + 1 if last else 1)))

    def with_url(self, url: str) -> "Publications":
        """Return these with the place of the last edition."""
        return replace(self, editions=(*self.editions[:-1], replace(self.editions[-1], url=url)))
