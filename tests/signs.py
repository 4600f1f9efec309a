"""Writes `iama/model/signs.py`, the table of signs that nobody sees: `python tests/signs.py`.

Every property is one of Unicode. Those that `unicodedata` knows are asked of it; the others stand here as the ranges of
Unicode 17 (DerivedCoreProperties.txt, PropList.txt and emoji-data.txt), so that every Python writes the same table.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "iama" / "model" / "signs.py"
# Default_Ignorable_Code_Point: room for what is to come is ignorable already, so this list hardly ever changes
IGNORABLE = (
    "00AD 034F 061C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0 FFF0-FFF8 "
    "1BCA0-1BCA3 1D173-1D17A E0000-E0FFF"
)
FORMAT = "13430-1343F"  # General_Category Cf that older Pythons lack
SEEN = "0600-0605 06DD 070F 0890-0891 08E2 110BD 110CD"  # Prepended_Concatenation_Mark: Cf, and yet to be seen
PICTURES = (  # Extended_Pictographic
    "00A9 00AE 203C 2049 2122 2139 2194-2199 21A9-21AA 231A-231B 2328 23CF 23E9-23F3 23F8-23FA 24C2 25AA-25AB 25B6 "
    "25C0 25FB-25FE 2600-2604 260E 2611 2614-2615 2618 261D 2620 2622-2623 2626 262A 262E-262F 2638-263A 2640 2642 "
    "2648-2653 265F-2660 2663 2665-2666 2668 267B 267E-267F 2692-2697 2699 269B-269C 26A0-26A1 26A7 26AA-26AB "
    "26B0-26B1 26BD-26BE 26C4-26C5 26C8 26CE-26CF 26D1 26D3-26D4 26E9-26EA 26F0-26F5 26F7-26FA 26FD 2702 2705 "
    "2708-270D 270F 2712 2714 2716 271D 2721 2728 2733-2734 2744 2747 274C 274E 2753-2755 2757 2763-2764 2795-2797 "
    "27A1 27B0 27BF 2934-2935 2B05-2B07 2B1B-2B1C 2B50 2B55 3030 303D 3297 3299 1F004 1F02C-1F02F 1F094-1F09F "
    "1F0AF-1F0B0 1F0C0 1F0CF-1F0D0 1F0F6-1F0FF 1F170-1F171 1F17E-1F17F 1F18E 1F191-1F19A 1F1AF-1F1E5 1F201-1F20F "
    "1F21A 1F22F 1F232-1F23A 1F23C-1F23F 1F249-1F25F 1F266-1F321 1F324-1F393 1F396-1F397 1F399-1F39B 1F39E-1F3F0 "
    "1F3F3-1F3F5 1F3F7-1F3FA 1F400-1F4FD 1F4FF-1F53D 1F549-1F54E 1F550-1F567 1F56F-1F570 1F573-1F57A 1F587 "
    "1F58A-1F58D 1F590 1F595-1F596 1F5A4-1F5A5 1F5A8 1F5B1-1F5B2 1F5BC 1F5C2-1F5C4 1F5D1-1F5D3 1F5DC-1F5DE 1F5E1 "
    "1F5E3 1F5E8 1F5EF 1F5F3 1F5FA-1F64F 1F680-1F6C5 1F6CB-1F6D2 1F6D5-1F6E5 1F6E9 1F6EB-1F6F0 1F6F3-1F6FF "
    "1F7DC-1F7F0 1F80C-1F80F 1F848-1F84F 1F85A-1F85F 1F888-1F88F 1F8AE-1F8AF 1F8BC-1F8BF 1F8C2-1F8CF 1F8D9-1F8FF "
    "1F90C-1F93A 1F93C-1F945 1F947-1F9FF 1FA58-1FA5F 1FA6E-1FAFF 1FC00-1FFFD"
)
# cursive scripts (ArabicShaping.txt), by the first word of the names of their letters; and Hebrew, whose points are
# kept apart with joiners. Scripts with a virama, the other ones that join, are found by it.
CURSIVE = (
    "ADLAM ARABIC CHORASMIAN HANIFI HEBREW MANDAIC MANICHAEAN MONGOLIAN NKO PHAGS-PA PSALTER SOGDIAN SYRIAC"
).split()
_VIRAMA = 9  # combining class
_LAST_OLD = 0x1FFFF  # no script stands behind it that is not Han


def ranges(listed: str) -> set[int]:
    """Return the code points of "00AD 115F-1160"."""
    ends = [piece.partition("-") for piece in listed.split()]
    return {point for first, _, last in ends for point in range(int(first, 16), int(last or first, 16) + 1)}


def invisible() -> set[int]:
    """Return what is default ignorable or a format control, but for those that are drawn."""
    controls = {point for point in range(0x110000) if unicodedata.category(chr(point)) == "Cf"}
    return (controls | ranges(FORMAT) | ranges(IGNORABLE)) - ranges(SEEN)


def joining() -> set[int]:
    """Return the letters and marks of scripts whose letters join, as Unicode 14 has them: every Python knows those."""
    script = {point: unicodedata.name(chr(point), " ").split(" ")[0] for point in range(0x300, _LAST_OLD)}
    joins = {script[point] for point in script if unicodedata.combining(chr(point)) == _VIRAMA} | {*CURSIVE}
    letters = {point for point in script if unicodedata.category(chr(point))[0] in "LM" and script[point] in joins}
    return letters - invisible()


def as_class(points: Iterable[int]) -> str:
    """Return code points as they stand between the brackets of a pattern."""
    return "".join(
        _escaped(first) if first == last else f"{_escaped(first)}-{_escaped(last)}" for first, last in _runs(points)
    )


def _runs(points: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = -2
    for point in sorted(points):
        if point != last + 1:
            if last >= 0:
                yield first, last
            first = point
        last = point
    yield first, last


def _escaped(point: int) -> str:
    return f"\\u{point:04X}" if point < 0x10000 else f"\\U{point:08X}"


def table() -> str:
    """Return the text of the module."""
    named = {
        "INVISIBLE": ("default ignorable, or a format control that is not drawn", invisible()),
        "PICTURES": ("what an emoji can begin with", ranges(PICTURES)),
        "JOINING": ("letters and marks of scripts that join", joining()),
    }
    lines = ['"""Signs by what Unicode says of them, each as a class of a pattern. Written by `tests/signs.py`."""', ""]
    for name, (says, points) in named.items():
        lines += [f"{name} = (  # {says}"]
        body = as_class(points)
        while body:
            cut = len(body) if len(body) <= 100 else body.rindex("\\", 0, 100)
            if cut < len(body) and body[cut - 1] == "-":
                cut = body.rindex("\\", 0, cut - 1)
            lines.append(f'    r"{body[:cut]}"')
            body = body[cut:]
        lines += [")"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8", newline="\n")
