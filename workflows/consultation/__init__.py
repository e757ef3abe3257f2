"""Consultations of those concerned: prepared, opened, contributed to, closed, answered and published."""

from workflows.consultation.answering import Reply, publish, respond
from workflows.consultation.contributing import (
    Said,
    concerned_seat,
    contribute,
    contribute_for,
    enter,
    withdraw,
)
from workflows.consultation.links import Handed, Opened, invite, opened, revoke
from workflows.consultation.preparing import Plan, ask, change, drop, possible_purposes, prepare
from workflows.consultation.running import close_due, due, extend, launch

__all__ = [
    "Handed",
    "Opened",
    "Plan",
    "Reply",
    "Said",
    "ask",
    "change",
    "close_due",
    "concerned_seat",
    "contribute",
    "contribute_for",
    "drop",
    "due",
    "enter",
    "extend",
    "invite",
    "launch",
    "opened",
    "possible_purposes",
    "prepare",
    "publish",
    "respond",
    "revoke",
    "withdraw",
]
