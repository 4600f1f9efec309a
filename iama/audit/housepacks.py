"""Questions of organisations in decisions: judged by what a decision keeps of them, also once their pack is gone."""

from collections.abc import Callable, Iterable, Mapping

from iama.audit.chain import Kept
from iama.audit.snapshot import BrokenSnapshot, Snapshot
from iama.model.law import Law
from iama.model.library import Library
from iama.model.objects import law_digest
from iama.model.problems import UnusablePack
from iama.model.questionnaire import Questionnaire, organisation_of
from iama.model.struct import replace


def usable_trees(library: Library) -> Callable[[str], Questionnaire | None]:
    """Return what finds a question tree by its reference: None too for one of a pack that cannot be used."""

    def find_tree(ref: str) -> Questionnaire | None:
        try:
            return library.find_questionnaire(ref)
        except UnusablePack:
            return None

    return find_tree


def decided_trees(kept: Kept, refs: Iterable[str]) -> Mapping[str, Questionnaire]:
    """Return those of the question trees `refs` that a decision keeps, each as the last one kept it."""
    wanted, found = set(refs), dict[str, Questionnaire]()
    for approval in reversed(kept.approvals):
        if not wanted:
            break
        try:
            trees = kept.snapshot(approval).trees
        except BrokenSnapshot:  # told where decisions are verified
            continue
        found |= {ref: trees[ref] for ref in wanted & trees.keys()}
        wanted -= found.keys()
    return found


def official_law_digest(law: Law) -> str:
    """Return the digest of legal facts without those of organisations, as they are released."""
    facts = {id_: fact for id_, fact in law.facts.items() if not organisation_of(id_)}
    return law_digest(replace(law, facts=facts))


def organisations(bound: Snapshot) -> list[str]:
    """Return whose own questions a decision rests on, by name."""
    return sorted({tree.organisation for tree in bound.trees.values() if tree.organisation})
