"""Text laid out as `layout` writes it to nodes, some three times faster than through a YAML parser.

    file    = {line}
    line    = [comment] indent ["- "] key ":" ["" | " " word | digest | " [" [word {", " word}] "]" | block] newline
    comment = "  # " anything newline                        directly above a key
    digest  = ' "' letters ":" hexadecimal digits '"'
    block   = " |-" or " |2-", then text two blanks deeper   "2": the text itself starts with a blank

What stands under a bare key stands two blanks deeper: lines, or records that start with `- `. A file with
anything else is left to `yamlfile`. A test changes files at random and finds both to read the same nodes.
"""

import re
from functools import lru_cache

from iama.files.nodes import Map, Node, Scalar, Sequence, Where
from iama.model.limits import MAX_BYTES, MAX_NODES

_WORD = r"[A-Za-z0-9][A-Za-z0-9._/@+-]*+"
_DIGEST = r"[a-z0-9]++:[0-9a-f]++"  # quoted, for the colon
_DEEPER = r"(?P=indent)\ \ (?(record)\ \ )"  # two blanks deeper than the key
# without possessive groups: Python 3.11.2, that of Debian 12, may lose what follows one
_LINE = re.compile(
    rf"""
    ^(
      (\ \ \#\ [^\n]++\n(?=\ \ [a-z0-9]))?
      (?P<indent>\ {{0,16}}+)(?P<record>-\ )?
      ([a-z0-9][a-z0-9-]{{0,63}}+):
      (?: \ ({_WORD})
        | \ "({_DIGEST})"
        | \ (\[(?:{_WORD}(?:,\ {_WORD})*)?\])
        | \ \|(?:2-|-(?=\n{_DEEPER}[^\ ]))\n({_DEEPER}[^\n]++(?:\n++{_DEEPER}[^\n]++)*)
      )?\n
    )""",
    re.MULTILINE | re.VERBOSE,
)
_END = ("", "", " ", "", "", "", "", "", "")  # one blank: deeper than nothing, beside nothing


class _Surprise(Exception):
    """Something stands here that our own layout never holds."""


@lru_cache(maxsize=8)  # the files of one dossier: who has read them often asks next where answers stand
def parse_own_layout(path: str, content: str | bytes) -> Map | None:
    """Return the map at the top of a file in our own layout, as `yamlfile` would; None for any other file."""
    if len(content) > MAX_BYTES:
        return None
    try:
        return _Builder(path, content if isinstance(content, str) else content.decode()).root()
    except (UnicodeDecodeError, _Surprise):
        return None


class _Builder:
    """Makes nodes of lines. Its loop runs once a line of every file that is checked, so it calls little."""

    def __init__(self, path: str, text: str) -> None:
        values = 3 * text.count("\n") + text.count(",")  # at most: a record, a key and its value; and one a comma
        if values > MAX_NODES or not text.replace("\n", "").isprintable():
            raise _Surprise
        lines = _LINE.findall(text)
        if sum([len(line[0]) for line in lines]) != len(text):
            raise _Surprise
        self.path = path
        self.lines = [_END, *reversed(lines)]  # the next one stands last
        self.number = 1  # of the next one in the file

    def root(self) -> Map:
        root = self.take_map("") if self.lines[-1][2:4] == ("", "") else None
        if root is None or len(self.lines) > 1:
            raise _Surprise
        return root

    def take_map(self, indent: str) -> Map:
        """Take the next line and those beside it, with all that stands deeper."""
        entries: dict[str, Node] = {}
        keys: dict[str, Where] = {}
        lines, path, number, column = self.lines, self.path, self.number, len(indent) + 1
        deeper, beside = f"{indent}  ", True
        while beside:
            _, comment, _, _, key, word, digest, words, block = lines.pop()
            if key in entries:
                raise _Surprise
            if comment:
                number += 1
            keys[key] = (path, number, column)
            where = (path, number, column + len(key) + 2)
            number += 1
            if word:
                entries[key] = Scalar(word, where)
            elif digest:
                entries[key] = Scalar(digest, where, False)
            elif block:
                text = block[column + 1 :].replace(f"\n{deeper}", "\n")
                entries[key] = Scalar(text, where, False)
                number += 1 + text.count("\n")
            elif words:
                entries[key] = _word_list(words, where)
            elif lines[-1][2] == deeper:
                self.number = number
                entries[key] = self.take_records(deeper) if lines[-1][3] else self.take_map(deeper)
                number = self.number
            else:
                entries[key] = Scalar("", (path, number - 1, column + len(key) + 1))
            following = lines[-1]
            beside = following[2] == indent and not following[3]
        self.number = number
        return Map(entries, keys, next(iter(keys.values())))

    def take_records(self, indent: str) -> Sequence:
        where, records = (self.path, self.number, len(indent) + 1), []
        while self.lines[-1][2:4] == (indent, "- "):
            records.append(self.take_map(f"{indent}  "))
        return Sequence(tuple(records), where)


def _word_list(words: str, where: Where) -> Sequence:
    path, number, column = where
    items = []
    for word in words[1:-1].split(", ") if words != "[]" else ():
        items.append(Scalar(word, (path, number, column + 1)))
        column += len(word) + 2
    return Sequence(tuple(items), where)
