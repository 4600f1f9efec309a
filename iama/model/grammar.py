"""The condition language: text to nodes.

condition := and-term {"or" and-term}
and-term  := factor {"and" factor}
factor    := "not" factor | "(" condition ")" | ("any" | "every") NAME "(" condition ")" | test
test      := TERM "answered" | TERM ("=" | "!=" | "<" | "<=" | ">" | ">=") VALUE
           | TERM "in" "(" VALUE {"," VALUE} ")"
TERM      := NAME | "count" NAME | "key"
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from iama.model.conditions import AllOf, Answered, AnyOf, Compare, Condition, Not, Ranges, Term
from iama.model.problems import Spoken
from iama.words import Phrase

MAX_LENGTH = 500
MAX_DEPTH = 20


class ConditionError(Spoken, ValueError):
    """The text is not a condition; `offset` counts characters from 0."""

    def __init__(self, offset: int, key: str, /, **values: object) -> None:
        self.offset = offset
        super().__init__(key, **values)


def parse_condition(text: str) -> Condition:
    """Return the condition that `text` spells; raises ConditionError with the place of the mistake."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(MAX_LENGTH, "condition-long", limit=MAX_LENGTH)
    parser = _Parser(text)
    condition = parser.read_condition(0)
    if (token := parser.peek()).kind != "end":
        raise ConditionError(token.offset, "condition-goes-on", found=token.phrase)
    return condition


class _Token(NamedTuple):
    kind: str  # word | quoted | operator | mark | end | error
    text: str
    offset: int

    @property
    def phrase(self) -> Phrase | str:
        """How a message names it."""
        return Phrase("condition-end") if self.kind == "end" else f"`{self.text}`"


_TOKEN = re.compile(
    r'(?P<word>[A-Za-z0-9][\w.-]*)|"(?P<quoted>[^"]*)"|(?P<operator>!=|<=|>=|=|<|>)|(?P<mark>[(),])|(?P<error>\S)'
)
_KEYWORDS = frozenset({"and", "or", "not", "in", "answered", "any", "every", "count"})


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "error"
        if kind == "error":
            raise ConditionError(match.start(), "condition-character", character=match[0])
        yield _Token(kind, match[kind], match.start())
    yield _Token("end", "", len(text))


class _Parser:
    """One method per production of the grammar above."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._next = 0

    def peek(self) -> _Token:
        return self._tokens[self._next]

    def take(self) -> _Token:
        token = self.peek()
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def accept(self, text: str) -> bool:
        token = self.peek()
        if token.kind != "quoted" and token.text == text:
            self.take()
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise ConditionError(self.peek().offset, "condition-expected", text=text, found=self.peek().phrase)

    def read_condition(self, depth: int) -> Condition:
        if depth > MAX_DEPTH:
            raise ConditionError(self.peek().offset, "condition-deep", limit=MAX_DEPTH)
        terms = [self.read_and_term(depth)]
        while self.accept("or"):
            terms.append(self.read_and_term(depth))
        return terms[0] if len(terms) == 1 else AnyOf(tuple(terms))

    def read_and_term(self, depth: int) -> Condition:
        factors = [self.read_factor(depth)]
        while self.accept("and"):
            factors.append(self.read_factor(depth))
        return factors[0] if len(factors) == 1 else AllOf(tuple(factors))

    def read_factor(self, depth: int) -> Condition:
        if depth > MAX_DEPTH:
            raise ConditionError(self.peek().offset, "condition-deep", limit=MAX_DEPTH)
        if self.accept("not"):
            return Not(self.read_factor(depth + 1))
        if self.peek().text == "(" and self.peek().kind == "mark":
            return self.read_brackets(depth)
        for word in ("any", "every"):
            if self.accept(word):
                name = self.read_name()
                return Ranges(name.text, self.read_brackets(depth), word == "any", name.offset)
        return self.read_test()

    def read_brackets(self, depth: int) -> Condition:
        self.expect("(")
        inner = self.read_condition(depth + 1)
        self.expect(")")
        return inner

    def read_test(self) -> Condition:
        counted = self.accept("count")
        name = self.read_name()
        term = Term(name.text, counted, name.offset)
        if self.accept("answered"):
            return Answered(term)
        if self.accept("in"):
            return self.read_membership(term)
        operator = self.take()
        if operator.kind != "operator":
            raise ConditionError(operator.offset, "condition-no-comparison", name=name.text, found=operator.phrase)
        value = self.read_operand()
        return Compare(term, operator.text, (value.text,), (value.offset,))

    def read_membership(self, term: Term) -> Condition:
        self.expect("(")
        words = [self.read_operand()]
        while self.accept(","):
            words.append(self.read_operand())
        self.expect(")")
        return Compare(term, "in", tuple(word.text for word in words), tuple(word.offset for word in words))

    def read_name(self) -> _Token:
        token = self.take()
        if token.kind != "word" or token.text in _KEYWORDS:
            raise ConditionError(token.offset, "condition-no-id", found=token.phrase)
        return token

    def read_operand(self) -> _Token:
        token = self.take()
        if token.kind not in ("word", "quoted"):
            raise ConditionError(token.offset, "condition-no-answer", found=token.phrase)
        return token
