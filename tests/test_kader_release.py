"""Claims about `iama kader --release`: what another release of the Algoritmekader changes, and hostile ones."""

import zipfile
from pathlib import Path

import pytest
from commands import Told, iama

from iama.files.shipped import SHIPPED
from iama.model.kader import Measure, Requirement

KADER = SHIPPED.kader
ENGLISH = {"IAMA_LANG": "en"}
Pages = dict[str, str]


def page(piece: Measure | Requirement) -> str:
    """Return a page as the framework writes it."""
    controls = piece.controls if isinstance(piece, Measure) else ()
    named = {"ADR": [one for one in controls if one[0].isalpha()], "ARK": [one for one in controls if one[0].isdigit()]}
    sources = "".join(f"  {name}:\n" + "".join(f"  - {one}\n" for one in some) for name, some in named.items() if some)
    kind, title = ("mtr" if isinstance(piece, Measure) else "ver"), piece.title["nl"].replace("'", "''")
    front = f"title: '{title}'\nid: urn:nl:ak:{kind}:{piece.code}\n" + (f"sources:\n{sources}" if sources else "")
    return f"---\n{front}hide:\n- navigation\n---\n\n## Maatregel\nid: niet dit\n"


def release() -> Pages:
    """Return the pages of our own release, by file."""
    source = KADER.source
    pages = {f"docs/{source.measures}{one.page}.md": page(one) for one in KADER.measures.values()}
    pages |= {f"docs/{source.requirements}{one.page}.md": page(one) for one in KADER.requirements.values()}
    return {**pages, f"docs/{source.measures}index.md": "# Maatregelen\n"}


def place(code: str) -> str:
    return next(name for name in release() if f"{code}-" in name)


def write(folder: Path, pages: Pages) -> Path:
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def compare(folder: Path, pages: Pages) -> list[tuple[str, str]]:
    """Return what `iama kader --release` finds: kinds and codes."""
    told = iama(folder, "kader", "--release", write(folder / "release", pages), "--json", env=ENGLISH)
    found = [(one["kind"], one["code"]) for one in told.json["changes"]]
    assert told.code == bool(found)
    return found


def test_our_own_release_changes_nothing(tmp_path: Path) -> None:
    assert compare(tmp_path, release()) == []


def test_a_zip_as_it_is_downloaded_is_read_as_well(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "new.zip", "w") as archive:
        for name, text in release().items():
            archive.writestr(f"Algoritmekader-2.6/{name}", text)
    told = iama(tmp_path, "kader", "--release", "new.zip", env=ENGLISH)
    assert (told.code, "all 171 pages were compared" in told.out) == (0, True)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("title: '", "title: 'Voortaan: ", "title"),
        ("  - SV.5\n", "", "controls"),
        ("mtr:imp-03", "mtr:imp-99", "gone"),
    ],
)
def test_each_kind_of_change_is_told(tmp_path: Path, old: str, new: str, kind: str) -> None:
    pages = release()
    name = place("imp-03")
    assert old in pages[name]
    pages[name] = pages[name].replace(old, new)
    assert (kind, "imp-03") in compare(tmp_path, pages)


def test_a_page_that_moved_and_has_another_title_may_be_another_subject(tmp_path: Path) -> None:
    pages = release()
    name = place("imp-03")
    moved = name.replace("menselijke-tussenkomst", "iets-anders")
    pages[moved] = pages.pop(name)
    assert compare(tmp_path, pages) == [("page", "imp-03")]
    (tmp_path / "release" / moved).unlink()
    other = {**pages, moved: pages[moved].replace("title: '", "title: 'Iets anders; ")}
    assert compare(tmp_path, other) == [("subject", "imp-03")]


def test_a_new_code_is_told_and_how_often_we_use_one_that_is_gone(tmp_path: Path) -> None:
    pages = release()
    pages[place("imp-03").replace("imp-03", "imp-11")] = pages.pop(place("imp-03")).replace("imp-03", "imp-11")
    told = iama(tmp_path, "kader", "--release", write(tmp_path / "release", pages), env=ENGLISH)
    assert (told.code, "New (1)" in told.out, "imp-03 (we use it in " in told.out) == (1, True, True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"no zip"])
def test_what_is_no_release_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "some.zip").write_bytes(content)
    assert refused(iama(tmp_path, "kader", "--release", "some.zip", env=ENGLISH))
    (tmp_path / "empty").mkdir()
    assert refused(iama(tmp_path, "kader", "--release", "empty", env=ENGLISH))
    assert refused(iama(tmp_path, "kader", "--release", "nowhere", env=ENGLISH))


def refused(told: Told) -> bool:
    return told.code == 2 and told.err.startswith("iama: ")


def test_a_page_whose_front_is_no_yaml_is_a_page_that_is_gone(tmp_path: Path) -> None:
    pages = release()
    pages[place("imp-03")] = "---\nid: [urn:nl:ak:mtr:imp-03\n---\n"
    assert compare(tmp_path, pages) == [("gone", "imp-03")]


def test_a_code_beside_a_release_is_refused(tmp_path: Path) -> None:
    assert refused(iama(tmp_path, "kader", "SV.5", "--release", ".", env=ENGLISH))
