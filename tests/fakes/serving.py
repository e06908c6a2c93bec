"""A fake on the far side of a wire: a real HTTP server in a thread of the test."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer


@contextmanager
def serving(server: ThreadingHTTPServer, ending: threading.Event) -> Generator[None]:
    """Serve until the end of the block; `ending` is set for requests that are still waiting."""
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        server.shutdown()
        server.server_close()
        thread.join()
