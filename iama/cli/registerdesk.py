"""The desk at which the texts for the Algorithm Register are written: what they rest on, and how they are kept."""

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from iama.cli import sitting
from iama.cli.asapproved import unchanged_by_ref
from iama.cli.language import screen_language
from iama.cli.options import clean_option, open_dossier, public_of, tell_personal, today
from iama.files.registerstore import update_final_texts
from iama.interview.registering import RegisterDesk, write_fields
from iama.model.problems import UsageError, choices_hint
from iama.model.register import FinalText
from iama.publish.register.document import register_document, what_field_rests_on
from iama.publish.status import dossier_language
from iama.terminal.register import field_card, field_state, is_older

Values = Mapping[str, Any]


class Desk:
    """The fields of one dossier, as they stand on disk each time that they are asked for."""

    def __init__(self, algorithm: str, root: Path | None, as_of: str | None, lang: str | None) -> None:
        self._open = partial(open_dossier, algorithm, root, as_of)
        self.reading = self._open()
        self.standard = self.reading.library.register
        self.language = lang or dossier_language(self.reading.dossier)

    def document(self, *, tell: bool = False) -> dict[str, Any]:
        """Return every field as it stands now; `tell` warns of personal data in what is public."""
        self.reading = whole = self._open()
        public = public_of(whole)
        people = whole.dossier.people.values()
        if tell:
            tell_personal(public, people, self.language)
        decided = unchanged_by_ref(whole.folder, whole.dossier, public.dossier)
        wording = public.wording(self.language)
        return register_document(wording, self.standard, people, decided, whole.dossier.register)

    def field_called(self, name: str) -> Values:
        """Return a field that takes a text, by its key or its label; raises UsageError."""
        fields: list[Values] = self.document()["fields"]
        called = name.strip().casefold()
        for by in ("key", "label"):
            if found := [one for one in fields if one[by].casefold() == called]:
                return found[0]
        keys = [one["key"] for one in fields if one["writable"]]
        raise UsageError("register-field-strange", field=name, hint=choices_hint(name, keys))

    def keep(self, key: str, words: str) -> None:
        """Save a text for a field, bound to what the dossier says now; raises UsageError and CannotSave."""
        field = self.writable(key)
        if not (text := clean_option(words)):
            raise UsageError("register-nothing-to-confirm", field=field["label"])
        final = FinalText(text, today().isoformat(), self._seen(key))
        order = [one.key for one in self.standard.fields]
        update_final_texts(
            self.reading.folder, lambda texts: dict(sorted({**texts, key: final}.items(), key=_by_order(order)))
        )

    def clear(self, key: str) -> None:
        """Take the text of a field away; raises CannotSave."""
        self.writable(key)
        update_final_texts(self.reading.folder, lambda texts: {name: one for name, one in texts.items() if name != key})

    def hold(self, only: str, *, plain: bool) -> None:
        """Let somebody write fields in a terminal, or only one; raises UsageError where there is no terminal."""
        if not sys.stdin.isatty() or not sys.stdout.isatty():
            raise UsageError("register-edit-terminal")
        if only:
            self.writable(only)
        language = screen_language(None, self.language)
        with ExitStack() as stack:
            stack.enter_context(sitting.stoppable())
            shelf = stack.enter_context(sitting.shelf_for(self.reading.folder))
            keep = partial(sitting.keep_text, shelf=shelf)
            asker = stack.enter_context(sitting.terminal(language, plain, keep, lambda words: False))
            try:
                write_fields(asker, self._as_seen_in(language), language, only)
            except (KeyboardInterrupt, EOFError):
                if words := asker.unfinished_text().strip():
                    asker.show_message(sitting.rescue(words, language, keep))

    def _as_seen_in(self, language: str) -> RegisterDesk:
        return RegisterDesk(
            fields=lambda: self.document()["fields"],
            keep=self.keep,
            clear=self.clear,
            is_open=lambda field: not field["final"] or is_older(field),
            state=partial(field_state, language=language),
            card=partial(field_card, language=language),
        )

    def writable(self, key: str) -> Values:
        """Return a field as it stands; raises UsageError for one that takes no text of somebody."""
        field = self.field_called(key)
        if not field["writable"]:
            raise UsageError("register-field-closed", field=field["label"])
        return field

    def _seen(self, key: str) -> Mapping[str, str]:
        """Return what a text for a field rests on: what its answers bring to the proposal now."""
        whole = self._open()
        public = public_of(whole)
        decided = unchanged_by_ref(whole.folder, whole.dossier, public.dossier)
        people, finals = whole.dossier.people.values(), whole.dossier.register
        return what_field_rests_on(key, public.wording(self.language), self.standard, people, decided, finals)


def _by_order(order: list[str]) -> Any:
    return lambda item: order.index(item[0]) if item[0] in order else len(order)
