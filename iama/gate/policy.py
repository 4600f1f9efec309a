"""What a change is judged by: the policy of where it goes, which the change itself may only tighten."""

from collections.abc import Callable, Iterator, Mapping
from operator import and_, or_
from typing import Any

from msgspec import Struct

from iama.assess.thoroughness import THRESHOLDS
from iama.gate.config import Config, ListRules
from iama.gate.finding import CheckFinding, finding_words, fingerprint
from iama.gate.rules import CODES
from iama.model.problems import Level
from iama.model.signing import UNSIGNED, Signing
from iama.model.struct import replace


class Policy(Struct, frozen=True):
    """What a project asks, with what the files say that its configuration names."""

    config: Config
    signing: Signing = UNSIGNED
    root: str = ""  # below the configuration
    signers: frozenset[str] = frozenset()  # the lines of the file of allowed signers
    baseline: frozenset[str] = frozenset()  # fingerprints
    house: Mapping[str, str] = {}  # the digest of every house pack, by its path


class Weakening(Struct, frozen=True):
    """A place at which a change asks less; `about` fills in the text."""

    code: str
    key: str  # of the configuration, such as `levels.stale`
    about: Mapping[str, object] = {}
    algorithm: str = ""


def tighten_policy(ruling: Policy, wished: Policy) -> tuple[Policy, tuple[Weakening, ...]]:
    """Return the stricter of two policies, key by key, and every key at which the one that is wished asks less."""
    config, weakened = _stricter_config(ruling.config, wished.config)
    signing, of_signing = _stricter_signing(ruling, wished)
    weakened += of_signing
    if ruling.root != wished.root:
        weakened.append(_weaker("root", ruling.root, wished.root))
    if more := wished.baseline - ruling.baseline:
        weakened.append(Weakening("policy-weakened", "baseline", {"was": "", "now": f"+{len(more)}"}))
    house, of_house = _stricter_house(ruling, wished)
    weakened += of_house
    signers, baseline = wished.signers & ruling.signers, ruling.baseline & wished.baseline
    stricter = Policy(config, signing, ruling.root, signers, baseline, house)
    return stricter, tuple(weakened)


def weakening_findings(weakened: tuple[Weakening, ...], config: Config) -> Iterator[CheckFinding]:
    """Yield a finding for everything at which the configuration of a change asks less."""
    for one in weakened:
        level = config.levels.get(one.code, CODES[one.code].in_use)
        if level is not None:
            message, hint = finding_words(one.code, config.language, {"key": one.key, **one.about})
            mark = fingerprint(one.code, one.algorithm, one.key)
            yield CheckFinding(
                one.code, level, one.algorithm, message, hint, question=one.key, path=config.path, fingerprint=mark
            )


def _weaker(key: str, was: object, now: object) -> Weakening:
    return Weakening("policy-weakened", key, {"was": _as_text(was), "now": _as_text(now)})


def _as_text(value: object) -> str:
    if isinstance(value, Mapping):
        value = tuple(f"{key} = {number}" for key, number in value.items())
    if isinstance(value, (tuple, frozenset)):
        return ", ".join(sorted(map(str, value))) or "-"
    return (str(value).lower() if isinstance(value, bool) else str(value)) or "-"


# which of two values asks more: that of the ruling policy comes first


def _all_of(ruling: tuple[str, ...], wished: tuple[str, ...]) -> tuple[str, ...]:
    return wished if set(ruling) <= set(wished) else tuple(dict.fromkeys((*ruling, *wished)))


def _fewest(ruling: tuple[str, ...], wished: tuple[str, ...]) -> tuple[str, ...]:
    """Return the roles of which one must decide; no role at all means any."""
    return wished if not ruling or (wished and set(wished) <= set(ruling)) else ruling


def _lowest(ruling: Mapping[str, int], wished: Mapping[str, int]) -> Mapping[str, int]:
    """Return the numbers from which a note is given: sooner is stricter, code by code."""
    was, now = ({**THRESHOLDS, **given} for given in (ruling, wished))
    lowest = {code: min(was[code], now[code]) for code in was}
    return wished if lowest == now else lowest


def _ruling(ruling: str, _: str) -> str:
    return ruling


_STRICTER: Mapping[str, Callable[[Any, Any], Any]] = {
    "fria": or_,
    "approvers": _fewest,
    "max_age_months": min,
    "waiver_months": min,
    "days_ahead": max,
    "public": _all_of,
    "register": _all_of,
    "allow_www": and_,
    "thresholds": _lowest,
    "edition": _ruling,  # the one tells too much, the other sees too little
    "organisation": _ruling,  # it picks the rows of a list
    "baseline": _ruling,
}


def _stricter_config(ruling: Config, wished: Config) -> tuple[Config, list[Weakening]]:
    chosen: dict[str, Any] = {}
    weakened = []
    for name, stricter in _STRICTER.items():
        was, now = getattr(ruling, name), getattr(wished, name)
        chosen[name] = stricter(was, now)
        if chosen[name] != now:
            weakened.append(_weaker(name.replace("_", "-"), was, now))
    chosen["needs"], of_needs = _stricter_needs(ruling, wished)
    chosen["by_policy"] = tuple(one for one in ruling.by_policy if one in wished.by_policy)
    chosen["advised"] = {
        category: tuple(one for one in _of_both(ruling.advised, wished.advised, category) if one not in needed)
        for category, needed in chosen["needs"].items()
    }
    chosen["levels"], of_levels = _stricter_levels(ruling, wished)
    chosen["inventory"], of_list = _stricter_list(ruling.inventory, wished.inventory)
    weakened += of_list
    chosen["waivers"] = tuple(one for one in wished.waivers if _same(one) in map(_same, ruling.waivers))
    added = [one for one in wished.waivers if one not in chosen["waivers"]]
    weakened += [*of_needs, *of_levels]
    weakened += [
        Weakening("waiver-added", one.code, {"code": one.code, "algorithm": one.algorithm}, one.algorithm)
        for one in added
    ]
    return replace(wished, **chosen), weakened


_LIST_PATHS = ("file", "results", "joined_by")


def _stricter_list(ruling: ListRules, wished: ListRules) -> tuple[ListRules, list[Weakening]]:
    """Return what counts about the list: a change may name one where none was named, and explain no word of its own."""
    chosen: dict[str, Any] = {}
    weakened = []
    for name in (*_LIST_PATHS, "sheets", "dates"):
        was, now = getattr(ruling, name), getattr(wished, name)
        asks_more = not was if name in _LIST_PATHS else not now  # no sheets: all of them
        chosen[name] = now if asks_more else was
        if chosen[name] != now:
            weakened.append(_weaker(f"inventory.{name.replace('_', '-')}", was, now))
    chosen["columns"], added = _kept_meanings(ruling.columns, wished.columns)
    chosen["words"] = {}
    for column in dict.fromkeys((*ruling.words, *wished.words)):
        kept, more = _kept_meanings(ruling.words.get(column, {}), wished.words.get(column, {}))
        chosen["words"][column] = kept
        added += more
    if added:
        weakened.append(_weaker("inventory.words", "", tuple(added)))
    return ListRules(**chosen), weakened


def _kept_meanings(ruling: Mapping[str, str], wished: Mapping[str, str]) -> tuple[Mapping[str, str], list[str]]:
    """Return the meanings that both give to a word, and the words that a change gives one, or another."""
    kept = {word: meaning for word, meaning in wished.items() if ruling.get(word) == meaning}
    return kept, [word for word in wished if word not in kept]


def _stricter_house(ruling: Policy, wished: Policy) -> tuple[Mapping[str, str], list[Weakening]]:
    """Return the packs of both: one more asks more, and one that changed may ask less."""
    lost = [path for path, digest in ruling.house.items() if wished.house.get(path) != digest]
    weakened = [_weaker("house", _pinned(path, ruling), _pinned(path, wished)) for path in lost]
    return {**wished.house, **ruling.house}, weakened


def _pinned(path: str, policy: Policy) -> str:
    return f"{path}@{policy.house[path][:12]}" if path in policy.house else ""


def _same(waiver: Any) -> Any:
    return replace(waiver, line=0)


def _of_both(ruling: Mapping[str, tuple[str, ...]], wished: Mapping[str, tuple[str, ...]], key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ruling.get(key, ()), *wished.get(key, ()))))


def _stricter_needs(ruling: Config, wished: Config) -> tuple[Mapping[str, tuple[str, ...]], list[Weakening]]:
    needs, weakened = {}, []
    for category in dict.fromkeys((*ruling.needs, *wished.needs)):
        needs[category] = _of_both(ruling.needs, wished.needs, category)
        asked = {*wished.needs.get(category, ()), *wished.advised.get(category, ())}
        was = {*ruling.needs.get(category, ())} - {*wished.needs.get(category, ())}
        if was or {*ruling.advised.get(category, ())} - asked:
            weakened.append(
                _weaker(f"needs.{category}", _of_both(ruling.needs, ruling.advised, category), tuple(asked))
            )
    return needs, weakened


def _stricter_levels(ruling: Config, wished: Config) -> tuple[Mapping[str, Level | None], list[Weakening]]:
    levels: dict[str, Level | None] = {}
    weakened = []
    for code in dict.fromkeys((*ruling.levels, *wished.levels)):
        was, now = _weights(ruling, code), _weights(wished, code)
        weaker = any(ours < theirs for ours, theirs in zip(now, was, strict=True))
        held = (ruling if weaker else wished).levels
        if code in held:
            levels[code] = held[code]
        if weaker:
            weakened.append(_weaker(f"levels.{code}", _level_words(ruling, code), _level_words(wished, code)))
    return levels, weakened


_NO_LEVEL = -1


def _weights(config: Config, code: str) -> tuple[int, int]:
    """Return what a finding of this code weighs in use and before."""
    usual = CODES[code]
    if code not in config.levels:
        return usual.in_use, usual.before
    level = config.levels[code]
    return (_NO_LEVEL if level is None else level,) * 2


def _level_words(config: Config, code: str) -> str:
    if code not in config.levels:
        return ""
    level = config.levels[code]
    return "off" if level is None else str(level)


def _stricter_signing(ruling: Policy, wished: Policy) -> tuple[Signing, list[Weakening]]:
    """Return what is asked of signatures; where no keys are named, naming them asks more."""
    was, now = ruling.signing, wished.signing
    if was.allowed is None:
        return now, []
    weakened = []
    if added := wished.signers - ruling.signers:
        weakened.append(Weakening("signer-added", "allowed-signers", {"count": len(added)}))
    if now.allowed is None:
        weakened.append(_weaker("allowed-signers", was.allowed.name, ""))
    principals = {key: names for key, names in now.principals.items() if {*names} <= {*was.principals.get(key, ())}}
    if principals != now.principals:
        weakened.append(_weaker("signing.principals", tuple(was.principals), tuple(now.principals)))
    if now.required_from > was.required_from:
        weakened.append(_weaker("signing.required-from", was.required_from, now.required_from))
    if was.separate_roles and not now.separate_roles:
        weakened.append(_weaker("signing.separate-roles", was.separate_roles, now.separate_roles))
    return (
        Signing(
            was.allowed if added or now.allowed is None else now.allowed,
            min(was.required_from, now.required_from),
            now.principals if principals == now.principals else was.principals,
            was.separate_roles or now.separate_roles,
        ),
        weakened,
    )
