"""Files by name, each of which is read when it is asked for, so that many of them take no memory."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

TOO_LARGE = "too large"  # stands in the place of the digest of a document


class Contents(Mapping[str, bytes]):
    """Files by name. One that cannot be read any more (OSError) is not there."""

    def __init__(self, reads: Mapping[str, Callable[[], bytes]]) -> None:
        self._reads = reads

    def __getitem__(self, name: str) -> bytes:
        read = self._reads[name]
        try:
            return read()
        except OSError as error:
            raise KeyError(name) from error

    def __contains__(self, name: object) -> bool:
        return name in self._reads

    def __iter__(self) -> Iterator[str]:
        return iter(self._reads)

    def __len__(self) -> int:
        return len(self._reads)


def below(folder: str, files: Mapping[str, bytes]) -> Contents:
    """Return the files of which the name begins with `folder`, named without it."""
    return Contents(
        {name.removeprefix(folder): partial(files.__getitem__, name) for name in files if name.startswith(folder)}
    )
