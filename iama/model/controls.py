"""The controls of auditors' frameworks, by number, and which questions touch them, as data."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct, field

from iama.words import Words

FRAMEWORKS = ("ar", "adr")  # Algemene Rekenkamer, Auditdienst Rijk


class Control(Struct, frozen=True):
    """One control, such as 2.18, with its subject in our words and the theme that it belongs to."""

    number: str
    theme: str
    title: Words


class Framework(Struct, frozen=True):
    """One framework, in the version that was read, on a day (ISO date)."""

    id: str
    law: str  # the fact that says what it is
    version: str
    read: str
    controls: tuple[Control, ...]


class Controls(Struct, frozen=True, dict=True):  # dict: for cached properties
    """Every framework, the questions that touch a control, and why no question touches some."""

    frameworks: Mapping[str, Framework] = field(default_factory=dict)
    touched_by: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)  # questions (`iama/goal`)
    outside: Mapping[tuple[str, str], Words] = field(default_factory=dict)

    def numbers(self, question: str, theme: str) -> tuple[str, ...]:
        """Return the controls of a theme that a question (`iama/goal`) touches, in the order of the framework."""
        return self._by_question.get((question, theme), ())

    def themes(self, question: str) -> frozenset[str]:
        """Return the themes of which a question touches a control."""
        return frozenset(theme for named, theme in self._by_question if named == question)

    @cached_property
    def _by_question(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], list[str]] = {}
        for framework in self.frameworks.values():
            for control in framework.controls:
                for question in self.touched_by.get((framework.id, control.number), ()):
                    found.setdefault((question, control.theme), []).append(control.number)
        return {key: tuple(numbers) for key, numbers in found.items()}
