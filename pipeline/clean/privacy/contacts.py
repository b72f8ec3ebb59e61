"""E-mail addresses, handles and links to profiles."""

from __future__ import annotations

from pipeline.clean.privacy.found import rule

_AT = (
    r"(?:\s?@\s?|\s?[(\[{]\s?(?:at|эт|собака|собачка|@)\s?[)\]}]\s?|"
    r"\s(?:собака|собачка|собакой|эт)\s)"
)
_DOT = r"(?:\s?\.\s?|\s?[(\[{]\s?(?:dot|точка|\.)\s?[)\]}]\s?|\sточка\s)"
_GLUE = r"(?:[.+_-]|\s(?:точка|тире|дефис|нижнее подч[её]ркивание|подч[её]ркивание|минус)\s)"
_ZONE = (
    r"(?:ru|рф|com|net|org|su|info|me|by|kz|ua|biz|pro|io|dev|москва|рус|ру|ком|нет|орг|"
    r"онлайн|online|[a-z]{2,4})"
)
_HOSTS = (
    r"(?:vk\.(?:com|ru|cc|me)|vkontakte\.ru|ok\.ru|odnoklassniki\.ru|t\.me|telegram\.me|tg\.me|"
    r"wa\.me|instagram\.com|facebook\.com|fb\.com|twitter\.com|x\.com|tiktok\.com|my\.mail\.ru|"
    r"viber\.me|discord\.gg|(?:www\.|m\.)?youtube\.com/@|rutube\.ru/u|dzen\.ru/id|max\.ru/u)"
)
_NETWORK = (
    r"(?:телеграм+|телега|телеге|тг|tg|telegram|вк|vk|вконтакте|контакте|инста(?:грам+)?|"
    r"inst(?:agram)?|одноклассник(?:и|ах)|ск[ау]йп|skype|ник|никнейм|логин|юзернейм|дискорд|"
    r"discord|аккаунт|профиль|тик ?ток|tiktok|ок)"
)

RULES = (
    rule("почта", "pattern", 0.95, r"(?<![\w.+-])[\w.+-]{1,100}@[\w-]+(?:\.[\w-]+)+"),
    rule(
        "почта",
        "pattern",
        0.9,
        rf"(?<![\w.+-])\w{{1,64}}(?:{_GLUE}\w{{1,64}}){{0,5}}{_AT}"
        rf"\w{{1,64}}(?:-\w{{1,64}}){{0,3}}(?:{_DOT}\w{{1,64}}){{0,3}}?{_DOT}{_ZONE}(?!\w)",
    ),
    rule(
        "почта",
        "pattern",
        0.85,
        rf"(?<![\w.+-])\w{{1,64}}(?:{_GLUE}\w{{1,64}}){{0,5}}\s(?:собака|собачка)\s"
        r"\w{1,64}\s(?:точка\s)?(?:ру|ком|рф|ru|com)(?!\w)",
    ),
    rule("почта", "pattern", 0.7, r"(?<!\S)[\w.+-]{2,}@[\w-]{2,}(?![\w@])"),
    rule("аккаунт", "pattern", 0.8, r"(?<![\w@.])@\s?[a-z_][\w.]{2,31}(?<!\.)"),
    rule(
        "аккаунт",
        "pattern",
        0.9,
        rf"(?:https?://)?(?:www\.|m\.)?{_HOSTS}/?[\w.@/?=&%+-]*[\w/]",
    ),
    rule(
        "аккаунт",
        "context",
        0.8,
        rf"(?<!\w){_NETWORK}\s?(?:[:@—-]|это|мой|)\s?"
        r"(?P<it>@?(?=\w*[a-z_])[a-z\d_][\w.]{3,31}(?<!\.))",
    ),
    rule("аккаунт", "context", 0.8, r"(?<!\w)id\s?\d{5,12}(?!\d)"),
)
