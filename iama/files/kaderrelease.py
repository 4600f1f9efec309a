"""The pages of a release of the Algoritmekader, from a checkout or a downloaded ZIP; nothing is fetched."""

import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from iama.files.nodes import Map
from iama.files.reader import Reader
from iama.files.store import read_bytes
from iama.model.kader import Page, Source
from iama.model.problems import UsageError, reason_of

_DOCS = "docs/"
_FENCE = "---\n"  # around what stands in front of the text of a page
_MOST, _LONGEST = 2_000, 500_000  # pages of a release, and bytes of one
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)


def read_release(path: Path, source: Source) -> tuple[Page, ...]:
    """Return every page of a measure or a requirement in a folder or a ZIP; raises UsageError where there is none."""
    folders = (source.measures, source.requirements)
    try:
        texts = islice(_texts_in(path, folders), _MOST)
        pages = [page for name, text in texts if (page := _page(name, text))]
    except (OSError, *_BROKEN) as error:
        raise UsageError("kader-release-unreadable", path=path, reason=reason_of(error)) from error
    if not pages:
        raise UsageError("kader-release-none", path=path, folder=_DOCS + source.measures)
    return tuple(sorted(pages, key=lambda page: page.code))


def _texts_in(path: Path, folders: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of every page in the folders of a release."""
    if path.is_dir():
        for folder in folders:
            for page in sorted((path / _DOCS / folder).glob("*.md")):
                yield page.stem, read_bytes(page, _LONGEST)
        return
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            around, _, name = info.filename.rpartition("/")
            if name.endswith(".md") and f"{around}/".endswith(tuple(_DOCS + folder for folder in folders)):
                with archive.open(info) as file:
                    yield name.removesuffix(".md"), file.read(_LONGEST)


def _page(name: str, content: bytes) -> Page | None:
    """Return a page by what stands in front of its text; None for one without a code, such as an overview."""
    text = content.decode(errors="replace").replace("\r\n", "\n")
    front = text.removeprefix(_FENCE).partition(f"\n{_FENCE}")[0] if text.startswith(_FENCE) else ""
    reader = Reader(name)
    fields = reader.root(front).entries if front else {}
    code = reader.scalar_text(fields.get("id")).rpartition(":")[2]
    if not code:
        return None
    sources = fields.get("sources")
    named = sources.entries.values() if isinstance(sources, Map) else ()
    controls = tuple(control for node in named for control in reader.item_texts(node))
    return Page(code, " ".join(reader.scalar_text(fields.get("title")).split()), name, controls)
