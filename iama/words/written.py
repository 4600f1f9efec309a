"""Numbers and dates as people write them; our own, because reports must not change with a locale or a library."""

from iama.words import signs


def months(language: str) -> list[str]:
    """Return the names of the twelve months."""
    return signs("months", language).split()


def written_number(word: str, language: str) -> str:
    """Return `4700.5` as "4.700,5" in Dutch and "4,700.5" in English; anything that is no number as it is."""
    whole, _, decimals = word.removeprefix("-").partition(".")
    if not whole.isdecimal() or (decimals and not decimals.isdecimal()):
        return word
    sign = "-" if word.startswith("-") else ""
    grouped = f"{int(whole):,}".replace(",", signs("group-sign", language))
    return sign + grouped + (signs("decimal-sign", language) + decimals if decimals else "")


class Day:
    """A day of a message, which is written in the language of whoever reads it: its ISO date."""

    __slots__ = ("iso",)

    def __init__(self, iso: str) -> None:
        self.iso = iso

    def text_in(self, language: str) -> str:
        """Return the day as people write it."""
        return written_date(self.iso, language)


def written_date(iso: str, language: str) -> str:
    """Return `2027-03-01` as "1 maart 2027"; anything that is no date as it is."""
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    if not (len(year) == 4 and month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12):
        return iso
    return f"{int(day)} {months(language)[int(month) - 1]} {year}"


def written_moment(iso: str, language: str) -> str:
    """Return `2027-03-01T09:05` as "1 maart 2027, 09:05"; a date alone as a date."""
    day, _, time = iso.partition("T")
    return ", ".join(filter(None, (written_date(day, language), time[:5])))
