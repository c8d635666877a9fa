"""One meeting: before it who comes, after it who was there, and a kind word to who was missing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from minim.groups.models import GroupQuerySet, Role, Seat
from minim.meetings.answers import Asked
from minim.meetings.models import ActionItem, Answer, Attendance, How, Meeting, Room, Said
from tests.meetings.held import NOW, were_there
from tests.web.meetings.reading import enter, section, soup, words

if TYPE_CHECKING:
    from django.test import Client
    from time_machine import Traveller

    from minim.people.models import Person
    from tests.cast import Cast

CANARY = "Kestrel at dawn"


def page_of(meeting: Meeting) -> str:
    return reverse("meetings:one", args=[meeting.series.group_id, meeting.pk])


def there_of(meeting: Meeting) -> str:
    return reverse("meetings:there", args=[meeting.series.group_id, meeting.pk])


def the_last(meetings: list[Meeting]) -> Meeting:
    """Over since half an hour."""
    return meetings[6]


def the_next(meetings: list[Meeting]) -> Meeting:
    return meetings[7]


def members(cast: Cast) -> list[Person]:
    return [seat.person for seat in cast.group.sitting()]


def noted(meeting: Meeting) -> list[tuple[str, str]]:
    return sorted(Attendance.objects.at(meeting).values_list("person__name", "how"))


# Who may look


@pytest.mark.parametrize("who", ["olive", "sam", "bo", "root"])
def test_whoever_does_not_sit_there_finds_nothing(
    client: Client, cast: Cast, meetings: list[Meeting], who: str
) -> None:
    were_there(meetings, *[members(cast)] * 7)
    ActionItem.objects.keep(cast.group, CANARY, owner=cast.pat)
    enter(client, getattr(cast, who))

    answers = [client.get(page_of(meeting)) for meeting in meetings]
    answers.append(client.post(there_of(the_last(meetings)), {"there": [cast.fay.pk]}))

    assert {answer.status_code for answer in answers} == {404}
    assert CANARY not in "".join(answer.content.decode() for answer in answers)
    assert Attendance.objects.count() == 7 * 4


def test_a_query_that_gives_too_much_would_be_seen(
    client: Client, cast: Cast, meetings: list[Meeting], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A leak on purpose: what the test above looks for is there to be found."""
    were_there(meetings, *[members(cast)] * 7)
    ActionItem.objects.keep(cast.group, CANARY, owner=cast.pat)

    monkeypatch.setattr(GroupQuerySet, "of_member", lambda groups, person: groups)
    shown = words(enter(client, cast.olive).get(page_of(the_last(meetings))))

    assert CANARY in shown
    assert "Pat was there" in shown


def test_who_has_left_and_a_closed_group_find_nothing(
    client: Client, cast: Cast, meetings: list[Meeting]
) -> None:
    enter(client, cast.pat)
    before = client.get(page_of(the_last(meetings))).status_code

    cast.group.close(NOW.date())

    assert (before, client.get(page_of(the_last(meetings))).status_code) == (200, 404)


def test_a_meeting_of_another_group_is_not_found_below_ones_own(
    client: Client, cast: Cast, meetings: list[Meeting]
) -> None:
    enter(client, cast.sam)

    answer = client.get(reverse("meetings:one", args=[cast.sams_group.pk, meetings[0].pk]))

    assert answer.status_code == 404


# Before


def test_before_it_a_group_sees_when_where_who_comes_and_how(
    client: Client, cast: Cast, meetings: list[Meeting]
) -> None:
    meeting = the_next(meetings)
    Answer.objects.give(Asked(cast.pat, meeting.stretch, meeting), Said.ACCEPTED)
    Answer.objects.give(Asked(cast.fay, meeting.stretch, meeting), Said.DECLINED)

    answer = enter(client, cast.pat).get(page_of(meeting))

    assert "Tuesday 1 December, 14:00–15:00" in words(answer)
    assert "By the clock of UTC. Room Oak" in words(answer)
    assert "Coming Pat Cannot Fay Have not said Person" in section(answer, "Who comes")
    assert "Mini-M" in section(answer, "How you spend the time")
    assert "Who was there" not in words(answer)
    assert "Open the room early" not in words(answer)


def test_only_whoever_leads_is_offered_to_open_the_next_room_early(
    client: Client, cast: Cast, meetings: list[Meeting]
) -> None:
    room = reverse("room:room", args=[cast.group.pk, the_next(meetings).pk])
    enter(client, cast.fay)

    fays_next = soup(client.get(page_of(the_next(meetings)))).select(f"a[href='{room}']")
    fays_later = words(client.get(page_of(meetings[8])))
    pats_next = words(enter(client, cast.pat).get(page_of(the_next(meetings))))

    assert [link.get_text(strip=True) for link in fays_next] == ["Open the room early"]
    assert ("Open the room early" in fays_later, "Open the room early" in pats_next) == (False, False)


def test_from_an_hour_before_everybody_sees_the_way_in(
    client: Client, cast: Cast, meetings: list[Meeting], clock: Traveller
) -> None:
    meeting, said = the_next(meetings), []

    for before in (timedelta(minutes=61), timedelta(minutes=60), timedelta()):
        clock.move_to(meeting.starts_at - before, tick=False)
        said.append(words(enter(client, cast.pat).get(page_of(meeting))))
    room = Room.objects.open(meeting, cast.fay)
    room.enter(cast.fay)
    said.append(words(client.get(page_of(meeting))))

    assert ["Go to the room" in text for text in said] == [False, True, True, True]
    assert "Your group meets at 14:00" in said[1]
    assert "Your group meets now" in said[2]
    assert "The room is open: one of you is there" in said[3]


def test_a_meeting_that_is_left_out_says_so(client: Client, cast: Cast, meetings: list[Meeting]) -> None:
    Meeting.objects.filter(pk=meetings[7].pk).update(skipped=True, holiday="Unity Day")

    shown = words(enter(client, cast.fay).get(page_of(meetings[7])))

    assert "This meeting is left out: Unity Day." in shown
    assert "You meet next on Tuesday 8 December at 14:00 (UTC)" in shown
    assert "Who comes" not in shown


# After


def test_after_it_one_reads_since_when_what_was_said_is_gone(
    client: Client, cast: Cast, meetings: list[Meeting]
) -> None:
    meeting = the_last(meetings)
    enter(client, cast.pat)
    told = []

    for closed, erased in ((None, None), (50, None), (50, 62), (50, 24 * 60)):
        closed_at = meeting.starts_at + timedelta(minutes=closed) if closed else None
        erased_at = meeting.starts_at + timedelta(minutes=erased) if erased else None
        Meeting.objects.filter(pk=meeting.pk).update(closed_at=closed_at, erased_at=erased_at)
        told.append(words(client.get(page_of(meeting))))

    assert "This meeting is over. You meet next on Tuesday 1 December at 14:00 (UTC)" in told[0]
    assert "What was said is being erased." in told[1]
    assert "What was said is gone since 15:02." in told[2]
    assert "What was said is gone since Wednesday 25 November at 14:00." in told[3]


def test_everybody_sees_the_same_list_of_who_was_there(
    client: Client, cast: Cast, meetings: list[Meeting]
) -> None:
    meeting = meetings[2]  # too long ago to be ticked any more
    fay, pat, ana, ben = members(cast)
    were_there([meeting], [fay, pat, ana])
    Answer.objects.give(Asked(ben, meeting.stretch, meeting), Said.DECLINED)

    lists = [section(enter(client, one).get(page_of(meeting)), "Who was there") for one in (fay, pat, ana)]

    assert lists[0] == lists[1] == lists[2]
    assert lists[0].startswith("Who was there 3 of 4")
    assert f"{ben.name} could not come" in lists[0]
    assert f"{ana.name} was there" in lists[0]


def test_what_was_taken_on_stands_beside_it(
    client: Client, cast: Cast, meetings: list[Meeting], clock: Traveller
) -> None:
    clock.move_to(meetings[1].starts_at, tick=False)
    ActionItem.objects.keep(cast.group, "Write the guide", owner=cast.pat)
    clock.move_to(NOW, tick=False)

    this = section(enter(client, cast.fay).get(page_of(meetings[1])), "What you took on")
    other = section(client.get(page_of(meetings[2])), "What you took on")

    assert "Write the guide Pat" in this
    assert "Nothing was noted." in other


@pytest.mark.parametrize(("came", "said"), [(1, "Only one of you"), (2, "Only two of you"), (3, "")])
def test_fewer_than_three_are_told_kindly(
    client: Client, cast: Cast, meetings: list[Meeting], came: int, said: str
) -> None:
    were_there([the_last(meetings)], members(cast)[:came])
    find = reverse("times:find", args=[cast.group.pk])

    fays = enter(client, cast.fay).get(page_of(the_last(meetings)))
    pats = enter(client, cast.pat).get(page_of(the_last(meetings)))

    if not said:
        assert "Only" not in section(fays, "Who was there") + words(pats)
        assert "It counts as a meeting" not in words(fays) + words(pats)
        return
    assert f"{said} It counts as a meeting." in words(fays)
    assert f"{said} It counts as a meeting." in words(pats)
    assert bool(soup(fays).select(f"a[href='{find}']"))
    assert not soup(pats).select(f"a[href='{find}']")  # Pat would find nothing there


# Ticks


def test_fay_ticks_who_was_there(client: Client, cast: Cast, meetings: list[Meeting]) -> None:
    meeting = the_last(meetings)
    Attendance.objects.note(meeting, cast.pat, How.JOINED)
    Attendance.objects.note(meeting, members(cast)[2], How.JOINED)
    enter(client, cast.fay)
    form = soup(client.get(page_of(meeting))).select_one("form[action$='/there/']")
    assert form
    shown = {box["value"]: box.has_attr("checked") for box in form.select("[name=there]")}
    seen = form.select_one("[name=seen]")["value"]  # type: ignore[index]

    answer = client.post(there_of(meeting), {"there": [cast.fay.pk, cast.pat.pk], "seen": seen}, follow=True)

    assert list(shown.values()) == [False, True, True, False]
    assert noted(meeting) == [("Fay", "ticked"), ("Pat", "joined")]
    assert "Everybody in the group sees the same list" in answer.content.decode()
    assert "Pat was there" in words(enter(client, cast.pat).get(page_of(meeting)))


def test_who_came_in_while_fay_was_ticking_stays_noted(
    client: Client, cast: Cast, meetings: list[Meeting]
) -> None:
    meeting = the_last(meetings)
    Attendance.objects.note(meeting, cast.pat, How.JOINED)

    enter(client, cast.fay).post(there_of(meeting), {"there": [cast.fay.pk], "seen": ""})

    assert noted(meeting) == [("Fay", "ticked"), ("Pat", "joined")]


def test_members_have_nothing_to_tick(client: Client, cast: Cast, meetings: list[Meeting]) -> None:
    meeting = the_last(meetings)
    enter(client, cast.pat)

    page = soup(client.get(page_of(meeting)))
    answer = client.post(there_of(meeting), {"there": [cast.pat.pk]})

    assert not page.select("[name=there]")
    assert answer.status_code == 404
    assert noted(meeting) == []


@pytest.mark.parametrize(("number", "may"), [(4, False), (5, True), (6, True), (7, False)])
def test_it_can_be_ticked_from_the_beginning_on_for_two_weeks(
    client: Client, cast: Cast, meetings: list[Meeting], number: int, may: bool
) -> None:
    enter(client, cast.fay)

    shown = soup(client.get(page_of(meetings[number]))).select("[name=there]")
    client.post(there_of(meetings[number]), {"there": [cast.fay.pk]})

    assert (bool(shown), noted(meetings[number])) == (may, [("Fay", "ticked")] if may else [])


def test_nonsense_ticks_change_nothing(client: Client, cast: Cast, meetings: list[Meeting]) -> None:
    meeting = the_last(meetings)
    were_there([meeting], [cast.pat])
    enter(client, cast.fay)

    for wrong in ([cast.sam.pk], ["x"], ["9" * 400]):
        assert client.post(there_of(meeting), {"there": wrong}).status_code == 302

    assert noted(meeting) == [("Pat", "ticked")]


# A kind word


def test_fay_reads_who_was_missing_those_who_stayed_away_longest_first(
    client: Client, cast: Cast, meetings: list[Meeting]
) -> None:
    fay, pat, ana, ben = members(cast)
    dee = pat
    dee.name, dee.email = "Dee Duarte", "dee+x@example.com"
    dee.save()
    were_there(meetings, *[[fay, pat, ana, ben]] * 4, [fay, ana, ben], [fay, ana, ben], [fay])
    Answer.objects.give(Asked(ben, meetings[6].stretch, meetings[6]), Said.DECLINED)

    answer = enter(client, fay).get(page_of(meetings[6]))
    card = section(answer, "A word to who was missing")

    assert "Dee was not there three times in a row. A word from you helps more than a reminder." in card
    assert card.index("Dee was not") < card.index(f"{ana.name} was not there.")
    assert card.index("They had told you") < card.index(f"{ben.name} could not come this time.")
    assert "mailto:dee%2Bx@example.com?subject=A%20short%20hello" in [
        link["href"] for link in soup(answer).select("a[href^=mailto]")
    ]
    ready = [str(button["data-copies"]) for button in soup(answer).select("[data-copies]")]
    assert len(ready) == 3 + 2 + 2
    assert all(sentence.startswith("Hello ") for sentence in ready)
    assert sum("Dee" in sentence for sentence in ready) == 3
    assert "Fay" not in card  # nobody writes to themselves


def test_only_fay_is_asked_to_follow_up_and_only_for_two_weeks(
    client: Client, cast: Cast, meetings: list[Meeting]
) -> None:
    were_there(meetings, *[[cast.fay]] * 7)

    pats = words(enter(client, cast.pat).get(page_of(meetings[6])))
    fays = [words(enter(client, cast.fay).get(page_of(meetings[number]))) for number in (6, 2)]

    assert "A word to who was missing" not in pats
    assert ["A word to who was missing" in text for text in fays] == [True, False]


def test_while_nobody_noted_who_came_nobody_is_missing(
    client: Client, cast: Cast, meetings: list[Meeting]
) -> None:
    fays = words(enter(client, cast.fay).get(page_of(the_last(meetings))))
    pats = words(enter(client, cast.pat).get(page_of(the_last(meetings))))

    assert "was not there" not in fays + pats
    assert "Nobody has noted who was there." in pats


def test_who_has_left_the_group_is_written_to_no_more(
    client: Client, cast: Cast, meetings: list[Meeting]
) -> None:
    were_there(meetings, *[[cast.fay]] * 7)
    seats = [(one, Role.FACILITATOR if one == cast.fay else Role.PARTICIPANT) for one in members(cast)[:3]]
    gone = members(cast)[3]
    cast.group.seat(seats, NOW.date())

    shown = section(enter(client, cast.fay).get(page_of(the_last(meetings))), "A word to who was missing")

    assert Seat.objects.get(person=gone).left_on == NOW.date()
    assert "Pat" in shown
    assert gone.name not in shown
