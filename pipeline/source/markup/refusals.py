"""Pages that came in place of the list: refusals, challenges, logins, a site that is down or shut."""

import re

from selectolax.lexbor import LexborHTMLParser

from pipeline.source.markup.lines import text_of

_REFUSAL = re.compile(
    r"доступ\s+(?!(?:стороннім|до\s+(?:електро|енерго))\S*)(?:[^\s.]+\s+){0,4}?(?:заборонен|обмежен|закрит|запрещ|ограничен)|"
    r"access\s+(?:is\s+)?denied|forbidden|been blocked|адрес\w*\s+(?:\S+\s+)?заблокован|"
    r"(?:помилка|ошибка|error)\s*:?\s*(?:40[13]|429|50[0-4]|10[0-2]\d)\b|"
    # challenges
    r"just a moment|one moment, please|один момент|attention required|ddos[ -]guard|checking your browser|"
    r"перевір\w+,?\s+(?:вашого\s+|ваш\s+)?(?:браузер|безпек|чи)|проверк\w+\s+(?:вашего\s+)?браузер|ви\s+людина|"
    r"не\s+робот\b|being verified|you are (?:a )?human|verify(?:ing)? you|unusual traffic|"
    r"забагато запитів|(?:перевищ\w+|ліміт)\s+(?:\S+\s+)?запитів|"
    r"too many requests|rate limit|incapsula|servicepipe|bx-?waf|(?:enable|requires?) javascript|увімкніть javascript|"
    # the site itself is down or shut
    r"(?:сайт|портал|сервіс|ресурс)\w*\s+(?:\S+\s+){0,3}"
    r"(?:не\s+працю|недоступн|на\s+реконструкці|закри|оновлю|обслугов|не\s+работа|недоступен|закрыт)|"
    r"технічн\w+\s+(?:роботи|обслуговування)\s+(?:на\s+)?(?:сайт|портал|сервер)|ведуться\s+(?:технічні|профілактичні)|"
    r"ведутся\s+(?:технические|профилактические)|(?:спробуйте|зайдіть|попробуйте|зайдите)\s+(?:пізніше|позже|ще\s+раз|за\s+кілька)|"
    r"under (?:construction|maintenance)|(?:service|temporarily)\s+(?:temporarily\s+)?unavailable|bad gateway|"
    r"gateway time-?out|internal server error|db query error|fatal error|database (?:connection|error)|sqlstate|"
    r"error (?:connecting to|establishing a) database|помилка\s+(?:бази|сервера|підключення)|"
    r"ошибка\s+(?:базы|сервера)|закрыт\s+на|"
    # logins
    r"авторизуйтесь|необхідн\w+\s+авториз|увійдіть(?:,\s+щоб|\s+(?:до|в|у)\b)|unauthorized|jwt token|"
    r"\"(?:code|status)\"\s*:\s*\"?(?:40[13]|429|50[0-4])\b",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    rb"cf-chl|_cf_chl|challenge-platform|turnstile|__test=|document\.cookie\s*=[^<]*location|"
    rb"<meta[^>]+http-equiv=.?refresh|_Incapsula_Resource|type\s*=\s*[\"']?password|captcha",
    re.IGNORECASE | re.DOTALL,
)
_NOT_THE_MATTER = ["script", "style", "template", "a", "nav", "footer", "aside"]
"""Parts of an honest page that may speak of logins and forbidden access."""
_LONGEST_BEFORE = 200_000
"""Characters among which a refusal says that it is one."""


def says_refusal(text: str) -> bool:
    """Whether a text says that the list is not shown."""
    return _REFUSAL.search(text, 0, _LONGEST_BEFORE) is not None


def is_refusal(tree: LexborHTMLParser) -> bool:
    """Whether a page tells a person so, in its title or its body; the tree is of no use afterwards."""
    tree.strip_tags(_NOT_THE_MATTER)
    return says_refusal(" ".join((text_of(tree.root) if tree.root else "").split()))


def has_challenge(page: bytes) -> bool:
    """Whether there is markup of a challenge or a login, which an honest page may have beside its list."""
    return _CHALLENGE.search(page) is not None
