"""Where the results of `iama check` go: a format to standard output, others to files, and the signature over one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from iama.model.problems import choices_hint

if TYPE_CHECKING:
    from iama.files.output import Target
    from iama.gate.report import Report


def outputs_of(formats: Sequence[str], json: bool, beside: Path | None) -> Mapping[str, Path | None]:
    """Return where each format goes, None for standard output, in the place of which a file may be named.

    Raises UsageError for what cannot be.
    """
    from iama.gate.formats import FORMATS
    from iama.model.problems import UsageError

    outputs: dict[str, Path | None] = {}
    for word in [*formats, *(["json"] if json else [])] or ["text"]:
        name, equals, file = word.partition("=")
        if name not in FORMATS:
            raise UsageError("check-strange-format", name=name, hint=choices_hint(name, FORMATS))
        if equals and not file:
            raise UsageError("check-format-no-file", name=name)
        outputs[name] = Path(file) if file not in ("", "-") else None
    printed = [name for name, file in outputs.items() if file is None]
    if len(printed) > 1:
        raise UsageError("check-one-format")
    if beside and not printed:
        raise UsageError("check-nothing-printed")
    return outputs | dict.fromkeys(printed, beside)


def targets_of(outputs: Mapping[str, Path | None], read: Sequence[Path]) -> Mapping[str, "Target | None"]:
    """Return the places that formats go to; raises UsageError for a file that the gate reads, or CannotSave."""
    from iama.files.output import result_at

    return {name: result_at(path, read) if path else None for name, path in outputs.items()}


def write_formats(report: "Report", targets: Mapping[str, "Target | None"], key: Path | None) -> None:
    """Write every format where it goes, and beside the JSON the signature of a key over it."""
    from iama.files.output import write_pieces
    from iama.gate.formats import format_report

    for name, target in targets.items():
        pieces = format_report(report, name)
        if target is not None and name == "json" and key is not None:
            _write_signed("".join(pieces).encode(), target, key)
            continue
        if target is not None:
            write_pieces(target, (piece.encode() for piece in pieces))
            continue
        for piece in pieces:
            typer.echo(piece, nl=False)


def _write_signed(content: bytes, target: "Target", key: Path) -> None:
    from iama.files.output import result_at, write_pieces, write_result
    from iama.files.signatures import sign_result

    signature = sign_result(content, key)
    write_pieces(target, (content,))
    write_result(result_at(Path(f"{target.shown}.sig")), signature.decode())
