"""All pages, in one table: a module's route handlers are served because they are listed here."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from web.identity import account, demo, sign_in
from web.pages import (
    administration,
    agreement,
    audit,
    consultation,
    decision,
    dossier,
    drafts,
    evaluation,
    health,
    leaving,
    parties,
    partnership,
    people,
    prompts,
    review,
    seating,
    table,
)

HANDLERS: tuple[ControllerRouterHandler, ...] = (
    *table.HANDLERS,
    *partnership.HANDLERS,
    *decision.HANDLERS,
    *drafts.HANDLERS,
    *parties.HANDLERS,
    *seating.HANDLERS,
    *leaving.HANDLERS,
    *dossier.HANDLERS,
    *people.HANDLERS,
    *consultation.HANDLERS,
    *review.HANDLERS,
    *agreement.HANDLERS,
    *prompts.HANDLERS,
    *evaluation.HANDLERS,
    *audit.HANDLERS,
    *administration.HANDLERS,
    *sign_in.HANDLERS,
    *demo.HANDLERS,
    *account.HANDLERS,
)

# What programs use: described at /schema/openapi.json.
INTERFACES: tuple[ControllerRouterHandler, ...] = (health.health,)
