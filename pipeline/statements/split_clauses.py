"""Where a sentence holds several thoughts: lists of things or actions, clauses of their own.

In doubt a text stays whole: two thoughts in one statement are seen and split by hand in a moment,
a torn sentence is not. An infinitive is never cut from what forbids it: the second half of «не
надо строить ТЦ, вырубать деревья» would ask for what the author is against.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pipeline.statements.tokens import Span, Tokens, may_be

BETWEEN = {"CCONJ", "PUNCT", "SYM"}
COMMAS = {",", "/", "+"}
JOINTS = {"и", "да"}
PREDICATIVES = frozenset(
    "нет нету надо нужно необходимо нельзя можно пора негде некуда нечем некому невозможно "
    "трудно сложно тяжело страшно опасно неудобно жаль хватит достаточно мало много темно "
    "грязно скользко тесно дорого шумно скучно".split()
)
# Words that begin a thought of another role than the one before them.
TURNS = frozenset("поэтому потому следовательно зато однако но а лучше предлагать просить".split())
DEMANDS = frozenset(
    "надо нужно необходимо пора прошу просим предлагаю предлагаем требую требуем следует стоит "
    "давайте сделайте постройте отремонтируйте почините уберите верните хотелось хочется".split()
)
FORBIDDING = frozenset(
    "не нельзя хватит против запретить запретите прекратить прекратите перестать перестаньте "
    "невозможно было".split()
)
# «мало деревьев», «больше парков»: an amount makes a noun in the genitive a thought of its own.
AMOUNTS = frozenset("нет нету мало больше побольше меньше поменьше много".split())
LACKING = AMOUNTS | frozenset("хватает недостаёт недостает негде некуда отсутствует".split())
# First words of a piece that leans on what stands before it.
LEANING = frozenset(
    "который где куда когда если чтобы что как так хотя пока ибо "
    "чем это этот эта эти его её их она он они там туда особенно например включая кроме вместо "
    "значит то тоже также причём причем том кв д корп стр эт".split()
)
LINKING = frozenset("что чтобы если когда как который где".split())
PLACING = frozenset("в во на у около возле под перед между вокруг вдоль по за".split())
SEASONS = frozenset("зима весна лето осень утро день вечер ночь".split())
LONGEST_ITEM = 9  # content words of one item of a list such as «дороги, снег и автобусы»


def clauses(tokens: Tokens, first: int, stop: int) -> list[Span]:
    """Cut a list of things or actions into its items, or a sentence into its clauses."""
    open_places = [i for i in outside_brackets(tokens, first, stop) if i > first]
    commas = [i for i in open_places if tokens.word(i) in COMMAS]
    joints = [i for i in open_places if tokens.word(i) in JOINTS]
    if joints and _one_predicate(tokens, _pieces(tokens, first, stop, [*commas, joints[-1]])):
        return [(first, stop)]
    for cuts in (sorted([*commas, *joints]), commas):
        pieces = _pieces(tokens, first, stop, cuts)
        if len(pieces) > 1 and _is_list(tokens, pieces):
            return pieces
    return _pieces(tokens, first, stop, _turns(tokens, first, stop, sorted([*commas, *joints])))


def outside_brackets(tokens: Tokens, first: int, stop: int) -> list[int]:
    """Positions that no bracket or quotation mark encloses."""
    found, depth = [], 0
    closing = sum(tokens.word(i) in {")", "»"} for i in range(first, stop))
    for index in range(first, stop):
        word = tokens.word(index)
        depth += (word in {"(", "«"} and closing > depth) - (word in {")", "»"} and depth > 0)
        if depth == 0:
            found.append(index)
    return found


def content(tokens: Tokens, first: int, stop: int) -> list[int]:
    """Positions of the words, conjunctions left out."""
    return [
        index
        for index in range(first, stop)
        if tokens.pos[index] not in BETWEEN and any(map(str.isalnum, tokens.word(index)))
    ]


def _pieces(tokens: Tokens, first: int, stop: int, cuts: Sequence[int]) -> list[Span]:
    """The pieces between the cuts; «, и» is one cut."""
    bounds = [first, *(cut for cut in cuts if content(tokens, first, cut)), stop]
    pieces: list[Span] = []
    for start, end in zip(bounds, bounds[1:], strict=False):
        if pieces and not content(tokens, *pieces[-1]):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return pieces


def _one_predicate(tokens: Tokens, pieces: Sequence[Span]) -> bool:
    """True for «врачи, учителя и молодёжь уезжают»: several subjects of one verb in the plural."""
    *things, last = (content(tokens, *piece) for piece in sorted(pieces))
    if not things or not all([last, *things]) or kind_of(tokens, last) != "clause":
        return False
    plural = any(
        "Number=Plur" in tokens.feats[i] and tokens.pos[i] not in {"NOUN", "PROPN", "PRON"}
        for i in last
        if _finite(tokens, i) or "Variant=Short" in tokens.feats[i]
    )
    return plural and all(kind_of(tokens, words) == "thing" for words in things)


def _is_list(tokens: Tokens, pieces: Sequence[Span]) -> bool:
    """All pieces are things in the nominative or amounts, or all are actions; none is long."""
    contents = [content(tokens, *piece) for piece in pieces]
    if not all(contents) or max(map(len, contents)) > LONGEST_ITEM:
        return False
    kinds = [kind_of(tokens, words) for words in contents]
    if set(kinds) == {"action"}:
        bare = [len(words) == 1 for words in contents]
        return not _forbidden(tokens, contents[0]) and (all(bare) or not any(bare))
    for kind, words, before in zip(kinds[1:], contents[1:], kinds, strict=False):
        if before != "thing" and kind == "thing" and _genitive(tokens, words):
            return False
    if any(map(partial(_same_case, tokens), contents, contents[1:])):
        return False
    return set(kinds) <= {"thing", "amount"} or set(kinds) == {"action", "amount"}


def _same_case(tokens: Tokens, before: Sequence[int], after: Sequence[int]) -> bool:
    """True for «баланс работы | и личной жизни», «влияние на ход | и результаты».

    The second noun is governed by what governs the last noun of the first piece.
    """
    said, told = _nouns(tokens, before), _nouns(tokens, after)
    if len(said) < 2 or not told or "Case=Nom" in tokens.feats[told[0]]:
        return False
    genitives = may_be(tokens.word(said[-1]), "gent") and may_be(tokens.word(told[0]), "gent")
    return genitives or _case(tokens, said[-1]) == _case(tokens, told[0])


def _case(tokens: Tokens, noun: int) -> str:
    return next((feat for feat in tokens.feats[noun].split("|") if feat[:5] == "Case="), "")


def _forbidden(tokens: Tokens, words: Sequence[int]) -> bool:
    """True for «прекратить вырубать …»: the infinitives after it are forbidden with it."""
    infinitives = sum("VerbForm=Inf" in tokens.feats[index] for index in words)
    return infinitives > 1 and any(tokens.word(index) in FORBIDDING for index in words)


def _genitive(tokens: Tokens, words: Sequence[int]) -> bool:
    return any(
        "Case=Gen" in tokens.feats[i] for i in words[:2] if tokens.pos[i] in {"NOUN", "PROPN"}
    )


def kind_of(tokens: Tokens, words: Sequence[int]) -> str:
    """What a piece is: action, amount, thing, clause, or other, which must not stand alone."""
    head = words[0]
    finite = [index for index in words if _finite(tokens, index)]
    if tokens.word(head) in AMOUNTS and finite in ([], [head]) and len(words) > 1:
        return "amount"
    if "Mood=Imp" in tokens.feats[head] and len(words) > 1 and finite == [head]:
        return "action"
    if finite:
        return "clause"
    denied = tokens.word(head) == "не" and len(words) > 1
    if "VerbForm=Inf" in tokens.feats[words[1] if denied else head]:
        return "action"
    if any(_verb(tokens, index) for index in words) or _state(tokens, words):
        return "clause"
    for index in words:
        if tokens.pos[index] in {"NOUN", "PROPN"}:
            return "thing" if may_be(tokens.word(index), "nomn") else "other"
        if tokens.pos[index] not in {"ADJ", "DET", "NUM", "ADV", "VERB"}:
            return "other"
    return "other"


def _verb(tokens: Tokens, index: int) -> bool:
    return tokens.pos[index] == "VERB" and "Part" not in tokens.feats[index]


def _state(tokens: Tokens, words: Sequence[int]) -> bool:
    """True for «воздух грязный», «зимой чёрный снег», «во дворах темно»."""
    last = tokens.feats[words[-1]]
    described = tokens.pos[words[-1]] == "ADJ" and ("Case=Nom" in last or "Variant=Short" in last)
    placed = tokens.word(words[0]) in PLACING or tokens.lemmas[words[0]] in SEASONS
    return len(words) > 1 and (
        (described and any("Case=Nom" in tokens.feats[i] for i in _nouns(tokens, words)))
        or (placed and any(_subject(tokens, i) for i in _nouns(tokens, words)[1:]))
    )


def _subject(tokens: Tokens, noun: int) -> bool:
    """True for a noun that may be in the nominative; the tagger takes many for accusatives."""
    feats = tokens.feats[noun]
    likely = "Case=Acc" in feats or tokens.deps[noun].startswith("nsubj")
    return "Case=Nom" in feats or (likely and may_be(tokens.word(noun), "nomn"))


def _turns(tokens: Tokens, first: int, stop: int, marks: Sequence[int]) -> list[int]:
    """The marks at which another thought begins: a clause of another role or another matter."""
    cuts, begin = [], first
    for number, mark in enumerate(marks):
        following = marks[number + 1] if number + 1 < len(marks) else stop
        if not content(tokens, mark, following):
            following = marks[number + 2] if number + 2 < len(marks) else stop
        if _linked(tokens, mark, stop) or tokens.word(begin) in LINKING:
            continue
        if _linked(tokens, mark, stop) or tokens.word(begin) in LINKING:
            continue
        joint = tokens.word(mark) in JOINTS
        another = _another(tokens, (begin, mark), (mark, following), joint)
        if another or (not joint and _new_thought(tokens, begin, mark, stop)):
            cuts.append(mark)
            begin = mark
    return cuts


def _lead(tokens: Tokens, mark: int, stop: int) -> list[str]:
    return [tokens.word(index) for index in range(mark + 1, min(mark + 4, stop))]


def _linked(tokens: Tokens, mark: int, stop: int) -> bool:
    """True for «, что …», «, а не …», «, но и …»: the rest of the same thought."""
    lead = _lead(tokens, mark, stop)
    return not lead or lead[0] in LINKING or lead[:2] in (["а", "не"], ["но", "и"])


def _another(tokens: Tokens, before: Span, after: Span, joint: bool) -> bool:
    """True when both pieces name a matter of their own, and the second does not lean."""
    if not (_stands_alone(tokens, *before) and _stands_alone(tokens, *after)):
        return False
    if any(_subject_of(tokens, i, *after) for i in range(*before)):
        return False
    said, told = content(tokens, *before), content(tokens, *after)
    kinds = kind_of(tokens, said), kind_of(tokens, told)
    if kinds[1] == "action":
        return not any(tokens.word(i) in FORBIDDING for i in said) and (
            kinds[0] == "action" or any(tokens.word(i) in DEMANDS for i in said)
        )
    if kinds[1] == "thing" and kinds[0] not in {"thing", "amount"}:
        return kinds[0] == "clause" and not joint and not _coordinated(tokens, before, told)
    return not joint or kinds == ("clause", "clause") or "amount" in kinds


def _subject_of(tokens: Tokens, index: int, first: int, stop: int) -> bool:
    """True for a subject whose verb comes after the mark."""
    head = tokens.heads[index]
    finite = first <= head < stop and "VerbForm=Fin" in tokens.feats[head]
    return finite and tokens.deps[index].startswith("nsubj")


def _coordinated(tokens: Tokens, before: Span, words: Sequence[int]) -> bool:
    """True when the noun is one more object of the clause before it: «не чистят дворы, дороги»."""
    noun = next(iter(_nouns(tokens, words)), words[0])
    head = tokens.heads[noun]
    joined = before[0] <= head < before[1] and tokens.pos[head] in {"NOUN", "PROPN"}
    return joined or "Case=Nom" not in tokens.feats[noun]


def _stands_alone(tokens: Tokens, first: int, stop: int) -> bool:
    """True for a piece that names a matter of its own: «мест в яслях нет», «плохие дороги».

    «Ездить невозможно» or «где живут люди» lean on what stands before them.
    """
    words = content(tokens, first, stop)
    if not words or {w for i in words[:2] for w in (tokens.word(i), tokens.lemmas[i])} & LEANING:
        return False
    nouns = _nouns(tokens, words)
    kind = kind_of(tokens, words)
    if not nouns or kind == "other" or tokens.pos[words[0]] == "NUM":
        return False
    subject = any("Case=Nom" in tokens.feats[index] for index in nouns)
    lacking = any(tokens.word(index) in LACKING for index in words)
    asked = any(tokens.word(index) in DEMANDS for index in words[:2]) and any(
        "VerbForm=Inf" in tokens.feats[index] for index in words
    )
    placed = tokens.pos[words[0]] == "ADP" and any(tokens.word(i) in PREDICATIVES for i in words)
    placed = placed or (kind == "clause" and _state(tokens, words))
    return kind in {"action", "amount"} or subject or lacking or asked or placed


def _nouns(tokens: Tokens, words: Sequence[int]) -> list[int]:
    return [index for index in words if tokens.pos[index] in {"NOUN", "PROPN"}]


def _new_thought(tokens: Tokens, first: int, comma: int, stop: int) -> bool:
    """True at a comma between two clauses of which the second asks, concludes or objects."""
    before, after = content(tokens, first, comma), content(tokens, comma, stop)
    lead = _lead(tokens, comma, stop)
    contrast = lead[:2] == ["а", "вот"]  # «прекрасная набережная, а вот парк запущен»
    if len(before) < 2 or not after or not (contrast or _predicate(tokens, before)):
        return False
    turns = lead[0] in TURNS or lead[:2] == ["так", "что"]
    demands = any(word in DEMANDS for word in lead[:2])
    said = {tokens.word(index) for index in before}
    own = any(tokens.pos[i] in {"NOUN", "PROPN", "PRON"} for i in after) or len(after) > 2
    return (turns and own and _predicate(tokens, after)) or (demands and not said & DEMANDS)


def _predicate(tokens: Tokens, words: Sequence[int]) -> bool:
    return (
        any(
            _finite(tokens, index)
            or "Variant=Short" in tokens.feats[index]
            or "VerbForm=Inf" in tokens.feats[index]
            for index in words
        )
        or bool(words)
        and _state(tokens, words)
    )


def _finite(tokens: Tokens, index: int) -> bool:
    return "VerbForm=Fin" in tokens.feats[index] or tokens.word(index) in PREDICATIVES
