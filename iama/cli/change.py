"""What a change is judged by and held against: the options --base and --config of `iama check`."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec import Struct

from iama.cli.housepacks import house_packs, library_with
from iama.cli.language import screen_language
from iama.model.struct import replace

if TYPE_CHECKING:
    from iama.files.config import Workspace
    from iama.files.packfiles import HousePack
    from iama.gate.config import Config
    from iama.gate.policy import Policy, Weakening
    from iama.model.library import Library


_NONE: "tuple[Weakening, ...]" = ()


class Judgement(Struct, frozen=True):
    """By what the dossiers of a workspace are judged, and from where the change began."""

    workspace: "Workspace"  # with the root and the signing that count
    library: "Library"  # with the house packs that count
    packs: "tuple[HousePack, ...]"  # as they stand here
    policy: "Policy"
    ruling: "Policy"  # without what the change asks more
    weakened: "tuple[Weakening, ...]" = ()
    before: Path | None = None  # the root as it was, laid out in a folder of its own
    start: str = ""  # the commit from which the change began
    laid: Path | None = None  # where what stood there is laid out


@contextmanager
def judgement_of(
    workspace: "Workspace",
    base: str | None,
    ruling_file: Path | None,
    language: str | None,
    *,
    writing: bool,
) -> Iterator[Judgement]:
    """Give what counts: the policy of `ruling_file`, else that at the tip of the revision `base`, else that of today.

    The configuration of today may only tighten it. While the baseline is `writing`, the one that is there is not read.
    Raises UsageError.
    """
    with TemporaryDirectory(prefix="iama-base-") if base else nullcontext("") as folder:
        start = _start_of_change(workspace, base) if base else ""
        packs = counting = house_packs(workspace)
        own = policy = ruling = _policy(workspace, language, packs, writing=writing)
        around = _ruling_workspace(workspace, base, ruling_file, Path(folder) / "tip")
        judged, weakened = workspace, _NONE
        if around is not None:
            ruled = house_packs(around)
            ruling = _policy(around, language, ruled, writing=writing)
            counting = (*ruled, *(pack for pack in packs if pack.path not in ruling.house))
            policy, weakened = _tightened(ruling, own)
            judged = _with_policy(workspace, policy)
        laid = Path(folder) / "base" if start else None
        before = _root_before(judged, start, laid) if laid else None
        yield Judgement(judged, library_with(counting), packs, policy, ruling, weakened, before, start, laid)


def _start_of_change(workspace: "Workspace", base: str) -> str:
    from iama.files.programs import merge_base, repository_top

    return merge_base(repository_top(workspace.base), base)


def _tightened(ruling: "Policy", wished: "Policy") -> "tuple[Policy, tuple[Weakening, ...]]":
    from iama.gate.policy import tighten_policy

    return tighten_policy(ruling, wished)


def _with_policy(workspace: "Workspace", policy: "Policy") -> "Workspace":
    return replace(workspace, root=workspace.base / policy.root, ruling=policy.signing)


def _policy(workspace: "Workspace", language: str | None, packs: "tuple[HousePack, ...]", *, writing: bool) -> "Policy":
    """Return what a configuration asks, with what the files say that it names; raises UsageError."""
    from iama.cli.baseline import known_findings
    from iama.files.settings import HOUSE
    from iama.files.store import read_bytes
    from iama.gate.policy import Policy

    config = gate_config(workspace, language, library_with(packs))
    signers = workspace.signing.allowed
    lines = read_bytes(signers).decode(errors="replace").splitlines() if signers and signers.is_file() else []
    kept = workspace.base / config.baseline.file if config.baseline and not writing else None
    return Policy(
        config,
        workspace.signing,
        _root_below(workspace),
        frozenset(line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")),
        known_findings(kept) if kept else frozenset(),
        {table["path"]: table["sha256"] for table in workspace.settings.get(HOUSE, [])},
    )


def _root_below(workspace: "Workspace") -> str:
    """Return the root of a workspace as its configuration names it."""
    root = workspace.root
    return root.relative_to(workspace.base).as_posix() if root.is_relative_to(workspace.base) else root.as_posix()


def gate_config(workspace: "Workspace", language: str | None, library: "Library") -> "Config":
    """Return what the configuration asks; raises UsageError that names a mistake and its line."""
    from iama.cli.options import path_from_here
    from iama.gate.config_tables import parse_gate_config

    path = path_from_here(workspace.file) if workspace.file else ""
    text = workspace.file.read_text(encoding="utf-8-sig") if workspace.file else ""
    return parse_gate_config(
        workspace.settings,
        language=screen_language(language, workspace.language),
        path=path,
        text=text,
        library=library,
    )


def _ruling_workspace(
    workspace: "Workspace", base: str | None, ruling_file: Path | None, into: Path
) -> "Workspace | None":
    """Return the workspace whose policy counts above that of the change; None when there is none yet."""
    from iama.files.config import workspace_of
    from iama.files.settings import settings_in

    if ruling_file is not None:
        return workspace_of(ruling_file, settings_in(ruling_file))
    return workspace_at(workspace, base, into) if base else None


def workspace_at(workspace: "Workspace", base: str, into: Path) -> "Workspace | None":
    """Return the workspace as the revision `base` configures it, laid out in `into`; None where nothing did.

    Raises UsageError.
    """
    from iama.files.config import workspace_of
    from iama.files.programs import lay_out, repository_top
    from iama.files.settings import HOUSE, NAME, PROJECT, settings_around

    top = repository_top(workspace.base)
    below = workspace.base.resolve().relative_to(top)
    folders = [below, *below.parents]
    (into / ".git").mkdir(parents=True)  # nothing is looked for above
    lay_out(top, base, into, [(folder / name).as_posix() for folder in folders for name in (NAME, PROJECT)])
    around = settings_around(into / below)
    if around is None:
        return None
    found = workspace_of(*around)
    packs = [found.base / table["path"] for table in found.settings.get(HOUSE, [])]
    named = [
        path.relative_to(into).as_posix() for path in (*found.configured_files, *packs) if path.is_relative_to(into)
    ]
    if named:
        lay_out(top, base, into, named)
    return found


def _root_before(workspace: "Workspace", start: str, into: Path) -> Path:
    """Lay out the dossiers from which the change began, and return the folder that holds them."""
    from iama.files.programs import lay_out, repository_top

    top = repository_top(workspace.base)
    root = workspace.root.resolve().relative_to(top)
    lay_out(top, start, into, [root.as_posix()])
    return into / root
