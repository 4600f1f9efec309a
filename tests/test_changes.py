"""Claims about what one answer does to the others: what appears, drops out, fires and clears."""

from given import evaluated, tree

from iama.assess.changes import Effects, changed_entries, effects

ASKED = tree(
    """
    - {id: self, kind: yes-no}
    - {id: rules, kind: text, when: self = no}
    - {id: data, kind: text, when: self = yes}
    - {id: rights, kind: choices, options: [privacy, equality, none]}
    - {id: weight, kind: text, repeat: rights}
    """,
    triggers="- {id: learns, when: self = yes}",
)


def between(before: str, after: str) -> Effects:
    return effects(evaluated((ASKED, before)), evaluated((ASKED, after)))


def names(entries: object) -> list[str]:
    assert isinstance(entries, tuple)
    return [str(entry.ref) for entry in entries]


def test_an_answer_that_changes_nothing_has_no_effects() -> None:
    assert not between("self: {value: no}", "self: {value: no}\nrules: {value: x}")


def test_an_answer_makes_questions_appear_and_drop_out() -> None:
    found = between("self: {value: no}\nrules: {value: kept}", "self: {value: yes}\nrules: {value: kept}")
    assert (names(found.appeared), names(found.dropped)) == (["data"], ["rules"])
    assert found.dropped[0].hidden and found


def test_a_flag_fires_and_clears() -> None:
    fired = between("self: {value: no}", "self: {value: yes}")
    assert ([one.trigger.id for one in fired.fired], fired.cleared) == (["learns"], ())
    cleared = between("self: {value: yes}", "self: {value: no}")
    assert ([one.trigger.id for one in cleared.cleared], cleared.fired) == (["learns"], ())


def test_a_right_brings_its_own_questions_and_takes_them_away() -> None:
    one, both = "rights: {value: [privacy]}", "rights: {value: [privacy, equality]}"
    assert names(between(one, both).appeared) == ["weight[equality]"]
    gone = between(
        f"{both}\nweight: {{each: {{equality: {{value: kept}}}}}}",
        f"{one}\nweight: {{each: {{equality: {{value: kept}}}}}}",
    )
    assert names(gone.dropped) == ["weight[equality]"]


def test_what_somebody_else_changed_is_found_by_its_own_answer_only() -> None:
    before, after = evaluated((ASKED, "self: {value: no}")), evaluated((ASKED, "self: {value: yes}"))
    assert names(changed_entries(before, after)) == ["self"]
    assert changed_entries(before, before) == ()
