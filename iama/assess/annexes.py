"""Which points of Annex III a system comes under, after the exceptions that the annex or its recitals name."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from iama.assess.world import QuestionScope, World
from iama.model.conditions import Ref, Ruling, Value, unique
from iama.model.questionnaire import ALGORITHM

POINTS = "annex-iii"
EXCEPTIONS = "annex-iii-exceptions"
NATIONAL = ("2",)  # registered nationally, and left out of Articles 27, 49(3) and 86

# the points that an exception takes away, and where that exception is written
EXCEPTED: Mapping[str, tuple[str, ...]] = {
    "verification": ("1a",),
    "cybersecurity": ("2",),
    "fraud-detection": ("5b",),
    "tax-customs": ("6a", "6b", "6c", "6d", "6e"),
    "travel-documents": ("7d",),
    "ancillary": ("8a",),
    "not-exposed": ("8b",),
}
WRITTEN: Mapping[str, str] = {
    "verification": "ai-act-annex-iii",
    "cybersecurity": "ai-act-recital-55",
    "fraud-detection": "ai-act-annex-iii",
    "tax-customs": "ai-act-recital-59",
    "travel-documents": "ai-act-annex-iii",
    "ancillary": "ai-act-recital-61",
    "not-exposed": "ai-act-annex-iii",
}


class Points(Struct, frozen=True):
    """The points that hold, those that may still hold, and the exceptions that took others away."""

    held: tuple[str, ...]
    maybe: tuple[str, ...]
    exceptions: tuple[str, ...]
    because: tuple[Ref, ...]
    missing: tuple[Ref, ...]

    def any_of(self, points: Collection[str] = (), *, but: Collection[str] = ()) -> Ruling:
        """Return whether one of `points` holds (of all, when none are named), leaving `but` out."""

        def among(candidates: Collection[str]) -> bool:
            return any((not points or point in points) and point not in but for point in candidates)

        if among(self.held):
            return Ruling(True, self.because)
        return Ruling(None, missing=self.missing) if among(self.maybe) else Ruling(False, self.because)


def annex_iii(world: World) -> Points:
    """Return the points of Annex III that the answers leave; an open answer leaves every point possible."""
    scope = QuestionScope(world, ALGORITHM)
    points, exceptions = scope.look_up_value(POINTS), scope.look_up_value(EXCEPTIONS)
    question = world.questionnaires[ALGORITHM].questions[POINTS]
    all_points = [value for value in question.values if value not in question.exclusive]
    ticked_points = [point for point in points.words or () if point in all_points]
    possible = all_points if points.words is None else [point for point in all_points if point in points.unsure]
    held_points = [point for point in ticked_points if _is_excepted(point, exceptions) is False]
    maybe = [
        point
        for point in all_points
        if point not in held_points and point in (*ticked_points, *possible) and not _is_excepted(point, exceptions)
    ]
    exception_names = [
        name for name in exceptions.words or () if any(point in ticked_points for point in EXCEPTED.get(name, ()))
    ]
    refs = unique((*points.refs, *(exceptions.refs if exception_names else ())))
    unsure = points.words is None or points.unsure
    hanging = any(point in ticked_points for point in maybe)  # ticked, while an exception may still take it away
    missing = unique((*(points.refs if unsure else ()), *(exceptions.refs if hanging or not unsure else ())))
    return Points(tuple(held_points), tuple(maybe), tuple(exception_names), refs, missing)


def _is_excepted(point: str, exceptions: Value) -> bool | None:
    """Return whether an exception takes the point away; unknown while that is open."""
    names = [name for name, points in EXCEPTED.items() if point in points]
    if any(name in (exceptions.words or ()) for name in names):
        return True
    open_ = exceptions.words is None or any(name in exceptions.unsure for name in names)
    return None if names and open_ else False
