"""Every hostile content in every file, of which the default suite takes the long ones in one file each."""

from pathlib import Path

import pytest
import test_check_hostile as hostile


@pytest.mark.parametrize("file", hostile.FILES)
@pytest.mark.parametrize("content", hostile.CONTENTS.values(), ids=hostile.CONTENTS)
def test_no_content_of_any_file_takes_long_or_passes(tmp_path: Path, content: str | bytes, file: str) -> None:
    hostile.test_no_content_of_a_file_takes_long_or_passes(tmp_path, content, file)
