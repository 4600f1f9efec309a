"""Dossiers of five kinds of organisation, for the letters that are made of them: facts in, one dossier out."""

import json
from collections.abc import Mapping
from pathlib import Path

from commands import fresh, iama

Facts = Mapping[str, object]

COMMON: Facts = {
    "ai-system": "yes",
    "exclusions": ["none"],
    "annex-i": "no",
    "role": ["deployer"],
    "becomes-provider": ["none"],
    "derogation": "no",
    "personal-data": "yes",
    "system-version": "2.1",
    "provider-name": "Rekenwerk B.V. (fictief)",
    "placed-on-market": "2028-01-10",
    "first-use": "2028-03-01",
    "legal-effect": "yes",
    "contact": "vragen@voorbeeld.example",
}
INSURER: Facts = {
    "name": "Premie berekenen",
    "description": "Dit algoritme berekent de premie van een ziektekostenverzekering.",
    "organisation": "Verzekeraar Zeker N.V. (fictief)",
    "deployer-category": "other",
    "on-behalf": "no",
    "annex-iii": ["5c"],
    "effect": "automated-decision",
    "profiling": "yes",
    "data-kinds": ["special-category", "financial"],
    "regime": "gdpr",
}
BENEFIT: Facts = {
    "name": "Toeslag toekennen",
    "description": "Dit algoritme kent een energietoeslag toe of wijst die af.",
    "organisation": "Gemeente Voorbeeld (fictief)",
    "deployer-category": "public-authority",
    "annex-iii": ["5a"],
    "effect": "automated-decision",
    "profiling": "no",
    "data-kinds": ["bsn", "financial"],
    "regime": "gdpr",
}
SELECTION: Facts = {
    "name": "Parkeercontroles plannen",
    "description": "Dit algoritme kiest in welke straten wij parkeren controleren.",
    "organisation": "Gemeente Voorbeeld (fictief)",
    "deployer-category": "public-authority",
    "annex-iii": ["none"],
    "legal-effect": "no",
    "classifies": "yes",
    "effect": "selection",
    "profiling": "no",
    "data-kinds": ["postcode"],
    "regime": "gdpr",
}
POLICE: Facts = {
    "name": "Opsporing ondersteunen",
    "description": "Dit algoritme ordent tips over verdachten, zodat een rechercheur weet wat eerst moet.",
    "organisation": "Politie Voorbeeld (fictief)",
    "deployer-category": "public-authority",
    "annex-iii": ["6e"],
    "annex-iii-exceptions": ["none"],
    "large-scale-it-system": "no",
    "law-enforcement-use": "yes",
    "effect": "decision-support",
    "profiling": "yes",
    "data-kinds": ["criminal"],
    "regime": "law-enforcement",
}


def dossier(folder: Path, facts: Facts, *options: str) -> Path:
    """Make a workspace with a dossier `abc` that answers these facts, and return it."""
    base = fresh(folder, *options)
    record(base, {f"algorithm/{question}": words for question, words in {**COMMON, **facts}.items()})
    return base


def record(base: Path, answers: Facts) -> None:
    told = iama(base, "set", "--answers", "-", "abc", stdin=json.dumps(answers))
    assert told.code == 0, told
