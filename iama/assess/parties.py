"""What and whom the rules bind: AI systems, deployer, provider, public body. Every rule about a duty reads these."""

from collections.abc import Mapping

from iama.assess.world import World
from iama.model.conditions import Ruling, combine_rulings, negate_ruling, unique
from iama.model.grammar import parse_condition
from iama.model.questionnaire import ALGORITHM
from iama.model.struct import replace

# what takes a use out of the whole AI Act, and where that is written
EXCLUDED: Mapping[str, str] = {
    "defence": "ai-act-2-3",
    "national-security": "ai-act-2-3",
    "third-country": "ai-act-2-4",
    "science": "ai-act-2-6",
    "before-market": "ai-act-2-8",
    "personal": "ai-act-2-10",
}
_LABORATORY = "before-market"  # no exclusion any more once it is in use
_AI = parse_condition("ai-system = yes")
_INSIDE = parse_condition(f"not exclusions in ({', '.join(EXCLUDED)})")
_INSIDE_IN_USE = parse_condition(f"not exclusions in ({', '.join(name for name in EXCLUDED if name != _LABORATORY)})")
_TESTED_IN_USE = parse_condition(f"exclusions = {_LABORATORY} and current-phase = in-use")
_RETIRED = parse_condition("current-phase = retired")
_PRODUCT = parse_condition("annex-i-section = section-b and not apart-from-product = yes")
_DEPLOYER = parse_condition("role = deployer")
_PROVIDER = parse_condition(
    "role = provider or becomes-provider in (own-name, substantial-modification, changed-purpose)"
)
_AUTHORITY = parse_condition("deployer-category = public-authority")
_ON_BEHALF = parse_condition("on-behalf = yes")
_PUBLIC_BODY = parse_condition("deployer-category in (public-authority, public-law-body)")
_CENTRAL = parse_condition("government-kind in (ministry, agency, autonomous-state, autonomous-public)")


def is_ai_system(world: World) -> Ruling:
    """Return whether it is an AI system (AI Act 3(1))."""
    return world.ruling_of(_AI, ALGORITHM)


def is_inside_ai_act(world: World) -> Ruling:
    """Return whether nothing takes the use out of the AI Act (2(3)–(10)); tests do so only before it is used."""
    tested = world.ruling_of(_TESTED_IN_USE, ALGORITHM)
    inside = world.ruling_of(_INSIDE_IN_USE if tested.truth else _INSIDE, ALGORITHM)
    return replace(inside, because=unique((*inside.because, *tested.because))) if tested.truth else inside


def is_outside_ai_act(world: World) -> Ruling:
    """Return whether the AI Act is known not to hold; unknown only where the answer is withheld."""
    inside = combine_rulings((is_ai_system(world), is_inside_ai_act(world)), decisive=False)
    return _as_far_as_known(world, negate_ruling(inside))


def is_product_only(world: World) -> Ruling:
    """Return whether of the AI Act little but Article 6(1) holds: a product of Annex I, Section B (2(2))."""
    return _as_far_as_known(world, world.ruling_of(_PRODUCT, ALGORITHM))


def is_retired(world: World) -> Ruling:
    """Return whether the use is known to be over; unknown only where the answer is withheld."""
    return _as_far_as_known(world, world.ruling_of(_RETIRED, ALGORITHM))


def _as_far_as_known(world: World, ruling: Ruling) -> Ruling:
    """Return a ruling that what is open leaves false, and that names answers only when it is true."""
    unsaid = ruling.truth is None and world.has_withheld(ruling.missing)
    return ruling if ruling.truth or unsaid else Ruling(False)


def acts_as_deployer(world: World) -> Ruling:
    """Return whether the organisation uses the AI system under its own authority, or is to (AI Act 3(4))."""
    return combine_rulings((world.ruling_of(_DEPLOYER, ALGORITHM), negate_ruling(is_retired(world))), decisive=False)


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
