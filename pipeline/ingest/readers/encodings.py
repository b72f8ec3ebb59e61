"""The encoding of a text file: byte order mark, UTF-8 if it holds, else the most Russian reading.

No guesser of encodings is used: those known take cp1251 for MacCyrillic or KOI8-R on short texts.
The rule here is explicit and is shown to the user: mark → UTF-16 by its zeros → strict UTF-8 →
cp1251, cp866 or KOI8-R, whichever gives Russian letters in Russian proportions and case.
"""

from __future__ import annotations

import codecs
from collections import Counter
from typing import BinaryIO

from pipeline.ingest.content import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 с BOM"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_CANDIDATES = {"cp1251": "Windows-1251", "cp866": "cp866 (DOS)", "koi8_r": "KOI8-R"}
_CONTROL = [bytes([code]) for code in range(1, 32) if code not in b"\t\n\r\x0b\x0c\x1a\x1b\x1f"]
_CHUNK = 1 << 20
# Share of each letter in Russian prose, in thousandths (Lyashevskaya and Sharov, 2009).
_LETTERS = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        (110, 85, 80, 74, 67, 63, 55, 47, 45, 43, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16)
        + (14, 12, 10, 9, 7, 6, 5, 4, 3, 3, 1, 1),
        strict=True,
    )
)


def detect(file: BinaryIO, named: str = "") -> tuple[str, str]:
    """The codec and its name for people; Refused for bytes that no single encoding explains."""
    start = file.read(_CHUNK)
    if named:
        return _named(named)
    for mark, codec, label in _MARKS:
        if start.startswith(mark):
            _check_whole(file, start, codec, label)
            return codec, label
    zeros = _utf16_without_mark(start)
    if zeros:
        return zeros, "UTF-16"
    if b"\0" in start[:4096] and start[:4096].count(b"\0") > len(start[:4096]) // 20:
        raise Refused("это двоичный файл, а не текст")
    if sum(map(start[:65536].count, _CONTROL)) > max(8, 0.005 * len(start[:65536])):
        raise Refused("это двоичный файл, а не текст")
    return _eight_bits(file, start)


def _named(name: str) -> tuple[str, str]:
    try:
        codec = codecs.lookup(name).name
    except LookupError as error:
        raise Refused(f"неизвестная кодировка «{name}» в dataset.toml") from error
    return codec, _CANDIDATES.get(codec, name)


def _check_whole(file: BinaryIO, start: bytes, codec: str, label: str) -> None:
    decoder = codecs.getincrementaldecoder(codec)()
    chunk = start
    try:
        while chunk:
            decoder.decode(chunk)
            chunk = file.read(_CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Refused(
            f"файл начинается как {label}, но дальше это не так: {error.reason}"
        ) from error


def _utf16_without_mark(start: bytes) -> str:
    """UTF-16 by its high bytes: 0 or 4 (Latin or Cyrillic) at every second place."""
    sample = start[:4000]
    if len(sample) < 8 or len(sample) % 2:
        sample = sample[: len(sample) // 2 * 2]
    for codec, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        share = sum(byte in (0, 4) for byte in high) / max(1, len(high))
        if share > 0.9 and b"\0" in high:
            return codec
    return ""


def _eight_bits(file: BinaryIO, start: bytes) -> tuple[str, str]:
    """UTF-8 if the whole file is; else one of the Cyrillic code pages, checked line by line."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    high: list[bytes] = []
    valid, lines, chunk, kept = True, 1, start, 0
    while chunk:
        if valid:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                valid = False
                broken = lines + chunk[: error.start].count(b"\n")
        lines += chunk.count(b"\n")
        if kept < 4 * _CHUNK:
            high.append(chunk)
            kept += len(chunk)
        chunk = file.read(_CHUNK)
    if valid:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise Refused("файл в UTF-8 обрезан посреди буквы: получите его заново") from None
        return "utf-8", "UTF-8"
    return _code_page(b"".join(high), broken)


def _code_page(data: bytes, broken: int) -> tuple[str, str]:
    codec = max(_CANDIDATES, key=lambda name: _russian(data, name))
    winners: Counter[str] = Counter()
    first: dict[str, int] = {}
    for number, line in enumerate(data.split(b"\n"), start=1):
        if sum(byte >= 0x80 for byte in line) < 12:
            continue
        name = _line_encoding(line, codec)
        winners[name] += 1
        first.setdefault(name, number)
    others = {name: count for name, count in winners.items() if name != codec}
    if others.get("utf-8") or sum(others.values()) > 0.02 * sum(winners.values()):
        other = max(others, key=lambda name: (name == "utf-8", others[name]))
        label = {"utf-8": "UTF-8", **_CANDIDATES}
        begins, turns = sorted((codec, other), key=lambda name: first.get(name, broken))
        raise Refused(
            f"в файле смешаны кодировки: сначала {label[begins]}, со строки"
            f" {first.get(turns, broken)} {label[turns]};"
            " сохраните его в одной, лучше в UTF-8"
        )
    return codec, _CANDIDATES[codec]


def _line_encoding(line: bytes, codec: str) -> str:
    """The encoding of one line: the file's own unless another is clearly more Russian."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if sum("а" <= letter <= "я" for letter in text.lower()) >= 6:
            return "utf-8"
    scores = {name: _russian(line, name) for name in _CANDIDATES}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] - scores[codec] > 0.5 else codec


def _russian(data: bytes, codec: str) -> float:
    """How Russian the bytes look under `codec`: mean letter score, most about 1, junk below 0."""
    text = data.decode(codec, "replace")
    counts = Counter(text)
    score = total = 0.0
    for symbol, count in counts.items():
        if symbol < "\x80":
            continue
        lowered = symbol.lower()
        total += count
        if lowered in _LETTERS:
            score += count * (_LETTERS[lowered] / 40 - 0.2) * (1 if symbol == lowered else 0.3)
        elif symbol not in "«»—–№…„“”°\xa0":
            score -= count
    upper_inside = sum(
        "а" <= left <= "я" and "А" <= right <= "Я"
        for left, right in zip(text, text[1:], strict=False)
    )
    return (score - upper_inside) / total if total else 0.0
