"""All pages, in one table: a module's route handlers are served because they are listed here."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from web.identity import account, demo, sign_in
from web.pages import agreement, decision, health, partnership, review, table

HANDLERS: tuple[ControllerRouterHandler, ...] = (
    *table.HANDLERS,
    *partnership.HANDLERS,
    *decision.HANDLERS,
    *review.HANDLERS,
    *agreement.HANDLERS,
    *sign_in.HANDLERS,
    *demo.HANDLERS,
    *account.HANDLERS,
)

# What programs use: described at /schema/openapi.json.
INTERFACES: tuple[ControllerRouterHandler, ...] = (health.health,)
