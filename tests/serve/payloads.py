"""Sixty texts that try to become code: markup, attributes, scripts, styles, templates, formulas."""

RUN = "window.hacked=1"
_BODIES = [
    "<script>{}</script>", "</script><script>{}</script>", "<img src=x onerror={}>",
    "<svg onload={}>", "\"><svg/onload={}>", "'><svg/onload={}>", "<body onload={}>",
    "<iframe srcdoc='<script>parent.{}</script>'>", "<iframe src=javascript:{}>",
    "<a href=javascript:{}>x</a>", "<details open ontoggle={}>", "<video><source onerror={}>",
    "<audio src=x onerror={}>", "<input autofocus onfocus={}>", "<select autofocus onfocus={}>",
    "<textarea autofocus onfocus={}>", "<marquee onstart={}>", "<object data=javascript:{}>",
    "<embed src=javascript:{}>", "<form action=javascript:{}><button>x", "<math href=javascript:{}>x",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>", "<base href=//evil.example>{}",
    "<link rel=stylesheet href=//evil.example/{}>", "<style>@import '//evil.example/{}'</style>",
    "<style>*{{background:url(javascript:{})}}</style>", "\" onmouseover=\"{}", "' onmouseover='{}",
    "\" autofocus onfocus=\"{}", "x\" hx-on:click=\"{}", "\" hx-get=\"/logout\" hx-trigger=\"load\" x=\"{}",
    "<div hx-get=/log.json hx-trigger=load>{}</div>", "<div hx-on::load='{}'>x</div>",
    "<b data-hx-on:load='{}'>x</b>", "javascript:{}", "JaVaScRiPt:{}", "java\tscript:{}",
    "data:text/html,<script>{}</script>", "{{{{ {} }}}}", "{{% print({}) %}}", "${{{}}}", "#{{{}}}",
    "<%= {} %>", "{{{{constructor.constructor('{}')()}}}}", "<!--<script>{}</script>-->",
    "--><script>{}</script>", "]]><script>{}</script>", "</title><script>{}</script>",
    "</textarea><script>{}</script>", "</style><script>{}</script>", "<scr<script>ipt>{}</scr</script>ipt>",
    "&lt;script&gt;{}&lt;/script&gt;", "&#60;script&#62;{}&#60;/script&#62;",
    "\\u003cscript\\u003e{}\\u003c/script\\u003e", "%3Cscript%3E{}%3C/script%3E",
    "<script\x00>{}</script>", "<\u2028script>{}</script>", "＜script＞{}＜/script＞",
    "=HYPERLINK(\"http://evil.example/{}\",\"x\")", "@SUM(1+1)*cmd|' /C {}'!A0",
]  # fmt: skip
PAYLOADS = tuple(body.format(RUN) for body in _BODIES)
assert len(set(PAYLOADS)) == 60


def hostile(made: dict) -> dict:
    """The tables of a run with payloads in answers, file names, headers, names, groups, values."""
    import json

    made = {
        name: value.copy() if hasattr(value, "columns") else value for name, value in made.items()
    }
    answers, statements = made["answers"], made["statements"]
    for place in range(len(answers)):
        payload = PAYLOADS[place % len(PAYLOADS)]
        own = statements["answer_id"] == answers.loc[place, "answer_id"]
        answers.loc[place, ["text", "analysis"]] = payload
        statements.loc[own, ["text", "end"]] = [payload, len(payload)]
        answers.loc[place, "source"] = f"{payload}.csv"
        answers.loc[place, "locator"] = payload
        answers.loc[place, "session"] = PAYLOADS[place % 3]
    wordings = {
        q: PAYLOADS[i] for i, q in enumerate(sorted(answers["question"].fillna("").unique()))
    }
    answers["question"] = [wordings[q] for q in answers["question"].fillna("")]
    answers["group"] = [f"{PAYLOADS[0]} {g}" if g else "" for g in answers["group"]]
    values = [json.dumps({"Район": p, p: "x"}) for p in PAYLOADS]
    answers["attributes"] = [values[i % 60] for i in range(len(answers))]
    answers["reason"] = PAYLOADS[4]
    for table, column in (("topics", "name"), ("findings", "name"), ("coverage", "text"),
                          ("coverage", "thesis")):  # fmt: skip
        made[table][column] = [f"{PAYLOADS[i % 60]} {i}" for i in range(len(made[table]))]
    made["topics"]["keywords"] = [[p] for p in PAYLOADS[: len(made["topics"])]]
    made["title"] = PAYLOADS[1]
    return made
