"""The look of our documents: one typeface that every office has, two colours, quiet tables."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import (
    WD_ALIGN_PARAGRAPH,
    WD_LINE_SPACING,
    WD_TAB_ALIGNMENT,
    WD_TAB_LEADER,
)
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TYPEFACE = "Arial"
TEXT_WIDTH = 170  # millimetres between the margins of a standing page
ACCENT, INK, MUTED, LINE, FILL = "1F3A5F", "1A1F26", "5A6472", "B8C1CC", "E9EEF4"

# name, base, size in points, colour, bold, italic, space before, space after
_PARAGRAPHS = (
    ("Title", "", 26, ACCENT, True, False, 0, 6),
    ("Subtitle", "", 13, MUTED, False, False, 0, 14),
    ("Heading 1", "", 17, ACCENT, True, False, 24, 8),
    ("Heading 2", "", 13, ACCENT, True, False, 16, 5),
    ("Contents Title", "Normal", 14, ACCENT, True, False, 8, 4),
    ("Lead", "Normal", 12, INK, False, False, 2, 8),
    ("Note", "Normal", 9, MUTED, False, False, 2, 6),
    ("Mark", "Normal", 9.5, "8A2D21", True, False, 0, 8),
    ("Caption", "", 9.5, ACCENT, True, False, 10, 4),
    ("Quote", "", 10.5, INK, False, True, 2, 4),
    ("Table Text", "Normal", 9, INK, False, False, 0, 2),
    ("Table Strong", "Table Text", 9, INK, True, False, 0, 2),
    ("Table Muted", "Table Text", 8, MUTED, False, False, 0, 2),
    ("Table Quote", "Table Text", 8.5, INK, False, True, 0, 3),
    ("Table Figure", "Table Text", 9, INK, False, False, 0, 2),
    ("Table Head", "Table Text", 8.5, ACCENT, True, False, 0, 1),
    ("Table Head Figure", "Table Head", 8.5, ACCENT, True, False, 0, 1),
    ("After Table", "Normal", 4, INK, False, False, 0, 4),
    ("TOC 1", "Normal", 10, INK, True, False, 3, 0),
    ("TOC 2", "Normal", 9.5, INK, False, False, 0, 0),
    ("Header", "", 8, MUTED, False, False, 0, 0),
    ("Footer", "", 8.5, MUTED, False, False, 0, 0),
)


def define_styles(document: Any) -> None:
    """Give the document our styles; those that Word knows keep their names."""
    styles = document.styles
    normal = styles["Normal"]
    _font(normal, 10.5, INK, False, False)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    _russian(styles.element)
    for name, base, size, colour, bold, italic, before, after in _PARAGRAPHS:
        known = [style.name for style in styles]
        style = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if base:
            style.base_style = styles[base]
        _font(style, size, colour, bold, italic)
        style.paragraph_format.space_before, style.paragraph_format.space_after = (
            Pt(before),
            Pt(after),
        )
        if name.startswith("Table"):
            style.paragraph_format.line_spacing = 1.0
    _adjust(styles)


def _adjust(styles: Any) -> None:
    for name in ("Heading 1", "Heading 2", "Caption"):
        styles[name].paragraph_format.keep_with_next = True
    for name in ("Title", "Heading 1", "Heading 2"):
        _without_border(styles[name])
    styles["Title"].paragraph_format.line_spacing = 1.0
    styles["Quote"].paragraph_format.left_indent = Mm(8)
    styles["TOC 2"].paragraph_format.left_indent = Mm(7)
    styles["Table Figure"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    styles["Table Head Figure"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for name in ("TOC 1", "TOC 2"):
        styles[name].paragraph_format.line_spacing = 1.0
        styles[name].paragraph_format.tab_stops.add_tab_stop(
            Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )
    styles["Footer"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    styles["After Table"].paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    _font(styles["List Bullet"], 10.5, INK, False, False)
    styles["List Bullet"].paragraph_format.space_after = Pt(3)
    source = styles.add_style("Source", WD_STYLE_TYPE.CHARACTER)
    source.font.italic = False
    source.font.size, source.font.color.rgb = Pt(9), RGBColor.from_string(MUTED)


def _font(style: Any, size: float, colour: str, bold: bool, italic: bool) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = TYPEFACE, Pt(size), bold, italic
    font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), TYPEFACE)
    for tag in ("w:spacing", "w:kern"):
        for element in style.element.get_or_add_rPr().findall(qn(tag)):
            element.getparent().remove(element)
    for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _without_border(style: Any) -> None:
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _russian(styles: Any) -> None:
    """Say that the text is Russian, so that a spelling checker does not underline all of it."""
    for properties in styles.iter(qn("w:rPrDefault")):
        run = properties.find(qn("w:rPr"))
        for language in run.findall(qn("w:lang")):
            run.remove(language)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "ru-RU")
        run.append(language)
