"""Text with the marks of a web page in it, as plain text."""

import html
import re

_KNOWN = "a|b|br|div|em|h[1-6]|i|li|ol|p|span|strong|u|ul"
_TIP = re.compile(
    r'<span class="aiv-definition-text"[^<>]*>.*?</span>', re.DOTALL
)  # an explanation, put in by the form
_CLOSE = "</span>"
_LINE = re.compile(r"<br\s*/?>|</(?:p|div|li|ol|ul|h[1-6])>", re.IGNORECASE)
_ITEM = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_KNOWN})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MANY_LINES = re.compile(r"\n{3,}")


def without_html(text: str) -> str:
    """Return text without the tags of a web page, lines and lists kept; what only looks like a tag stays."""
    if not _TAG.search(text):
        return text
    end = text.rfind(_CLOSE) + len(_CLOSE)  # behind it nothing closes, and a search would look on for every opening
    plain = _ITEM.sub("- ", _LINE.sub("\n", _TIP.sub("", text[:end]) + text[end:]))
    plain = html.unescape(_TAG.sub("", plain))
    return _MANY_LINES.sub("\n\n", plain).strip()
