"""Where this program came from, so that it can point at its pages there: what an installer noted (PEP 610)."""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from urllib.parse import urlsplit

from iama.model.strangejson import parse_strange_json

VARIABLE = "IAMA_DOCS"  # what a pipeline says of it, which fetched the program itself
_DISTRIBUTION = "iama-cli"


def docs_address(environment: Mapping[str, str]) -> str:
    """Return the address of the folder `docs` of this edition; empty when nobody knows it.

    The variable IAMA_DOCS says it; else the repository that the program was installed from does.
    """
    told = environment.get(VARIABLE, "").rstrip("/")
    if told:
        return told if _is_address(told) else ""
    try:
        noted = distribution(_DISTRIBUTION).read_text("direct_url.json")
    except PackageNotFoundError:
        return ""
    return docs_of_source(noted or "")


def docs_of_source(noted: str) -> str:
    """Return the address of `docs` at the commit that an installer noted; of a folder or an archive there is none.

    No name or password that stood in the address of the repository is kept.
    """
    try:
        document = parse_strange_json(noted.encode())
        parts, commit = urlsplit(document["url"]), document["vcs_info"]["commit_id"]
        host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    blob = "blob" if "github" in str(parts.hostname) else "-/blob"  # as GitHub and GitLab name a file at a commit
    path = parts.path.strip("/").removesuffix(".git")
    address = f"https://{host}/{path}/{blob}/{commit}/docs"
    return address if parts.scheme == "https" and _is_address(address) else ""


def _is_address(words: str) -> bool:
    return (
        words.startswith("https://") and words.isascii() and words.isprintable() and not set(words) & set(' "<>\\^`{|}')
    )
