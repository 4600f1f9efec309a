"""What a Word document of the house gives to ours: its styles, its paper and its margins."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from msgspec import Struct, field


class WordTemplate(Struct, frozen=True):
    """Styles as an element of WordprocessingML, None for our own; paper and margins in twips; colour of headings."""

    styles: Element | None = None
    size: Mapping[str, str] = field(default_factory=lambda: {"w": "11906", "h": "16838"})
    margins: Mapping[str, str] = field(
        default_factory=lambda: {
            **{"top": "1361", "right": "1134", "bottom": "1247", "left": "1134"},
            **{"header": "624", "footer": "624", "gutter": "0"},
        }
    )

    accent: str = ""

    @property
    def width(self) -> int:
        """How wide its text is, in twips."""
        return int(self.size["w"]) - sum(int(self.margins[side]) for side in ("left", "right", "gutter"))
