"""Reads FHIRPath strictly: the library's own entry recovers from faults and forgets what follows."""

from typing import Any

from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from fhirpathpy.parser.generated.FHIRPathLexer import FHIRPathLexer
from fhirpathpy.parser.generated.FHIRPathParser import FHIRPathParser


class _Faults(ErrorListener):  # type: ignore[misc] # the package says nothing of its types
    def __init__(self) -> None:
        self.first = ""

    def syntaxError(self, recognizer: Any, sign: Any, line: int, column: int, why: str, fault: Any) -> None:  # noqa: N802
        self.first = self.first or f"ligne {line}, colonne {column + 1} : {why}"


def fault_in(text: str) -> str:
    """What is wrong with the expression, from its first sign to its last; empty when nothing is."""
    faults = _Faults()
    lexer = FHIRPathLexer(InputStream(text))
    parser = FHIRPathParser(CommonTokenStream(lexer))
    for each in (lexer, parser):
        each.removeErrorListeners()
        each.addErrorListener(faults)
    parser.entireExpression()
    return faults.first
