"""The command that records an assessment that was done elsewhere: adopt."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from iama.cli import app
from iama.cli.language import spoken_language
from iama.cli.options import Root, clean_option, day_or_today, here, print_message, today
from iama.cli.targets import OfAlgorithm, document_path, only_dossier
from iama.model.problems import UsageError

_MONTHS = 12  # until somebody looks again, unless another day is given


@app.command(help="help-adopt")
def adopt(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="help-adopt-file")],
    instrument: Annotated[str, typer.Option("--instrument", metavar="REF", help="help-adopt-instrument")],
    decided: Annotated[str, typer.Option("--decided", metavar="DATE", help="help-adopt-decided")],
    body: Annotated[str, typer.Option("--body", metavar="WHO", help="help-adopt-body")],
    algorithm: OfAlgorithm = None,
    public_url: Annotated[str, typer.Option("--public-url", metavar="URL", help="help-adopt-url")] = "",
    review: Annotated[str | None, typer.Option("--review", metavar="DATE", help="help-adopt-review")] = None,
    root: Root = None,
) -> None:
    """Record an assessment that was done elsewhere, such as on paper; it is not judged here."""
    from iama.cli.housepacks import library_of
    from iama.files.config import locate
    from iama.files.elsewherestore import record_elsewhere
    from iama.files.elsewheretext import WEB
    from iama.files.peoplefile import people_in
    from iama.files.store import digest_beside
    from iama.model.days import months_later
    from iama.model.elsewhere import Elsewhere
    from iama.model.people import has_any_name
    from iama.words.written import written_date

    workspace, folder = locate(algorithm or only_dossier(root), here(), root)
    tree = library_of(workspace).resolve_questionnaire(instrument)
    day = _past_day(decided)
    again = day_or_today(review, "--review") if review else months_later(day, _MONTHS)
    if again <= day:
        raise UsageError("adopt-review-first")
    if public_url and not WEB.fullmatch(public_url):
        raise UsageError("adopt-no-address", url=public_url)
    if not (body := clean_option(body)) or has_any_name(body, people_in(folder).values()):
        raise UsageError("adopt-no-body")
    path = document_path(folder, str(file))
    if not path:
        raise UsageError("adopt-no-file", path=file)
    record = Elsewhere(
        tree.ref,
        day.isoformat(),
        body,
        path,
        digest_beside(folder, path),
        today().isoformat(),
        again.isoformat(),
        public_url,
    )
    record_elsewhere(folder, record)
    decided, review = (written_date(iso, spoken_language()) for iso in (record.decided, record.review))
    key = "adopt-done" if again >= today() else "adopt-done-late"
    print_message(key, algorithm=folder.name, ref=tree.ref, decided=decided, review=review)


def _past_day(text: str) -> date:
    day = day_or_today(text, "--decided")
    if day > today():
        raise UsageError("adopt-to-come")
    return day
