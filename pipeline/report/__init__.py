"""From a finished run to what people read: a page, an annex, a workbook, evening reports."""

from pipeline.report.annex import strategy_docx
from pipeline.report.documents import documents
from pipeline.report.evening import evening_docx, evening_html
from pipeline.report.exchange import strategy_json
from pipeline.report.page import report_html
from pipeline.report.result import Result
from pipeline.report.workbook import strategy_xlsx

__all__ = [
    "Result",
    "documents",
    "evening_docx",
    "evening_html",
    "report_html",
    "strategy_docx",
    "strategy_json",
    "strategy_xlsx",
]
