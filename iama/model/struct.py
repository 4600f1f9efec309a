"""Copies of frozen values with some of their fields changed."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import replace as replace  # mypy checks its fields, and those of a Struct alike
else:
    from msgspec.structs import replace as replace
