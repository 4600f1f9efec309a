"""The list of every question tree and every state of the legal facts that was released: `published.yaml`."""

from collections.abc import Mapping

from iama.files.dossierfile import check_format
from iama.files.reader import Reader
from iama.model import values
from iama.model.forms import is_digest
from iama.words import Phrase

FORMAT = "iama-published/1"


def read_published(path: str, text: str) -> Mapping[str, str]:
    """Return the digest of every object (`model.objects`) that was released, with its day; raises UnusableFile."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), ("format", "published"))
    check_format(reader, fields.get("format"), FORMAT)
    days = {}
    for node in reader.items(fields.get("published")):
        release = {
            name: reader.scalar_text(value)
            for name, value in reader.fields(node, ("of", "day", "digest"), ("revision",)).items()
        }
        if not is_digest(release.get("digest", "")) or release["digest"] in days:
            reader.add(node.place, "invalid-value", Phrase("file-published"))
            continue
        try:
            days[release["digest"]] = values.iso_day(release.get("day", ""))
        except values.InvalidValue as error:
            reader.add(node.place, "invalid-value", error.phrase)
    reader.finish()
    return days
