"""Assessments that were done elsewhere, such as on paper: recorded, and not judged by this program."""

from collections.abc import Iterable

from msgspec import Struct

from iama.model.questionnaire import plain_id

FILE = "elsewhere.yaml"  # of a dossier


class Elsewhere(Struct, frozen=True):
    """One assessment that was done elsewhere: which, who decided when, where it is, and when to look at it again."""

    instrument: str  # such as iama-1.0
    decided: str
    body: str
    file: str
    sha256: str
    recorded: str
    review: str
    public_url: str = ""

    @property
    def name(self) -> str:
        """What people call it: IAMA 1.0."""
        id_, _, version = self.instrument.rpartition("-")
        return f"{id_.upper()} {version}"


def done_elsewhere(records: Iterable[Elsewhere], instrument: str) -> Elsewhere | None:
    """Return the last record of an instrument (`iama`), in whatever version; None when there is none."""
    own = [one for one in records if plain_id(one.instrument) == instrument]
    return max(own, key=lambda one: (one.decided, one.recorded), default=None)
