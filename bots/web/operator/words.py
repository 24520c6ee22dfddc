"""Words that several of the operator's pages share."""

from pipeline.domain.stages import Stage

STAGES = {
    Stage.FIVE_DAYS: "за 5 днів",
    Stage.ONE_DAY: "за день",
    Stage.SAME_DAY: "у день робіт",
    Stage.CHANGED: "зміна",
    Stage.CANCELLED: "скасування",
    Stage.CLOSED: "рахунок закрито",
    Stage.ADDED: "під час додавання",
}
MESSENGERS = {"telegram": "Telegram", "viber": "Viber", "console": "Консоль"}
