"""An output that tells when its terminal is gone, so that what was typed can be kept."""

from typing import Any

from prompt_toolkit.output import Output

from iama.interview.asking import TerminalGone


class LostOutput:
    """Any output, of which writing to a closed terminal stops the prompt."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._gone = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._output, name)

    def flush(self) -> None:
        """Write what is waiting; raises TerminalGone once, for a prompt that was stopped still tidies up."""
        try:
            self._output.flush()
        except OSError as error:
            if not self._gone:
                self._gone = True
                raise TerminalGone from error
