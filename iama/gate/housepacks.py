"""What the gate says of house packs: of each that cannot be used, once, beside the dossiers."""

from collections.abc import Iterator, Sequence

from iama.files.housepacks import HousePack, faults_of
from iama.gate.config import Config
from iama.gate.finding import Cause, CheckFinding, fingerprint
from iama.model.library import Library
from iama.model.problems import Level
from iama.words import message_text


def house_findings(packs: Sequence[HousePack], library: Library, config: Config) -> Iterator[CheckFinding]:
    """Yield what is wrong with the packs of a project, each where it stands: in the configuration, or in the pack.

    `library` has those that count, of which more may be found out than that they are not what the configuration says.
    """
    for pack in packs:
        faults = (pack.fault,) if pack.fault else faults_of(pack.path, library)
        for fault in faults:
            code = pack.fault.code if pack.fault else "house-faulty"
            path, line, column = fault.place
            yield CheckFinding(
                code,
                Level.ERROR,
                "",
                message_text(fault.message, config.language),
                message_text(fault.hint, config.language),
                Cause.FILE,
                path=path,
                line=line,
                column=column,
                fingerprint=fingerprint(code, pack.path, fault.code, str(fault.message)),
            )
