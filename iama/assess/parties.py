"""Whom the rules bind: deployer, provider, public body, central government. Every rule about a duty reads these."""

from iama.assess.world import World
from iama.model.conditions import Ruling, combine_rulings
from iama.model.grammar import parse_condition
from iama.model.questionnaire import ALGORITHM

_DEPLOYER = parse_condition("role = deployer")
_PROVIDER = parse_condition(
    "role = provider or becomes-provider in (own-name, substantial-modification, changed-purpose)"
)
_AUTHORITY = parse_condition("deployer-category = public-authority")
_ON_BEHALF = parse_condition("on-behalf = yes")
_PUBLIC_BODY = parse_condition("deployer-category in (public-authority, public-law-body)")
_CENTRAL = parse_condition("government-kind in (ministry, agency, autonomous-state, autonomous-public)")


def acts_as_deployer(world: World) -> Ruling:
    """Return whether the organisation uses the AI system under its own authority (AI Act 3(4))."""
    return world.ruling_of(_DEPLOYER, ALGORITHM)


def acts_as_provider(world: World) -> Ruling:
    """Return whether the organisation is a provider too, by itself or by Article 25(1)."""
    return world.ruling_of(_PROVIDER, ALGORITHM)


def is_authority(world: World) -> Ruling:
    """Return whether the organisation is a public authority (AI Act 26(8), 111(2))."""
    return world.ruling_of(_AUTHORITY, ALGORITHM)


def acts_for_authority(world: World) -> Ruling:
    """Return whether it is a public authority, or acts on behalf of one (AI Act 49(3))."""
    return combine_rulings((is_authority(world), world.ruling_of(_ON_BEHALF, ALGORITHM)), decisive=True)


def is_public_body(world: World) -> Ruling:
    """Return whether the organisation is part of government, or governed by public law."""
    return world.ruling_of(_PUBLIC_BODY, ALGORITHM)


def in_central_government(world: World) -> Ruling:
    """Return whether the organisation is a ministry, an agency, or an autonomous body of public law."""
    return world.ruling_of(_CENTRAL, ALGORITHM)
