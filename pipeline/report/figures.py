"""Figures as they are printed; those of the public edition come rounded (see release.py)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from pipeline.findings.quotes import NOT_QUOTED, readable
from pipeline.report.result import Result
from pipeline.report.typography import counted, date, interval, number, percent
from pipeline.tables import fold

RESIDENT = "житель"
CUT = " […]"
_WORD = re.compile(r"\w+")
_SHORT_WORD, _MORE_WORDS = 3, 2  # letters of words that tell nothing; words beyond the name
_SHORT, _READABLE = 140, 0.9  # characters of a quote beside a name; how clear it must be
_LONGEST = 400  # characters of a quote: more does not fit a cell of a printed table


class Figures:
    """Says counts, shares and sources of one result in its edition."""

    def __init__(self, result: Result) -> None:
        self.result = result

    def count(self, people: int | None) -> str:
        """A count of people; None is one that the public edition holds back."""
        return f"менее {self.result.min_cell}" if people is None else number(people)

    def people(self, people: int) -> str:
        """«109 человек», «менее 10 человек»."""
        if self.result.public:
            return f"{self.count(people)} чел."
        return counted(people, "человек", "человека", "человек")

    def share(self, share: float) -> str:
        """A share, to a tenth of a percent; in the public edition to a whole one."""
        if self.result.public and 0 < share < 0.005:
            return "менее 1\u00a0%"
        return percent(share, 0 if self.result.public else 1)

    def spread(self, finding: Any) -> str:
        """The interval of a finding's share."""
        if self.result.public:
            low, high = round(100 * finding.share_low), round(100 * finding.share_high)
            return f"{low}–{high}\u00a0%"
        return interval(finding.share_low, finding.share_high)

    def support(self, finding: Any) -> str:
        """«109 из 400 ответивших, 27,3 % (23,1–31,8 %)»."""
        if not finding.respondents:
            return "жители не называли"
        share = self.share(finding.share)
        return (
            f"{self.count(finding.respondents)} из {self.count(finding.base)} ответивших, "
            f"{share} ({self.spread(finding)})"
        )

    def support_lines(self, finding: Any) -> list[str]:
        """The same in short lines, for narrow cells."""
        if not finding.respondents:
            return ["жители не называли"]
        akin = self.akin(finding)
        return [
            self.support_line(finding),
            f"разброс {self.spread(finding)}",
            *([f"с весами — {weighted}"] if (weighted := self.weighted(finding)) else []),
            *([f"вместе с близким — {akin} чел."] if akin else []),
        ]

    def support_line(self, finding: Any) -> str:
        """«109 из 400 · 27,3 %»."""
        if not finding.respondents:
            return "жители не называли"
        count, base = self.count(finding.respondents), self.count(finding.base)
        return f"{count} из {base} · {self.share(finding.share)}"

    def weighted(self, finding: Any) -> str:
        """The share with survey weights; "" where there are none."""
        share = finding.weighted_share
        return "" if share != share else self.share(share)

    def akin(self, finding: Any) -> int:
        """People behind the finding's whole matter; 0 where they are no more than its own."""
        people = finding.matter_respondents
        return int(people) if not pd.isna(people) and people > finding.respondents else 0

    def source(self, statement_id: str) -> str:
        """Who said it: a group and its session, or a resident and the district."""
        answer = self.result.answer[self.result.statement[statement_id].answer_id]
        if answer.kind == "proposal":
            when = f", {date(answer.session)}" if answer.session else ""
            return f"группа «{answer.group}»{when}"
        if answer.kind == "draft":
            return f"наработки, {answer.thesis}" if answer.thesis else "наработки"
        place = self.result.attributes.get(answer.respondent, {}).get(self.result.strategy.place)
        return f"{RESIDENT}, {place}" if place and not self.result.public else RESIDENT

    def telling_quote(self, finding: Any) -> str:
        """Words that say more than the finding's name does; "" when none do."""
        quotes = map(self.quote, self.told(finding, 1))
        return next((text for text in quotes if adds(text, finding.name)), "")

    def told(self, finding: Any, most: int) -> list[str]:
        """Ids of up to `most` quotes, those that tell something beyond the name first.

        A quote that is the name with one more word fills a line and tells nothing. Of an image of
        the city, whose quotes are a word or two, fuller statements of other people go first.
        """
        ids = [sid for sid in finding.quotes if self._adds(sid, finding.name)]
        telling = [sid for sid in ids if self._tells(sid, finding.name)]
        if finding.kind == "vision":
            telling = self._fuller(finding)
        ordered = dict.fromkeys([*telling, *ids, *finding.quotes[:1]])
        if len(ordered) > 1 and not self._adds(list(ordered)[-1], finding.name):
            ordered.popitem()  # the name over again, needed only where there is nothing else
        return self._of_voices(ordered, most)

    def _adds(self, statement_id: str, name: str) -> bool:
        own = set(words_of(self.quote(statement_id)))
        return len(own) > 1 and bool(own - set(words_of(name)))

    def _fuller(self, finding: Any) -> list[str]:
        told = [sid for sid in finding.statement_ids if self._tells(sid, finding.name)]
        return sorted(told, key=lambda sid: (-len(self.quote(sid).split()), sid))

    def _of_voices(self, ids: Iterable[str], most: int) -> list[str]:
        chosen: dict[str, str] = {}
        for sid in ids:
            answer = self.result.answer[self.result.statement[sid].answer_id]
            chosen.setdefault(answer.respondent or answer.group or answer.answer_id, sid)
        return list(chosen.values())[:most]

    def _tells(self, statement_id: str, name: str) -> bool:
        said = self.result.statement[statement_id]
        text = str(said.text)
        own, named = set(words_of(text)), set(words_of(name))
        return (
            len(own - named) >= _MORE_WORDS
            and bool(own & named)
            and len(text) <= _SHORT
            and readable(text) >= _READABLE
            and NOT_QUOTED.isdisjoint(said.flags or ())
        )

    def quote(self, statement_id: str) -> str:
        """The exact words; a very long statement is cut after a word, with a mark."""
        text = str(self.result.statement[statement_id].text)
        return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(maxsplit=1)[0] + CUT


def adds(quote: str, name: str) -> bool:
    """True unless the quote is the name over again."""
    return _bare(quote) != _bare(name)


def words_of(text: str) -> list[str]:
    """The longer words of a text, cut to their beginnings: forms of one word are one."""
    return [word[:5] for word in _WORD.findall(fold(text)) if len(word) > _SHORT_WORD]


def _bare(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def groups_of(finding: Any) -> dict[str, int]:
    """Group -> its items in the finding."""
    return dict(json.loads(finding.groups or "{}"))


def slots_of(finding: Any, name: str, most: int = 3) -> list[str]:
    """The most named values of a slot."""
    return [str(value) for value, _ in json.loads(finding.slots or "{}").get(name, [])[:most]]
