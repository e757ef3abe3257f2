"""What a handler may ask for, as the types of its parameters.

    @post("/decisions/{decision:str}/ballot", sync_to_thread=True)
    def cast(request: Request, visitor: Visitor, decision: Path, form: Form, database: Database) -> Answer:

The names count for Litestar: `request`, `visitor`, `form`, `database`, and each path parameter's own.
(It wants dependencies and path parameters marked as such; these aliases are the marks, in one place.)
"""

from __future__ import annotations

from typing import Any, TypeAlias

import litestar
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from governance.database import Database as _Database
from web.forms import Form as _Form
from web.identity.visitor import Visitor as _Visitor

Request: TypeAlias = litestar.Request[Any, Any, Any]
Visitor: TypeAlias = NamedDependency[_Visitor]
Form: TypeAlias = NamedDependency[_Form]
Database: TypeAlias = NamedDependency[_Database]
Path: TypeAlias = FromPath[str]
Answer: TypeAlias = Response[Any]  # a page or a redirect
