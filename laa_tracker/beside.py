"""A process that goes on beside the server for as long as that lives: where it dies, it is started
again, the later the sooner it died.
"""

import logging
import subprocess
import threading
import time
from collections.abc import Sequence

logger = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
# One that lived for so long is started again as if it were the first time.
LIVED = 60.0
BETWEEN_LOOKS = 0.5


class Beside:
    """Starts a command, and starts it again whenever it ends, until it is told to stop."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._stopped = threading.Event()
        self.process = self._start()
        # A daemon: the server does not wait for it to end.
        self._watcher = threading.Thread(target=self._watch, name="beside", daemon=True)
        self._watcher.start()

    def _start(self) -> subprocess.Popen:
        self._began = time.monotonic()
        return subprocess.Popen(self._command, stdin=subprocess.DEVNULL)

    def _watch(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopped.wait(BETWEEN_LOOKS):
            if self.process.poll() is None:
                continue
            pause = FIRST_PAUSE if time.monotonic() - self._began >= LIVED else pause
            logger.warning("What goes on beside the server ended: started again in %g s", pause)
            if self._stopped.wait(pause):
                return
            pause = min(2 * pause, LONGEST_PAUSE)
            self.process = self._start()

    def stop(self) -> None:
        self._stopped.set()
        self._watcher.join()
        self.process.terminate()
