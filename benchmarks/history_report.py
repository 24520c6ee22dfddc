"""The questions asked of the evidence, each with the cases that remain; Markdown."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

from benchmarks.history_evidence import (
    HOUR,
    KYIV,
    QUARTER,
    Address,
    Glance,
    Key,
    Said,
    Story,
    after_the_night,
    owed_at,
)

STAGES = ("five_days", "one_day", "same_day")
MOST_A_DAY = 2
"""The stages of different days fall due at 7:00 and 10:00."""
LISTED = 25
"""Cases of one kind that are named; the others are counted."""

Cases = Iterator[tuple[Key, str]]


def report(
    stories: Mapping[Key, Story], addresses: Mapping[str, Address], messages: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """The report, line by line."""
    told = {key: story for key, story in stories.items() if story.said}
    shown = {key: story for key, story in stories.items() if any(glance.sure for glance in story.seen)}
    yield f"Accounts: {len(addresses)}; messages: {len(messages)}."
    yield f"Interruptions surely shown: {len(shown)}; told: {len(told)}. Shown, and never told: " + _counts(
        _why_never_told(story) for story in shown.values() if not story.said
    )
    for what, cases in (
        ("the same text twice about one day", _same_text(told)),
        ("the same stage, day and hours said twice", _same_item(told)),
        ("seen an hour before its start, and not told when it was owed", _missed(shown)),
        ("standing in the list on its day, and not told on that day", _not_on_the_day(shown)),
        ("believed by the customer at the start, against the latest reading", _wrong_belief(told)),
        ("hours said that the latest reading did not show", _wrong_hours(told)),
        ("told, although no reading showed the house", _never_shown(told)),
        ("said as certain, although no reading surely showed the house", _too_certain(told)),
        ("said as possible, although the latest reading surely showed it", _too_unsure(told)),
        ("said after the end", _after_the_end(told)),
        ("cancelled, although not lacked by two readings half an hour apart", _hasty(told)),
        ("cancelled, and shown again before its start", _back_again(told)),
        ("changed to what had been said already", _no_change(told)),
        ("more stages than were owed", _too_many(told)),
        ("more follow-ups than the list had changes", _too_many_changes(told)),
        ("more than two messages to one account on one day", _too_many_a_day(messages)),
    ):
        yield from _section(what, list(cases), addresses)
    yield ""
    yield "Stages said: " + _counts(said.stage for story in told.values() for said in story.said)
    yield "Said of one account and day, times: " + _counts(len(story.said) for story in told.values())
    a_day = Counter((each["account"], each["at"][:10]) for each in messages)
    yield "Messages to one account on one day: " + _counts(a_day.values())


def _section(what: str, cases: Sequence[tuple[Key, str]], addresses: Mapping[str, Address]) -> Iterator[str]:
    yield f"- {what}: {len(cases)}"
    alike: dict[str, list[Key]] = defaultdict(list)
    for (account, day), how in cases:
        alike[f"{day:%d.%m}: {how}"].append((account, day))
    for how, keys in list(alike.items())[:LISTED]:
        yield f"  - {how} [{len(keys)}: {', '.join(addresses[keys[0][0]])}]"


def _same_text(told: Mapping[Key, Story]) -> Cases:
    for key, story in told.items():
        for one, other in combinations(story.said, 2):
            if one.text == other.text:
                yield key, f"{_say(one)} and {_say(other)}"


def _same_item(told: Mapping[Key, Story]) -> Cases:
    for key, story in told.items():
        for one, other in combinations(story.said, 2):
            if one.stage == other.stage and _near(one, other):
                between = [str(each.stage) for each in story.said if one.at < each.at < other.at]
                yield key, f"{one.stage} {_clock(one.at)} and {_clock(other.at)}, between them {between}"


def _missed(shown: Mapping[Key, Story]) -> Cases:
    """Not told by the time it was owed, although two readings half an hour apart had not lacked it by then."""
    for key, story in shown.items():
        first = story.first_known()
        starts_at = first.sure[0][0]
        if starts_at - first.at < HOUR:
            continue
        due = owed_at(starts_at)
        owed = after_the_night(max(first.at, due[0]), starts_at)
        if any(said.at <= owed for said in story.said) or story.twice_lacked(owed):
            continue
        if latest := story.latest(owed):
            seen_since = [each for each in story.seen if each.at > owed and each.sure and each.sure[0][0] > each.at]
            if not story.said or seen_since or latest.all:
                yield key, f"owed {_clock(owed)}, told {[_say(said) for said in story.said]}"


def _why_never_told(story: Story) -> str:
    first = story.first_known()
    starts_at, ends_at = first.sure[0][0], first.sure[-1][1]
    if first.at >= ends_at:
        return "first read after its end"
    owed = after_the_night(max(first.at, owed_at(starts_at)[0]), starts_at)
    if owed >= ends_at:
        return "first read in its last night"
    return "gone before it was owed" if story.twice_lacked(owed) else "not explained"


def _not_on_the_day(shown: Mapping[Key, Story]) -> Cases:
    for key, story in shown.items():
        before = [each for each in story.seen if each.sure and each.at <= each.sure[0][0] - HOUR]
        if not before:
            continue
        starts_at, ends_at = before[-1].sure[0][0], before[-1].sure[-1][1]
        stands = all(each.sure for each in story.seen if before[-1].at <= each.at < starts_at)
        from_then = owed_at(starts_at)[2] - 2 * HOUR
        if stands and not any(from_then <= said.at < ends_at for said in story.said):
            yield key, f"told {[_say(said) for said in story.said]}"


def _wrong_belief(told: Mapping[Key, Story]) -> Cases:
    for key, story in told.items():
        before = [said for said in story.said if said.at < said.starts_at]
        latest = story.latest(before[-1].starts_at) if before else None
        if latest is None or (before[-1].cancels and not latest.sure):
            continue
        said = before[-1]
        if said.cancels or not latest.agrees(said.starts_at, said.ends_at):
            yield key, f"{_say(said)}, {_shown(latest)}, lacked since {_since(story, said.starts_at)}"


def _wrong_hours(told: Mapping[Key, Story]) -> Cases:
    for key, story in told.items():
        for said in story.said:
            latest = story.latest(said.at)
            if said.cancels or latest is None or latest.agrees(said.starts_at, said.ends_at):
                continue
            twice = "lacked by two" if story.twice_lacked(said.at) else "lacked by one"
            yield key, f"{_say(said)}, {_shown(latest)} {'' if latest.all else twice}"


def _never_shown(told: Mapping[Key, Story]) -> Cases:
    return ((key, _say(story.said[0])) for key, story in told.items() if not story.seen)


def _too_certain(told: Mapping[Key, Story]) -> Cases:
    for key, story in told.items():
        first = next((said for said in story.said if said.sure and not said.cancels), None)
        if first and not any(glance.sure for glance in story.seen if glance.at <= first.at):
            yield key, _say(first)


def _too_unsure(told: Mapping[Key, Story]) -> Cases:
    for key, story in told.items():
        for said in story.said:
            latest = story.latest(said.at)
            if latest and latest.sure and latest.sure == latest.all and not said.sure and not said.cancels:
                yield key, _say(said)


def _after_the_end(told: Mapping[Key, Story]) -> Cases:
    return ((key, _say(said)) for key, story in told.items() for said in story.said if said.at >= said.ends_at)


def _hasty(told: Mapping[Key, Story]) -> Cases:
    for key, story in told.items():
        for said in story.said:
            if said.cancels and not story.twice_lacked(said.at, (said.starts_at, said.ends_at)):
                yield key, f"{_say(said)}, lacked {[_clock(at) for at in story.lacked(said.at)]}"


def _back_again(told: Mapping[Key, Story]) -> Cases:
    for key, story in told.items():
        for said in story.said:
            later = [
                each.at for each in story.seen if said.cancels and said.at < each.at < said.starts_at and each.sure
            ]
            if later:
                lacking = story.lacked(said.at, (said.starts_at, said.ends_at))
                lasted = f"{_clock(lacking[0])} to {_clock(lacking[-1])}" if lacking else "never"
                yield key, f"{_say(said)}, lacked {lasted} ({len(lacking)}), shown {_clock(later[0])}"


def _no_change(told: Mapping[Key, Story]) -> Cases:
    for key, story in told.items():
        for before, after in pairwise(story.said):
            if after.stage == "changed" and not before.cancels and _near(before, after):
                yield key, f"{_say(before)}, then {_say(after)}"


def _too_many(told: Mapping[Key, Story]) -> Cases:
    for key, story in told.items():
        stages = [said.stage for said in story.said if said.stage in STAGES]
        known = next((each for each in story.seen if each.all), None)
        past = sum(at <= known.at for at in owed_at(known.all[0][0])) if known else 0
        if len(stages) > len(STAGES) - max(0, past - 1) or len(set(stages)) < len(stages):
            yield key, f"known {known and _clock(known.at)}: {[_say(said) for said in story.said]}"


def _too_many_changes(told: Mapping[Key, Story]) -> Cases:
    for key, story in told.items():
        after_first = [each for each in story.seen if each.at >= story.said[0].at - timedelta(days=1)]
        changes = sum(not _alike(one, other) for one, other in pairwise(after_first))
        follow_ups = [_say(said) for said in story.said if said.stage not in STAGES]
        if len(follow_ups) > changes:
            yield key, f"{follow_ups}, changes in the list {changes}"


def _too_many_a_day(messages: Sequence[Mapping[str, Any]]) -> Cases:
    a_day: dict[tuple[str, str], list[str]] = defaultdict(list)
    for message in messages:
        items = (f"{item['stage']} of {item['day'][8:]}.{item['day'][5:7]}" for item in message["items"])
        a_day[message["account"], message["at"][:10]].append(f"{message['at'][11:16]} {', '.join(items)}")
    for (account, day), said in a_day.items():
        if len(said) > MOST_A_DAY:
            yield (account, date.fromisoformat(day)), "; ".join(said)


def _alike(one: Glance, other: Glance) -> bool:
    return len(one.all) == len(other.all) and all(
        abs(a[0] - b[0]) <= QUARTER and abs(a[1] - b[1]) <= QUARTER for a, b in zip(one.all, other.all, strict=True)
    )


def _near(one: Said, other: Said) -> bool:
    return abs(one.starts_at - other.starts_at) <= QUARTER and abs(one.ends_at - other.ends_at) <= QUARTER


def _since(story: Story, at: datetime) -> str:
    lacking = story.lacked(at)
    return _clock(lacking[0]) if lacking else "never"


def _say(said: Said) -> str:
    hours = f"{said.starts_at.astimezone(KYIV):%H:%M}-{said.ends_at.astimezone(KYIV):%H:%M}"
    return f"{_clock(said.at)} {said.stage}{'' if said.sure else '?'} {hours}"


def _shown(glance: Glance) -> str:
    hours = [f"{start:%H:%M}-{end:%H:%M}" for start, end in glance.all]
    return f"{_clock(glance.at)} shows {', '.join(hours) or 'nothing'}"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(KYIV):%d.%m %H:%M}"


def _counts(values: Iterable[object]) -> str:
    return ", ".join(f"{value}: {times}" for value, times in sorted(Counter(values).items()))
