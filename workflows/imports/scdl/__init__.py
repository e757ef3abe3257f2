"""The national subsidy format (SCDL « Subventions » 2.1.1): a CSV file to rows, rejections and warnings."""

from workflows.imports.scdl.cells import CellProblem
from workflows.imports.scdl.csvfile import BadFile
from workflows.imports.scdl.reader import Reading, read
from workflows.imports.scdl.rows import Payment, Row

__all__ = ["BadFile", "CellProblem", "Payment", "Reading", "Row", "read"]
