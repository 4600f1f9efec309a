"""What an archive asks about a dossier and its files: MDTO-XML 1.0.1 of the Nationaal Archief.

Source: the XML Schema at https://www.nationaalarchief.nl/mdto (read 30 November 2026). Everything is made of what the
public may know, because such data travels further than what it is about.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from iama.model.approval import Approval
from iama.model.conditions import Ref
from iama.model.questionnaire import FOLLOW_UP
from iama.publish.address import published_address
from iama.publish.wording import Wording

_NAMESPACE = "https://www.nationaalarchief.nl/mdto"
_FORMATS = {".zip": ("ZIP Format", "x-fmt/263"), ".pdf": ("Acrobat PDF/A - Portable Document Format 2a", "fmt/476")}
_OURS = "iama"  # names of lists that are ours


VALUATIONS = {"B": "Blijvend te bewaren", "V": "Tijdelijk te bewaren"}  # what a selection list says of a dossier


def object_document(
    wording: Wording, decisions: Sequence[Approval], files: Sequence[str], valuation: str, *, public: bool
) -> str:
    """Return the description of a dossier (`informatieobject`), in the language of `wording`.

    `wording` is of the public edition and names the organisation; `files` are the names of what is kept of it, which
    is internal unless `public`; `valuation` is one of VALUATIONS.
    """
    name = wording.plain_answer("algorithm", "name") or wording.dossier.id
    root, told = _new_description("informatieobject")
    for source, id_ in _ids(wording):
        _add_id(told, "identificatie", id_, source)
    _append(told, "naam", wording.text("mdto-name", name=name))
    _add_term(told, "aggregatieniveau", "Dossier", "Begrippenlijst Aggregatieniveaus MDTO")
    if description := wording.plain_answer("algorithm", "description"):
        _append(told, "omschrijving", description)
    if address := published_address(wording.dossier):
        _append(_append(told, "raadpleeglocatie"), "raadpleeglocatieOnline", address)
    _append(told, "taal", wording.language)
    for decision in decisions:
        _add_decision(told, decision, wording)
    _add_term(told, "waardering", VALUATIONS[valuation], "Begrippenlijst Waarderingen MDTO", valuation)
    for file in files:
        _add_reference(told, "heeftRepresentatie", file, (file, wording.dossier.id))
    _add_reference(told, "archiefvormer", wording.plain_answer("algorithm", "organisation"))
    use = _append(told, "beperkingGebruik")
    _add_term(use, "beperkingGebruikType", wording.text(f"mdto-{'public' if public else 'internal'}"), _OURS)
    if not public:
        _append(use, "beperkingGebruikNadereBeschrijving", wording.text("mdto-internal-why"))
    return _xml(root)


def file_document(name: str, content: bytes, wording: Wording, made_on: date) -> str:
    """Return the description of a file (`bestand`) of a dossier, with its size in bytes and its SHA-256."""
    root, told = _new_description("bestand")
    _add_id(told, "identificatie", name, wording.dossier.id)
    _append(told, "naam", name)
    _append(told, "omvang", str(len(content)))
    label, code = _FORMATS[name[name.rindex(".") :]]
    _add_term(told, "bestandsformaat", label, "PRONOM-register", code)
    checksum = _append(told, "checksum")
    _add_term(checksum, "checksumAlgoritme", "SHA-256", "Begrippenlijst ChecksumAlgoritme MDTO")
    _append(checksum, "checksumWaarde", hashlib.sha256(content).hexdigest())
    _append(checksum, "checksumDatum", f"{made_on.isoformat()}T00:00:00")
    about = wording.plain_answer("algorithm", "name") or wording.dossier.id
    _add_reference(told, "isRepresentatieVan", wording.text("mdto-name", name=about), (wording.dossier.id, _OURS))
    return _xml(root)


def _ids(wording: Wording) -> Iterator[tuple[str, str]]:
    """Yield by what a dossier is known, each with where: with us, and in the Algorithm Register."""
    yield _OURS, wording.dossier.id
    if number := wording.chosen_word(*Ref(FOLLOW_UP, "register-id")[:2]):
        yield "Algoritmeregister", number


def _add_decision(told: Element, decision: Approval, wording: Wording) -> None:
    event = _append(told, "event")
    _add_term(event, "eventType", wording.text("mdto-decision", questionnaire=decision.questionnaire), _OURS)
    _append(event, "eventTijd", decision.decided_on)
    if decision.body:
        _add_reference(event, "eventVerantwoordelijkeActor", decision.body)
    _append(event, "eventResultaat", wording.text(f"decided-{decision.decision.value}"))


def _new_description(kind: str) -> tuple[Element, Element]:
    root = Element("MDTO", {"xmlns": _NAMESPACE})
    return root, SubElement(root, kind)


def _append(parent: Element, tag: str, words: str | None = None) -> Element:
    child = SubElement(parent, tag)
    child.text = words
    return child


def _add_term(parent: Element, tag: str, label: str, of: str, code: str = "") -> None:
    """Add a word of a list of terms."""
    term = _append(parent, tag)
    _append(term, "begripLabel", label)
    if code:
        _append(term, "begripCode", code)
    _add_reference(term, "begripBegrippenlijst", of)


def _add_reference(parent: Element, tag: str, name: str, known: tuple[str, str] | None = None) -> None:
    """Add the name of something else; `known` is by which id, and whose id that is."""
    reference = _append(parent, tag)
    _append(reference, "verwijzingNaam", name)
    if known:
        _add_id(reference, "verwijzingIdentificatie", *known)


def _add_id(parent: Element, tag: str, id_: str, source: str) -> None:
    id_node = _append(parent, tag)
    _append(id_node, "identificatieKenmerk", id_)
    _append(id_node, "identificatieBron", source)


def _xml(root: Element) -> str:
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
