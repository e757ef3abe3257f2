"""The application behind a real server, on a free port of this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from litestar import Litestar

from governance.database import Database
from web.app import create_app
from web.settings import Settings


@contextmanager
def serving(
    database: Database,
    make_settings: Callable[[str], Settings] = lambda address: Settings(base_url=address, threads=4),
    change: Callable[[Litestar], None] = lambda app: None,
) -> Iterator[str]:
    """Serve `database`; gives the address. `make_settings` is told it; `change` may add routes."""
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = create_app(database, make_settings(address))
    change(app)
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, ws="none", lifespan="on")
    )
    ready = threading.Event()
    startup = server.startup

    async def tell(sockets: list[socket.socket] | None = None) -> None:
        await startup(sockets)
        ready.set()

    server.startup = tell  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


@contextmanager
def visiting(address: str) -> Iterator[httpx.Client]:
    """A client with cookies of its own."""
    with httpx.Client(base_url=address, trust_env=False, timeout=20) as client:
        yield client
