"""The program's pages, as Olive uses them, and as everybody else does not find them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from minim.people.models import Person
from minim.programs.models import Cohort, Program
from tests.make import make_people, make_person, make_program

if TYPE_CHECKING:
    from django.test import Client

    from minim.people.models import Person as PersonRow
    from tests.cast import Cast

HTMX = {"HX-Request": "true"}
RHYTHM: dict[str, str | int] = {
    "cadence": "weekly",
    "meeting_minutes": 60,
    "by": "size",
    "percent": 70,
    "smallest_group": 5,
    "largest_group": 8,
    "level_band": 1,
}


def enter(client: Client, person: PersonRow) -> Client:
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def words(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def taking_part(program: Program) -> list[str]:
    return [enrolment.person.name for enrolment in program.enrolments.taking_part()]


@pytest.fixture
def olive(client: Client, cast: Cast) -> Client:
    return enter(client, cast.olive)


# Reaching


def test_with_one_program_its_page_is_where_the_list_leads(olive: Client, cast: Cast) -> None:
    answer = olive.get("/programs/")

    assert (answer.status_code, answer["Location"]) == (302, f"/programs/{cast.program.pk}/")


def test_with_several_each_is_offered_in_as_many_queries(
    olive: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    make_program(organizers=[cast.olive], name="Second")
    make_program(name="Not Olive's")
    olive.get("/programs/")

    with django_assert_num_queries(3):
        text = words(olive.get("/programs/"))

    assert (cast.program.name in text, "Second" in text, "Not Olive's" in text) == (True, True, False)


@pytest.mark.parametrize("who", ["fay", "pat", "bo", "sam", "root"])
def test_nobody_else_finds_any_page_of_a_program(client: Client, cast: Cast, who: str) -> None:
    enter(client, getattr(cast, who))
    pair = [cast.pat, cast.sam]
    cast.program.keep_apart(*pair)
    pages = ["detail", "who", "cohorts", "rhythm", "facilitators", "apart", "wishes"]

    statuses = {
        page: client.get(reverse(f"programs:{page}", args=[cast.program.pk])).status_code for page in pages
    }

    assert statuses == dict.fromkeys(pages, 404)


def test_an_organizer_of_another_program_does_not_find_this_one(client: Client, cast: Cast) -> None:
    other = make_person("Otto", is_organizer=True)
    make_program(organizers=[other])
    enter(client, other)

    page = client.get(reverse("programs:apart", args=[cast.program.pk]))
    act = client.post(reverse("programs:take-out", args=[cast.program.pk, cast.pat.pk]))

    assert (page.status_code, act.status_code) == (404, 404)
    assert "Pat" in taking_part(cast.program)


# Beginning


def test_a_program_begins_with_everybody_the_rule_names(olive: Client, cast: Cast) -> None:
    answer = olive.post("/programs/new/", {"name": "Spring", "who": "managers"})

    spring = Program.objects.get(name="Spring")
    assert answer["Location"] == f"/programs/{spring.pk}/"
    assert (list(spring.organizers.all()), taking_part(spring)) == ([cast.olive], ["Bo"])


def test_a_rule_by_title_without_words_is_asked_again(olive: Client, cast: Cast) -> None:
    answer = olive.post("/programs/new/", {"name": "Spring", "who": "titles", "title_words": " , "})

    assert answer.status_code == 422
    assert "Which words should a title hold?" in words(answer)
    assert not Program.objects.filter(name="Spring").exists()


def test_a_program_is_renamed_but_never_to_nothing(olive: Client, cast: Cast) -> None:
    address, names = reverse("programs:rename", args=[cast.program.pk]), []

    for name in ("Autumn circles", ""):
        olive.post(address, {"name": name})
        cast.program.refresh_from_db()
        names.append(cast.program.name)

    assert names == ["Autumn circles", "Autumn circles"]


# Who takes part


def test_the_count_answers_while_the_rule_changes_and_saves_nothing(olive: Client, cast: Cast) -> None:
    Person.objects.filter(pk=cast.sam.pk).update(title="Team Lead")
    address = reverse("programs:count", args=[cast.program.pk])

    text = words(olive.get(address, {"who": "titles", "title_words": "lead"}, headers=HTMX))

    cast.program.refresh_from_db()
    assert "1 person is named by this rule" in text
    assert cast.program.who == "managers"


def test_saving_the_rule_applies_it_at_once(olive: Client, cast: Cast) -> None:
    fresh = make_program(organizers=[cast.olive])
    Person.objects.filter(pk=cast.sam.pk).update(title="Team Lead")

    olive.post(reverse("programs:who", args=[fresh.pk]), {"who": "titles", "title_words": "lead"})

    assert taking_part(fresh) == ["Sam"]


def test_a_changed_roster_is_previewed_by_name_and_taken_over_by_a_button(olive: Client, cast: Cast) -> None:
    fresh = make_program(organizers=[cast.olive])
    page = reverse("programs:who", args=[fresh.pk])

    before, untouched = words(olive.get(page)), taking_part(fresh)
    olive.post(reverse("programs:refill", args=[fresh.pk]))

    assert "The roster has changed: 1 person came." in before
    assert "Would come: Bo." in before
    assert (untouched, taking_part(fresh)) == ([], ["Bo"])
    assert "The roster has changed" not in words(olive.get(page))


def test_people_are_found_added_and_taken_out_without_a_script(olive: Client, cast: Cast) -> None:
    fresh = make_program(organizers=[cast.olive])
    page = reverse("programs:who", args=[fresh.pk])

    found = words(olive.get(page, {"add": "sam"}))
    olive.post(reverse("programs:enrol", args=[fresh.pk, cast.sam.pk]))
    added = taking_part(fresh)
    back = olive.post(reverse("programs:take-out", args=[fresh.pk, cast.sam.pk]), {"q": "sam", "page": "1"})

    assert "Sam" in found
    assert (added, taking_part(fresh)) == (["Sam"], [])
    assert back["Location"] == f"{page}?q=sam&page=1#people"
    assert "1 left out by hand" in words(olive.get(page))


def test_with_a_script_only_the_list_is_sent_and_the_news(olive: Client, cast: Cast) -> None:
    address = reverse("programs:take-out", args=[cast.program.pk, cast.pat.pk])

    answer = olive.post(address, headers=HTMX)

    assert "Pat no longer takes part." in words(answer)
    assert b"<html" not in answer.content


def test_who_oversees_is_not_offered_and_is_refused_in_words(olive: Client, cast: Cast) -> None:
    found = olive.get(reverse("programs:found", args=[cast.program.pk]), {"add": "olive"})
    answer = olive.post(reverse("programs:enrol", args=[cast.program.pk, cast.olive.pk]), follow=True)

    assert "Nobody else here answers to" in words(found)
    assert "Olive oversees the program" in words(answer)


def test_the_page_says_where_levels_come_from(olive: Client, cast: Cast) -> None:
    text = words(olive.get(reverse("programs:who", args=[cast.program.pk])))

    assert "Levels are counted from the reporting lines: 0 means nobody reports to them." in text
    assert "Level In the company Taking part 1 1 1 0 10 8" in text


def test_many_people_cost_no_more_queries_than_few(
    olive: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    page = reverse("programs:who", args=[cast.program.pk])
    cast.program.enrol(make_people(30))
    olive.get(page)

    with django_assert_num_queries(20):
        olive.get(page)


# Cohorts


def test_cohorts_are_added_changed_and_removed(olive: Client, cast: Cast) -> None:
    page = reverse("programs:cohorts", args=[cast.program.pk])
    olive.post(page, {"name": "Front line", "highest_level": 0})
    cohort = cast.program.cohorts.get()
    named = words(olive.get(page))

    olive.post(reverse("programs:cohort", args=[cast.program.pk, cohort.pk]), {"name": "Everyone"})
    everyone = words(olive.get(page))
    olive.post(reverse("programs:remove-cohort", args=[cast.program.pk, cohort.pk]))

    assert "1 person fits no cohort" in named
    assert "Bo would get no group" in named
    assert "fits no cohort" not in everyone
    assert not Cohort.objects.exists()


def test_one_cohort_per_level_is_one_button_away(olive: Client, cast: Cast) -> None:
    olive.post(reverse("programs:cohorts-by-level", args=[cast.program.pk]))

    assert [cohort.name for cohort in cast.program.cohorts.all()] == ["Levels 0 to 1"]


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ({"name": "Twice"}, "There is a cohort of this name already."),
        ({"name": "A", "lowest_level": 3, "highest_level": 1}, "should not be below the first"),
        ({"name": "A", "smallest_group": 5}, "both sizes, or none"),
        ({"name": "A", "smallest_group": 9, "largest_group": 5}, "should not be smaller than the smallest"),
    ],
)
def test_a_cohort_that_makes_no_sense_is_asked_again(
    olive: Client, cast: Cast, said: dict[str, Any], answered: str
) -> None:
    cast.program.add_cohort(Cohort(name="Twice"))

    answer = olive.post(reverse("programs:cohorts", args=[cast.program.pk]), said)

    assert (answer.status_code, cast.program.cohorts.count()) == (422, 1)
    assert answered in words(answer)


# Rhythm and size


def test_the_live_answer_names_the_size_that_attendance_asks_for(olive: Client, cast: Cast) -> None:
    address = reverse("programs:sizes", args=[cast.program.pk])

    text = words(olive.get(address, {**RHYTHM, "by": "attendance"}, headers=HTMX))

    assert "At 70 % attendance a group needs 7 people for three to come with 95 % certainty." in text
    assert "9 people make 1 group: 1 with 9 people." in text


def test_the_live_answer_names_numbers_that_cannot_be(olive: Client, cast: Cast) -> None:
    address = reverse("programs:sizes", args=[cast.program.pk])

    text = words(olive.get(address, {**RHYTHM, "smallest_group": 8, "largest_group": 5}, headers=HTMX))

    assert "Group sizes run from 2 to 60, the smaller first, not 8 to 5." in text


def test_rhythm_is_kept_and_attendance_may_be_forgotten_again(olive: Client, cast: Cast) -> None:
    page, kept = reverse("programs:rhythm", args=[cast.program.pk]), []

    for by in ("attendance", "size"):
        olive.post(page, {**RHYTHM, "by": by})
        cast.program.refresh_from_db()
        kept.append((cast.program.cadence, cast.program.expected_attendance))

    assert kept == [("weekly", 0.7), ("weekly", None)]


# Facilitators


def test_too_few_facilitators_are_counted_aloud_until_enough_are_ready(olive: Client, cast: Cast) -> None:
    page = reverse("programs:facilitators", args=[cast.program.pk])
    Person.objects.update(willing=False, trained=False)
    Program.objects.update(smallest_group=4)
    olive.post(page, {"anyone_may_facilitate": "no"})
    before = words(olive.get(page))

    answer = olive.post(
        reverse("programs:facilitator", args=[cast.program.pk, cast.fay.pk]),
        {"willing": "on", "trained": "on"},
        headers=HTMX,
    )

    cast.fay.refresh_from_db()
    assert "0 of 2 Facilitators" in before
    assert "1 of 2 Facilitators" in words(answer)
    assert (cast.fay.willing, cast.fay.trained) == (True, True)


def test_a_switch_reaches_nobody_outside_the_program(olive: Client, cast: Cast) -> None:
    stranger = make_person("Stranger")

    answer = olive.post(
        reverse("programs:facilitator", args=[cast.program.pk, stranger.pk]),
        {"willing": "on", "trained": "on"},
    )

    stranger.refresh_from_db()
    assert (answer.status_code, stranger.willing) == (404, False)


# Keeping apart


def test_two_people_are_found_kept_apart_and_let_together_again(olive: Client, cast: Cast) -> None:
    page = reverse("programs:apart", args=[cast.program.pk])
    found = olive.post(page, {"find": "1", "first_words": "pat", "second_words": "sam"})
    chosen = {
        radio["name"]: radio["value"]
        for radio in BeautifulSoup(found.content, "html.parser").select("[type=radio][checked]")
    }

    olive.post(page, chosen)
    pair = cast.program.apart.get()
    listed = words(olive.get(page))
    olive.post(reverse("programs:remove-apart", args=[cast.program.pk, pair.pk]))

    assert {pair.first, pair.second} == {cast.pat, cast.sam}
    assert "1 pair" in listed
    assert "Only this program's Organizers see this page" in listed
    assert not cast.program.apart.exists()


def test_one_side_is_found_while_typing_without_an_address_that_names_anybody(
    olive: Client, cast: Cast
) -> None:
    address = reverse("programs:apart-found", args=[cast.program.pk]) + "?side=first"

    found = olive.post(address, {"first_words": "pat"}, headers=HTMX)
    by_address = olive.get(address + "&first_words=pat", headers=HTMX)

    assert "Pat" in words(found)
    assert by_address.status_code == 405


@pytest.mark.parametrize("second", ["pat", "", "olive"])
def test_a_pair_needs_two_people_who_can_be_seated(olive: Client, cast: Cast, second: str) -> None:
    other = getattr(cast, second).pk if second else ""

    answer = olive.post(
        reverse("programs:apart", args=[cast.program.pk]), {"first": cast.pat.pk, "second": other}
    )

    assert (answer.status_code, cast.program.apart.count()) == (422, 0)


def test_a_pair_of_another_program_cannot_be_removed(olive: Client, cast: Cast) -> None:
    foreign = make_program()
    foreign.keep_apart(cast.pat, cast.sam)

    answer = olive.post(reverse("programs:remove-apart", args=[cast.program.pk, foreign.apart.get().pk]))

    assert (answer.status_code, foreign.apart.count()) == (404, 1)


# Wishes


def usual(page: Any) -> dict[str, str]:
    sliders = BeautifulSoup(page.content, "html.parser").select("[type=range]")
    return {str(slider["name"]): str(slider["value"]) for slider in sliders}


def test_wishes_are_kept_only_where_they_differ_and_forgotten_again(olive: Client, cast: Cast) -> None:
    address = reverse("programs:wishes", args=[cast.program.pk])
    page = olive.get(address)

    olive.post(address, {**usual(page), "same-location": "5", "energy": "0"})
    cast.program.refresh_from_db()
    kept = cast.program.wishes
    moved = words(olive.get(address))
    olive.post(address, {"usual": "1"})
    cast.program.refresh_from_db()

    assert (kept, cast.program.wishes) == ({"same-location": 162.0, "energy": 0.0}, {})
    assert "matters most" in moved


def test_a_slider_beyond_its_ends_is_refused(olive: Client, cast: Cast) -> None:
    address = reverse("programs:wishes", args=[cast.program.pk])

    answer = olive.post(address, {**usual(olive.get(address)), "energy": "9"})

    assert answer.status_code == 422


# At a glance


def test_the_page_tells_the_whole_program(olive: Client, cast: Cast, django_assert_num_queries: Any) -> None:
    page = reverse("programs:detail", args=[cast.program.pk])
    olive.get(page)

    with django_assert_num_queries(15):
        text = words(olive.get(page))

    assert "9 people take part, and meet every two weeks for 60 minutes. 2 groups meet today." in text
    assert "Nobody has to be kept apart." in text
