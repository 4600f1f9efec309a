"""`iama publish`: what it makes, what it refuses and why, what is accepted, and what it records."""

import json
import re
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from commands import Told, answer, contents, demo, iama, put, refused

from iama.files.publicationfile import publications_of, read_publications, write_publications
from iama.model.problems import UnusableFile
from iama.model.publication import Accepted, Publication, Publications, Standing
from iama.model.struct import replace

WITHHOLD = ("--ground", "woo-5.1.2.d", "--reason", "Het hindert de controle.", "--by", "lawyer")
ADDRESS = "https://waterhoven.example/algoritmes/herzicht"
SECRET = "De beveiliging leunt op één beheerder, die zonder vier-ogen-controle de drempels kan wijzigen."
DECIDE = ("approve", "herzicht", "-q", "iama-2.0", "--decision", "no-go", "--role", "responsible", "--text", "Nee.")
FILES = {"index.html", "iama.json", "notice.txt", "notice.html", "notification.md", "register.json", "register.html"}
FILES |= {"rights.csv", "risks.csv", "measures.csv", "error_figures.csv"}


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with the worked example, decided on; tests copy it."""
    base = demo(tmp_path_factory.mktemp("publishing"))
    told = iama(base, *DECIDE)
    assert told.code == 0, told
    return base


@pytest.fixture
def base(decided: Path, tmp_path: Path) -> Path:
    shutil.copytree(decided, tmp_path / "demo")
    return tmp_path / "demo"


def publish(base: Path, *words: str) -> Told:
    return iama(base, "publish", "herzicht", "-o", str(base.parent / "out"), "--no-pdf", *words)


def dossier(base: Path) -> Path:
    return base / "assessments/herzicht"


def digest(path: Path) -> str:
    return f"sha256:{sha256(path.read_bytes()).hexdigest()}"


def verdict(base: Path, page: bytes) -> tuple[str, list[str]]:
    """Return what `iama verify` says of a page, and its remarks."""
    put(base.parent, "page.html", page)
    (told,) = iama(base, "verify", "../page.html", "--json").json["pages"]
    return told["verdict"], told["remarks"]


def test_it_makes_the_page_that_was_decided_on_and_all_beside_it(base: Path) -> None:
    before = contents(base)
    assert publish(base).code == 0
    out = base.parent / "out"
    assert {path.name for path in out.iterdir()} == FILES
    (edition,) = publications_of(dossier(base)).editions
    assert edition.page == digest(out / "index.html") and edition.page in (dossier(base) / "approvals.yaml").read_text()
    assert digest(out / "iama.json") in (out / "index.html").read_text()
    assert (edition.standing, edition.approval, edition.reason) == (Standing.APPROVED, 1, "besluit 1")
    assert contents(base).keys() - before.keys() == {dossier(base) / "publications.yaml"}


def test_what_is_still_to_be_filled_in_is_told(base: Path) -> None:
    """The notice asked at its end for what was missing, in a folder that was said to be ready."""
    told = publish(base)
    assert "notice.txt, notice.html" in told.err and "invullen" in (base.parent / "out/notice.txt").read_text()


def test_what_is_withheld_since_makes_a_new_edition_without_it(base: Path) -> None:
    publish(base)
    page = (base.parent / "out/index.html").read_bytes()
    iama(base, "set", "-q", "iama-2.0", "herzicht", "goal", "Iets anders")
    publish(base)
    assert (base.parent / "out/index.html").read_bytes() == page  # what is answered today changes nothing of it
    assert verdict(base, page) == ("approved", [])
    iama(base, "withhold", *WITHHOLD, "herzicht", "staff-role")
    assert "since then 1 line is withheld" in verdict(base, page)[1][0]
    assert publish(base).code == 0
    assert verdict(base, (base.parent / "out/index.html").read_bytes()) == ("withheld-since", [])
    assert verdict(base, page.replace(b"<p>", b"<p> ", 1)) == ("unknown", [])
    first, second = publications_of(dossier(base)).editions
    assert (first.standing, second.standing, second.edition) == (Standing.APPROVED, Standing.WITHHELD_SINCE, 2)
    assert second.page == digest(base.parent / "out/index.html") != first.page
    assert "Woo, artikel 5.1 lid 2 onder d" in (base.parent / "out/index.html").read_text()


def test_without_a_decision_it_refuses_and_a_concept_says_so_on_everything(tmp_path: Path) -> None:
    base = demo(tmp_path)
    told = refused(base, "publish", "herzicht", "-o", str(tmp_path / "out"), code=1)
    assert "Nobody decided on iama-2.0 yet" in told and not (tmp_path / "out").exists()
    assert publish(base, "--concept").code == 0
    for path in (tmp_path / "out").iterdir():
        assert "concept" in f"{path.name} {path.read_text(encoding='utf-8')}".casefold(), path
    assert "hierover is nog niet besloten" in (tmp_path / "out/index.html").read_text()
    (edition,) = publications_of(dossier(base)).editions
    assert (edition.standing, edition.approval) == (Standing.CONCEPT, 0)
    word, remarks = verdict(base, (tmp_path / "out/index.html").read_bytes())
    assert word == "unknown" and "a concept, which nobody decided on" in remarks[0]


def test_a_later_decision_goes_out_with_what_the_page_says_anew(base: Path) -> None:
    iama(base, "set", "-q", "iama-2.0", "herzicht", "goal", "Iets anders")
    assert iama(base, "set", "-q", "iama-2.0", "--clear", "herzicht", "alternatives").code == 0
    iama(base, "withhold", *WITHHOLD, "herzicht", "staff-role")
    assert iama(base, *DECIDE).code == 0
    assert publish(base).code == 0
    page = (base.parent / "out/changes.html").read_text(encoding="utf-8")
    assert "Sinds besluit 1 van" in page and "Het besluit is hetzelfde: niet akkoord." in page
    assert re.search(r'gewijzigd: <a href="index.html#iama-goal">1.1.2 ', page)
    assert page.count("<li>") == 1 and "2 regels die er toen stonden, staan er niet meer." in page
    assert 'id="iama-goal"' in (base.parent / "out/index.html").read_text(encoding="utf-8")


def test_of_a_page_that_was_not_kept_nobody_can_say_what_changed(base: Path) -> None:
    iama(base, *DECIDE)
    assert publish(base).code == 0
    page = (base.parent / "out/changes.html").read_text(encoding="utf-8")
    assert "Verder zegt de pagina hetzelfde." in page and "<li>" not in page
    iama(base, *DECIDE, "--lang", "en")
    assert publish(base, "--lang", "en").code == 0
    page = (base.parent / "out/changes.html").read_text(encoding="utf-8")
    assert page.count("The page of that time is not kept in this language.") == 2


def test_withheld_text_that_stands_elsewhere_is_refused_and_never_accepted(base: Path) -> None:
    iama(base, "set", "-q", "iama-2.0", "herzicht", "security", SECRET)
    iama(base, "set", "-q", "iama-2.0", "--note", SECRET.upper(), "herzicht", "goal", "Kiezen")
    iama(base, "withhold", *WITHHOLD, "herzicht", "security")
    iama(base, *DECIDE)
    told = refused(base, "publish", "herzicht", "-o", str(base.parent / "out"), code=1)
    assert "the note at iama/goal says again what is withheld at iama/security" in told
    assert "beheerder" not in told.casefold() and "Accept one" not in told
    (id_,) = [line.split()[0] for line in told.splitlines() if "says again" in line]
    assert "is never accepted" in refused(base, "publish", "herzicht", "--accept", id_, "Het mag wel", code=1)


def test_a_name_is_accepted_one_by_one_with_a_reason_that_is_kept(base: Path) -> None:
    iama(
        base, "set", "-q", "iama-2.0", "--note", "Zie mevrouw Bakker.", "herzicht", "goal", "Volgens wethouder Jansen."
    )
    iama(base, *DECIDE)
    ids = [
        line.split()[0] for line in refused(base, "publish", "herzicht", code=1).splitlines() if "a name with" in line
    ]
    assert len(ids) == 2  # the answer and its note; the register says no more than the answer
    assert "say why" in refused(base, "publish", "herzicht", "--accept", ids[0], " ")
    assert "no finding" in refused(base, "publish", "herzicht", "--accept", "nothing", "Het mag")
    for id_ in ids:
        assert iama(base, "publish", "herzicht", "--accept", id_, "Een bestuurder mag genoemd worden").code == 0
    assert publish(base).code == 0
    assert [one.id for one in publications_of(dossier(base)).accepted] == ids
    iama(base, "set", "-q", "iama-2.0", "herzicht", "goal", "Volgens wethouder De Boer.")
    assert "iama/goal: a name with" in refused(base, "publish", "herzicht", "--concept", code=1)


def test_where_it_stands_fills_the_field_of_the_register(base: Path) -> None:
    assert "no edition yet" in refused(base, "publish", "herzicht", "--at", ADDRESS)
    publish(base)
    assert iama(base, "publish", "herzicht", "--at", ADDRESS).code == 0
    assert answer(base, "public-url", ref="follow-up-1.0", of="herzicht").value == ADDRESS
    entry = iama(base, "register", "--json", "herzicht").json["entry"]
    assert ADDRESS in str(entry)
    assert publish(base).code == 0
    assert json.loads((base.parent / "out/register.json").read_text(encoding="utf-8")) == entry
    assert "publications.yaml" not in iama(base, "check").out
    (edition,) = publications_of(dossier(base)).editions  # the same page is the same edition
    assert (edition.edition, edition.url) == (1, ADDRESS)


@pytest.mark.parametrize("url", ["http://waterhoven.example/x", "waterhoven.example", "https://intranet", "file:///x"])
def test_it_stands_nowhere_but_at_a_public_address(base: Path, url: str) -> None:
    assert url in refused(base, "publish", "herzicht", "--at", url)


def test_a_report_of_today_warns_alike_and_strict_refuses(base: Path) -> None:
    iama(base, "set", "-q", "iama-2.0", "herzicht", "goal", "Volgens wethouder Jansen.")
    told = iama(base, "report", "--edition", "public", "herzicht")
    assert told.code == 0 and "iama/goal: a name with a title" in told.err
    told = iama(base, "report", "--edition", "public", "--strict", "herzicht", "-o", "strict.html")
    assert told.code == 1 and not (base / "strict.html").exists()


def test_a_page_is_given_in_a_language_that_was_decided_on_only(base: Path) -> None:
    assert "in this language (en)" in refused(base, "publish", "herzicht", "--lang", "en", code=1)


def test_results_never_go_into_the_dossier(base: Path) -> None:
    assert "outside of it" in refused(base, "publish", "herzicht", "--no-pdf", "-o", str(dossier(base)))


def test_a_link_in_the_folder_is_not_followed(base: Path) -> None:
    out = base.parent / "out"
    out.mkdir()
    (out / "index.html").symlink_to(base / "iama.toml")
    before = (base / "iama.toml").read_bytes()
    assert publish(base).code == 3
    assert (base / "iama.toml").read_bytes() == before


def test_a_page_is_not_approved_by_what_somebody_wrote_in_a_file(base: Path) -> None:
    forged = b"<!doctype html>\n<title>Besluit 1</title>\n"
    approvals, own = dossier(base) / "approvals.yaml", f"sha256:{sha256(forged).hexdigest()}"
    put(dossier(base), "publications.yaml", write_publications(Publications((replace(EDITION, page=own),))))
    assert verdict(base, forged)[0] == "unknown"
    public = re.search(r'public: "(sha256:[0-9a-f]{64})"', approvals.read_text())
    assert public is not None
    approvals.write_text(approvals.read_text().replace(public[1], own))
    word, remarks = verdict(base, forged)
    assert word == "unknown" and "that decision is not proven" in remarks[0]
    assert iama(base, "verify", "../page.html").code == 1
    assert "there is no page" in refused(base, "verify", "nowhere.html")


EDITION = Publication(
    1, "iama-2.0", Standing.CONCEPT, "sha256:" + "0" * 64, "2026-11-30", "Eerste\nkeer: 'proef'", 0, ""
)


def test_what_is_recorded_is_read_back_as_it_was() -> None:
    held = (
        Publications()
        .with_edition(EDITION)
        .with_accepted(Accepted("x", "personal", "iama/goal", "# mag", "2026-11-30"))
    )
    assert read_publications("publications.yaml", write_publications(held)) == held
    assert held.with_edition(EDITION) == held


def test_a_file_with_a_mistake_says_where(base: Path) -> None:
    (dossier(base) / "publications.yaml").write_text("format: iama-publications/1\npublications:\n  - edition: x\n")
    with pytest.raises(UnusableFile):
        publications_of(dossier(base))
    assert "publications.yaml:3" in refused(base, "publish", "herzicht", code=3)
