"""The consultation: its workshop within the partnership, and the plain pages of who holds a link."""

from web.pages.consultation import guest, workshop

HANDLERS = (*workshop.HANDLERS, *guest.HANDLERS)
