"""Say in one sentence that a port cannot be had: `python3 tools/port.py 8000`.

Asked before anything that takes long. Runs on any Python 3.11 or later with nothing installed.
"""

import socket
import sys

HOST = "127.0.0.1"


def problem_with(port: str) -> str:
    """Why nobody can be served at `port`, and what to do; empty when all is well."""
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        return f"PORT is “{port}”: write a number from 1 to 65535, such as make run PORT=8001."
    refusal = refusal_to_listen(int(port))
    if not refusal:
        return ""
    free = next((each for each in range(8000, 8100) if not refusal_to_listen(each)), 8001)
    if isinstance(refusal, PermissionError):
        return f"Port {port} is for the system's own services: use another, make run PORT={free}."
    return (
        f"Port {port} is taken: something is listening there already. "
        f"Stop it, or use another port: make run PORT={free}."
    )


def refusal_to_listen(port: int) -> OSError | None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as refusal:
            return refusal
    return None


if __name__ == "__main__":
    sys.exit(problem_with(sys.argv[1]) or None)
