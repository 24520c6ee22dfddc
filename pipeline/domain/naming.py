"""What operators call messengers and stages."""

from collections.abc import Mapping

from pipeline.domain.stages import Stage

MESSENGERS: Mapping[str, str] = {"telegram": "Telegram", "viber": "Viber", "console": "Консоль"}
STAGES: Mapping[Stage, str] = {
    Stage.FIVE_DAYS: "за 5 днів",
    Stage.ONE_DAY: "за день",
    Stage.SAME_DAY: "у день робіт",
    Stage.CHANGED: "зміна",
    Stage.CANCELLED: "скасування",
    Stage.CLOSED: "рахунок закрито",
    Stage.ADDED: "під час додавання",
}
