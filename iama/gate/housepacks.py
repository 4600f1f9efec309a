"""What the gate says of house packs and official texts: of each that cannot be used, once, beside the dossiers."""

from collections.abc import Iterable, Iterator, Sequence

from iama.files.housepacks import faults_of
from iama.files.packfiles import HousePack
from iama.gate.config import Config
from iama.gate.finding import Cause, CheckFinding, fingerprint
from iama.model.library import Library
from iama.model.problems import Finding, Level
from iama.words import message_text


def house_findings(packs: Sequence[HousePack], library: Library, config: Config) -> Iterator[CheckFinding]:
    """Yield what is wrong with the packs of a project, each where it stands: in the configuration, or in the pack.

    `library` has those that count, of which more may be found out than that they are not what the configuration says.
    """
    for pack in packs:
        faults = (pack.fault,) if pack.fault else faults_of(pack.path, library)
        for fault in faults:
            code = pack.fault.code if pack.fault else "house-faulty"
            yield _finding(fault, code, Level.ERROR, pack.path, config.language)


def wording_findings(faults: Iterable[Finding], config: Config) -> Iterator[CheckFinding]:
    """Yield what is wrong with the official texts that a project keeps."""
    for fault in faults:
        yield _finding(fault, fault.code, fault.level, fault.place.path, config.language)


def _finding(fault: Finding, code: str, level: Level, about: str, language: str) -> CheckFinding:
    path, line, column = fault.place
    return CheckFinding(
        code,
        level,
        "",
        message_text(fault.message, language),
        message_text(fault.hint, language),
        Cause.FILE,
        path=path,
        line=line,
        column=column,
        fingerprint=fingerprint(code, about, fault.code, str(fault.message)),
    )
