"""The words of a list as people write them: its columns, categories and phases, in Dutch, English and Frisian.

Capitals, accents, hyphens and blanks make no difference. The words of the Algorithm Register are those of its standards
0.1 to 1.0, of the schema and of the handbook; its downloads have Dutch titles, or keys.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from hashlib import sha256

from iama.gate.inventory_status import Phase
from iama.model.problems import nearest

COLUMNS = ("id", "name", "publication_category", "status", "first_use", "source_id", "lars", "result")
ORGANISATION = "organisation"
IGNORED = "ignore"
_WRITTEN = {
    "id": "id",
    "name": "name|naam|namme|algoritme|algorithm|algoritmenaam|algorithm name|naam algoritme|name of the algorithm"
    "|naam van het algoritme|titel|title",
    "publication_category": "publication_category|publication category|publicatiecategorie|publikaasjekategory",
    "status": "status|phase|fase",
    "first_use": "first_use|begin_date|start_date|begindatum|startdatum|begjindatum|eerste gebruik|in gebruik sinds",
    "source_id": "source_id|bron-ID|boarne-ID",
    "lars": "lars|algorithm_id|algoritme-ID",
    "result": "result|resultaat|resultaten",
    ORGANISATION: "organization|organisation|organisatie|organisaasje|org_id|tooi_uri",
    # of the register, and not about what the gate looks at
    IGNORED: (
        "description_short|category|theme|end_date|contact_email|contact|website|link|url|source_link|goal|impact"
        "|purpose_and_impact|proportionality|considerations|human_intervention|risks|risk_management|lawful_basis"
        "|legal_basis|lawful_basis_link|lawful_basis_grouping|legal_basis_link|legal_basis_title|process_index_url"
        "|processing_register_link|impacttoetsen|impacttoetsen_grouping|impact_assessments|impact_assessment_link"
        "|impact_assessment_explanation|source_data|source_data_link|source_data_grouping|data|data_source_link"
        "|data_source_title|methods_and_models|technical_operation|provider|supplier|publiccode|source_code_link|lang"
        "|language|standard_version|schema|tags|search_terms|publication_dt|uuid|type|department|iama"
        "|iama_description|dpia|dpia_description|objection_procedure|competent_authority|decision_making_process"
        "|documentation|description|application_url|mprd|monitoring|performance_standard|area|revision_date"
        "|Korte omschrijving|Thema|Beleidsterrein|Einddatum|Contactgegevens|Link naar publiekspagina"
        "|Link naar bronregistratie|Doel|Doel en impact|Afwegingen|Proportionaliteit|Menselijke tussenkomst"
        "|Risicobeheer|Risico's|Wettelijke basis|Wettelijke grondslag|Link naar wettelijke basis"
        "|Titel van wettelijke basis|Verwerkingsregister|Link naar verwerkingsregister|Impacttoets(en)|Impacttoetsen"
        "|Link naar impacttoets|Link naar impacttoetsen|Toelichting op impacttoetsen|Gegevens|Databronnen"
        "|Link naar gegevensbron|Link naar gegevensbronnen|Titel van gegevensbron|Technische werking"
        "|Methoden en modellen|Leverancier|Link naar broncode|Taal|Versie publicatiestandaard|Zoektermen"
        "|Publicatiedatum|Landelijk-ID|(Zelf)lerend|Type algoritme|Afdeling|Omschrijving|Proces"
        "|Link naar projectpagina|Link naar ontwikkelaar|Koppeling met basisregistraties|Monitoring|Prestatienormen"
        "|Bevoegde authoriteit|Impact Assessment Mensenrechten en Algoritmes (IAMA)|Omschrijving van de IAMA"
        "|Data Protection Impact Assessment (DPIA)|Omschrijving van de DPIA|Bezwaarprocedure"
        "|E-mailadres van de contactpersoon|Geografisch gebied|Herzieningsdatum"
    ),
}
_STANDARD = "standard_version|schema|Versie publicatiestandaard"  # by which a download of the register is known
_KIND = "(?:ai|ki)?(?:systeem|systemen|systems?|systeemen)?(?:algoritmes?|algoritmen|algorithms?)?"
_LETTERED = r"\((?:categorie|category|kategory|kategorie) ([abc])\)$"  # as some write behind the words
_CATEGORIES = {
    "a": f"a|(?:hoogrisico|highrisk|heechrisi[ck]o){_KIND}",
    "b": f"b|(?:impactvolle?|impactvol|impactful|ympaktfol(?:le)?){_KIND}",
    "c": f"c|(?:overige?|others?|oare){_KIND}",
}
_ALONE = "(?:categorie|category|kategory|kategorie|cat)([abc])"
_PHASES = {
    Phase.DEVELOPMENT: "development|in ontwikkeling|in development|yn ûntwikkeling",
    Phase.IN_USE: "in-use|in gebruik|in use|yn gebrûk"
    "|operationeel|operational|in productie|in production|actief|active",
    Phase.RETIRED: "retired|buiten gebruik|out of use|not in use|no longer in use|niet meer in gebruik|bûten gebrûk",
}
_OFFERED = {
    "publication_category": {
        "a": ("Hoog-risico AI-systeem", "High-risk AI system", "hoog", "high"),
        "b": ("Impactvolle algoritmes", "Impactful algorithms", "middel"),
        "c": ("Overige algoritmes", "Other algorithms", "laag", "low"),
    },
    "status": {phase.value: tuple(words.split("|")) for phase, words in _PHASES.items()},
}
_ELSEWHERE = ("category", "type", "impact", "risks", "risicos", "proces")  # may be anything in a list of ours
_TELLING = 5  # letters of a part of a label that tell what it is
VALUES: Mapping[str, tuple[str, ...]] = {"publication_category": ("a", "b", "c"), "status": tuple(_PHASES)}


def fold(word: str) -> str:
    """Return a word without what people write in many ways: capitals, accents, hyphens, blanks and other signs."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word).casefold() if sign.isalnum())


def name_mark(name: str) -> str:
    """Return what tells two names of algorithms apart, without the name itself."""
    return sha256(fold(name).encode()).hexdigest()[:16] if name else ""


@cache
def _fields_by_word() -> Mapping[str, str]:
    return {fold(word): name for name, words in _WRITTEN.items() for word in words.split("|")}


@cache
def _phases() -> Mapping[str, Phase]:
    return {fold(word): phase for phase, words in _PHASES.items() for word in words.split("|")}


def field_of(label: str, *, register: bool = True) -> str:
    """Return what a column holds: one of COLUMNS, ORGANISATION or IGNORED; nothing when that cannot be told."""
    folded = fold(label)
    return "" if folded in _ELSEWHERE and not register else _fields_by_word().get(folded, "")


def is_of_register(labels: Iterable[str]) -> bool:
    """Return whether a table with these columns is a download of the Algorithm Register."""
    folded = set(map(fold, labels))
    known = {_fields_by_word().get(label) for label in folded}
    return fold("algorithm_id") in folded or (
        "lars" in known and not folded.isdisjoint(map(fold, _STANDARD.split("|")))
    )


def category_of(word: str) -> str:
    """Return the publication category that a word means; nothing when that cannot be told, or two are meant."""
    plain = " ".join(word.casefold().split())
    lettered = re.search(_LETTERED, plain)
    bare = fold(plain[: lettered.start()] if lettered else plain)
    named = next((letter for letter, form in _CATEGORIES.items() if re.fullmatch(form, bare)), "")
    if not named and (alone := re.fullmatch(_ALONE, bare)):
        named = alone[1]
    letters = {*filter(None, (named, lettered and lettered[1]))}
    return letters.pop() if len(letters) == 1 else ""


def phase_of(word: str) -> Phase | None:
    """Return the phase that a word means, None when that cannot be told."""
    return _phases().get(fold(word))


def suggested_value(field: str, word: str) -> str:
    """Return the value that a word of a column may mean; nothing when none is near."""
    offered = {fold(known): value for value, words in _OFFERED.get(field, {}).items() for known in words}
    return offered.get(nearest(fold(word), offered), "")


def suggested_field(label: str, taken: Collection[str]) -> str:
    """Return the column that a label may mean, among those that a list does not have yet."""
    known = {folded: name for folded, name in _fields_by_word().items() if name in COLUMNS and name not in taken}
    bare = fold(label)
    within = next((name for folded, name in known.items() if len(bare) >= _TELLING and bare in folded), "")
    return within or known.get(nearest(bare, [folded for folded in known if len(folded) >= _TELLING]), "")
