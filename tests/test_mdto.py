"""What an archive gets beside a bundle: PDF/A, and MDTO data that its schema takes and that gives nothing away."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from commands import ID, Told, demo, iama, refused

SPACE = "{https://www.nationaalarchief.nl/mdto}"
# The order in which the schema (MDTO-XML 1.0.1) wants what stands below an element, and what it cannot do without.
ORDER = {
    "informatieobject": "identificatie naam aggregatieniveau classificatie trefwoord omschrijving raadpleeglocatie"
    " dekkingInTijd dekkingInRuimte taal event waardering bewaartermijn informatiecategorie isOnderdeelVan"
    " bevatOnderdeel heeftRepresentatie aanvullendeMetagegevens gerelateerdInformatieobject archiefvormer betrokkene"
    " activiteit beperkingGebruik",
    "bestand": "identificatie naam omvang bestandsformaat checksum URLBestand isRepresentatieVan",
    "identificatie": "identificatieKenmerk identificatieBron",
    "verwijzingIdentificatie": "identificatieKenmerk identificatieBron",
    "event": "eventType eventTijd eventVerantwoordelijkeActor eventResultaat",
    "checksum": "checksumAlgoritme checksumWaarde checksumDatum",
    "beperkingGebruik": "beperkingGebruikType beperkingGebruikNadereBeschrijving",
    "raadpleeglocatie": "raadpleeglocatieFysiek raadpleeglocatieOnline",
}
TERM, REFERENCE = "begripLabel begripCode begripBegrippenlijst", "verwijzingNaam verwijzingIdentificatie"
ORDER |= dict.fromkeys(("aggregatieniveau", "waardering", "eventType", "bestandsformaat"), TERM)
ORDER |= dict.fromkeys(("checksumAlgoritme", "beperkingGebruikType"), TERM)
ORDER |= dict.fromkeys(("begripBegrippenlijst", "archiefvormer", "eventVerantwoordelijkeActor"), REFERENCE)
ORDER |= dict.fromkeys(("heeftRepresentatie", "isRepresentatieVan"), REFERENCE)
NEEDED = {
    "informatieobject": "identificatie naam waardering archiefvormer beperkingGebruik",
    "bestand": "identificatie naam omvang bestandsformaat checksum isRepresentatieVan",
}


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = demo(tmp_path_factory.mktemp("mdto"))
    decide = ("approve", ID, "-q", "iama-2.0", "--role", "responsible", "--decision", "no-go", "--text", "Nee.")
    assert iama(base, *decide, "--body", "College van B&W").code == 0
    return base


@pytest.fixture
def base(decided: Path, tmp_path: Path) -> Path:
    return shutil.copytree(decided, tmp_path / "demo")


def bundle(base: Path, *words: str) -> Told:
    return iama(base, "bundle", ID, "-o", "out.zip", "--archive", "V", *words)


def read(path: Path) -> ElementTree.Element:
    """Return what a description is about; the schema takes it."""
    (told,) = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    for node in told.iter():
        name, below = node.tag.removeprefix(SPACE), [child.tag.removeprefix(SPACE) for child in node]
        assert node.tag.startswith(SPACE)
        if not below:
            assert (node.text or "").strip(), name
            continue
        order = ORDER[name].split()
        assert [order.index(tag) for tag in below] == sorted(order.index(tag) for tag in below), name
        assert {*NEEDED.get(name, "").split()} <= {*below}
    return told


def words(told: ElementTree.Element, *path: str) -> list[str | None]:
    return [node.text for node in told.findall("/".join(f"{SPACE}{tag}" for tag in path))]


def files(base: Path) -> Iterator[Path]:
    return base.glob("out*")


def test_a_bundle_for_an_archive_is_described_as_its_schema_wants(base: Path) -> None:
    assert bundle(base).code == 0
    told = read(base / "out.mdto.xml")
    assert told.tag == f"{SPACE}informatieobject"
    assert words(told, "waardering", "begripCode") == ["V"]
    assert words(told, "archiefvormer", "verwijzingNaam") == ["Gemeente Waterhoven (fictief)"]
    assert words(told, "event", "eventResultaat") == ["niet akkoord"]
    assert words(told, "event", "eventVerantwoordelijkeActor", "verwijzingNaam") == ["College van B&W"]
    assert words(told, "beperkingGebruik", "beperkingGebruikType", "begripLabel") == ["Beperkt openbaar"]
    kept = words(told, "heeftRepresentatie", "verwijzingNaam")
    assert "out.zip" in kept and {path.name for path in files(base)} == {
        "out.mdto.xml",
        *(name for one in kept if one for name in (one, f"{one}.bestand.mdto.xml")),
    }


def test_every_file_is_described_with_its_size_and_digest(base: Path) -> None:
    bundle(base)
    for path in (path for path in files(base) if path.suffix in (".zip", ".pdf")):
        told, content = read(base / f"{path.name}.bestand.mdto.xml"), path.read_bytes()
        assert words(told, "omvang") == [str(len(content))]
        assert words(told, "checksum", "checksumWaarde") == [hashlib.sha256(content).hexdigest()]
    assert iama(base, "verify", "out.zip").code == 0


def test_the_page_goes_along_as_pdf_a(base: Path) -> None:
    pytest.importorskip("typst")
    bundle(base)
    content = (base / "out-archive.pdf").read_bytes()
    assert content.startswith(b"%PDF-") and b"pdfaid:part" in content


def test_what_is_withheld_stands_in_no_description(base: Path) -> None:
    iama(base, "set", "-q", "algorithm-1.0", ID, "description", "Geheimwoord over de werkwijze")
    ground = ("--ground", "woo-5.1.2.d", "--reason", "Het hindert de controle.", "--by", "lawyer")
    assert iama(base, "withhold", *ground, "-q", "algorithm-1.0", ID, "description").code == 0
    assert bundle(base).code == 0
    assert not any("Geheimwoord" in path.read_text(encoding="utf-8") for path in base.glob("out*.xml"))


def test_the_public_edition_is_public(base: Path) -> None:
    assert bundle(base, "--edition", "public").code == 0
    told = read(base / "out.mdto.xml")
    assert words(told, "beperkingGebruik", "beperkingGebruikType", "begripLabel") == ["Openbaar"]


def test_what_cannot_be_described_is_refused_before_anything_is_written(base: Path) -> None:
    assert iama(base, "new", "other").code == 0
    assert "one dossier" in refused(base, "bundle", ID, "other", "-o", "out.zip", "--archive", "B")
    os.mkfifo(base / "pipe")
    assert "beside the bundle" in refused(base, "bundle", ID, "-o", "pipe", "--archive", "B")
    iama(base, "set", "-q", "algorithm-1.0", "--clear", ID, "organisation")
    told = refused(base, "bundle", ID, "-o", "out.zip", "--archive", "B")
    assert f"iama set {ID} organisation" in told, told
    assert not [*files(base)]
