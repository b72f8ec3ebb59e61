"""A comparison as one page in Russian that opens without the network."""

from __future__ import annotations

from jinja2 import Environment, StrictUndefined

from pipeline.comparing.compare import Comparison
from pipeline.comparing.view import SORTS, TITLES, by_change, counts

_PAGE = """<!doctype html>
<html lang="ru">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Что изменилось</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;
color:#1d2530}
h2{margin-top:2.5rem;border-bottom:2px solid #2b4c7e}h3{margin-bottom:.3rem}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #d5dbe3;padding:.4rem .6rem;
text-align:left;vertical-align:top}td+td{width:38%}.note{background:#fff6dd;padding:.5rem 1rem}
blockquote{margin:.2rem 0;color:#46515f;font-style:italic}small{color:#5a6675}
@media print{body{margin:0;max-width:none}h3{break-after:avoid}tr{break-inside:avoid}}
</style>
<h1>Что изменилось</h1>
<p>Было: {{ compared.old }}<br>Стало: {{ compared.new }}</p>
<p>Сравниваются доли ответивших, а не число людей: в прогонах спрошено разное число людей.
В скобках 95-процентный интервал доли.</p>
{% for note in compared.notes %}<p class="note">{{ note }}</p>
{% endfor %}
{% for title, summary, parts in sorts %}
<h2>{{ title }}</h2>
<p>{{ summary|capitalize }}.</p>
{% for heading, rows in parts %}
<h3>{{ heading }}: {{ rows|length }}</h3>
<table>
{% for row in rows %}
<tr><td><b>{{ row.title }}</b>
{% if row.renamed %}<br><small>раньше называлось: {{ row.renamed }}</small>{% endif %}
{% for name in row.related_names %}<br>
<small>{{ "вошло в" if row.change == "merged" else "выделилось из" }}: {{ name }}</small>
{% endfor %}
{% for quote in row.quotes %}<blockquote>«{{ quote }}»</blockquote>{% endfor %}
</td><td>{{ row.figures }}<br><small>{{ row.certain }}</small></td></tr>
{% endfor %}
</table>
{% endfor %}
{% endfor %}
</html>
"""


def page(compared: Comparison) -> str:
    """The comparison as HTML; every word of people and of files is escaped."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    sorts = []
    for field, title in SORTS:
        frame = getattr(compared, field)
        parts = [(TITLES[change], rows) for change, rows in by_change(frame)]
        sorts.append((title, counts(frame), parts))
    return environment.from_string(_PAGE).render(compared=compared, sorts=sorts)
