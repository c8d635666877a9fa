"""The working agreement on screen: the group reads and changes it, the Organizer knows whether, others nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from minim.groups.models import GroupQuerySet
from minim.meetings.models import Agreement, Yes
from minim.playbook import our_agreement
from minim.web.agreement.differences import difference, told
from minim.web.agreement.prose import html_of

if TYPE_CHECKING:
    from django.test import Client

    from minim.people.models import Person
    from tests.cast import Cast

CANARY = "Kestrel-at-dawn"
HOSTILE = "<script>alert(1)</script> [tap](javascript:alert(1)) ![x](https://evil.example/x.png) <b>bold</b>"


def write(cast: Cast, words: str, by: Person) -> Agreement:
    now = Agreement.objects.now_of(cast.group)
    return Agreement.objects.write(cast.group, words, by=by, read=now.mark)


def everybody_agrees(cast: Cast) -> None:
    now = Agreement.objects.now_of(cast.group)
    for seat in cast.group.sitting():
        Agreement.objects.agree(cast.group, seat.person, read=now.mark)


def at(name: str, cast: Cast, *more: int) -> str:
    return reverse(f"agreement:{name}", args=[cast.group.pk, *more])


def enter(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def words(answer: Any) -> str:
    return " ".join((soup(answer).main or soup(answer)).get_text(" ").split())


def mark(answer: Any) -> str:
    return str(soup(answer).select_one("[name=read]")["value"])  # type: ignore[index]


# Who may look


@pytest.mark.parametrize("who", ["olive", "sam", "bo", "root"])
def test_whoever_does_not_sit_there_finds_nothing_anywhere(client: Client, cast: Cast, who: str) -> None:
    write(cast, CANARY, cast.pat)
    everybody_agrees(cast)
    enter(client, getattr(cast, who))

    read = [
        at("read", cast),
        at("change", cast),
        at("versions", cast),
        at("version", cast, 2),
        at("since", cast, 1),
    ]
    answers = [client.get(address) for address in read]
    answers += [
        client.post(at(name, cast), {"read": "x", "words": "x"}) for name in ("yes", "take-back", "change")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert CANARY not in "".join(answer.content.decode() for answer in answers)
    assert Yes.objects.count() == cast.group.sitting().count()


def test_a_query_that_gives_too_much_would_be_seen(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A leak on purpose: what the test above looks for is there to be found."""
    write(cast, CANARY, cast.pat)

    monkeypatch.setattr(GroupQuerySet, "of_member", lambda groups, person: groups)

    assert CANARY in enter(client, cast.olive).get(at("read", cast)).content.decode()


def test_a_leaver_finds_nothing_any_more(client: Client, cast: Cast) -> None:
    write(cast, CANARY, cast.pat)
    cast.group.seats.filter(person=cast.pat).update(left_on=cast.group.opened_on)

    assert enter(client, cast.pat).get(at("read", cast)).status_code == 404


def test_the_organizer_learns_whether_all_have_agreed_and_neither_words_nor_names(
    client: Client, cast: Cast
) -> None:
    address = reverse("groups:detail", args=[cast.group.pk])
    enter(client, cast.olive)

    none = words(client.get(address))
    write(cast, CANARY, cast.pat)
    made = client.get(address)
    everybody_agrees(cast)
    agreed = client.get(address)
    Agreement.objects.take_back(cast.group, cast.pat)
    back = client.get(address)

    assert "has not made one yet" in none
    assert "Not everybody has agreed to it yet" in words(made)
    assert "everybody has agreed to it" in words(agreed)
    assert str(soup(back).main) == str(soup(made).main)  # nothing tells one yes from none
    assert all(CANARY not in answer.content.decode() for answer in (made, agreed, back))


# Reading and saying yes


def test_a_group_reads_our_words_and_the_part_that_always_stands(client: Client, cast: Cast) -> None:
    answer = enter(client, cast.pat).get(at("read", cast))

    assert "Chatham House Rule" in words(answer)
    assert "What does not stay here" in words(answer)
    assert "0 of 4 have said yes" in words(answer)
    assert not Agreement.objects.exists()


def test_the_exception_stands_whatever_a_group_writes(client: Client, cast: Cast) -> None:
    write(cast, "Nobody ever reports anything.", cast.pat)

    shown = soup(enter(client, cast.fay).get(at("read", cast))).select_one("section.always")

    assert shown
    assert "PeopleOps" in shown.get_text()


def test_the_way_to_people_ops_stands_beside_the_exception(client: Client, cast: Cast) -> None:
    shown = soup(enter(client, cast.pat).get(at("read", cast)))

    assert shown.select("section.always a[href='/serious/']")


def test_pat_says_yes_for_pat_alone(client: Client, cast: Cast) -> None:
    enter(client, cast.pat)

    client.post(at("yes", cast), {"read": mark(client.get(at("read", cast))), "person": cast.fay.pk})
    after = words(client.get(at("read", cast)))
    client.post(at("take-back", cast))

    assert "You have said yes" in after
    assert "1 of 4 have said yes" in after
    assert not Yes.objects.exists()


def test_nobody_agrees_to_what_was_written_meanwhile(client: Client, cast: Cast) -> None:
    enter(client, cast.pat)
    read = mark(client.get(at("read", cast)))
    write(cast, "Other words", cast.fay)

    answer = client.post(at("yes", cast), {"read": read}, follow=True)
    fragment = client.post(at("yes", cast), {"read": read}, headers={"HX-Request": "true"})

    assert "changed while you were reading" in answer.content.decode()
    assert (fragment.status_code, fragment.headers["HX-Refresh"]) == (409, "true")
    assert not Yes.objects.exists()


def test_to_htmx_a_yes_answers_with_its_fragment(client: Client, cast: Cast) -> None:
    enter(client, cast.pat)
    read = mark(client.get(at("read", cast)))

    answer = client.post(at("yes", cast), {"read": read}, headers={"HX-Request": "true"})

    assert answer.content.decode().strip().startswith('<section class="card no-print" id="yes"')
    assert "You have said yes" in words(answer)


def test_the_groups_page_says_quietly_that_the_words_have_changed(client: Client, cast: Cast) -> None:
    everybody_agrees(cast)
    address = reverse("groups:detail", args=[cast.group.pk])
    before = words(enter(client, cast.pat).get(address))
    write(cast, "We are kind.", cast.fay)
    after = client.get(address)

    assert "So has everybody else" in before
    assert "The agreement has changed since you agreed" in words(after)
    assert soup(after).select_one(f"a[href='{at('since', cast, 1)}']")


# Changing


def test_pat_changes_the_words_and_nobody_has_agreed_to_them_yet(client: Client, cast: Cast) -> None:
    everybody_agrees(cast)
    enter(client, cast.pat)
    read = mark(client.get(at("change", cast)))

    answer = client.post(at("change", cast), {"read": read, "words": "# Ours\n\nWe are kind."}, follow=True)

    assert answer.redirect_chain == [(at("read", cast), 302)]
    assert "0 of 4 have said yes" in words(answer)
    assert Agreement.objects.now_of(cast.group).written_by == cast.pat


def test_a_look_before_saving_keeps_nothing(client: Client, cast: Cast) -> None:
    enter(client, cast.pat)
    read = mark(client.get(at("change", cast)))

    answer = client.post(at("change", cast), {"read": read, "words": "We are kind.", "look": "1"})

    assert "Not saved yet" in words(answer)
    assert "What changes" in words(answer)
    assert not Agreement.objects.exists()


def test_of_two_who_write_at_once_the_second_is_told_and_loses_nothing(client: Client, cast: Cast) -> None:
    enter(client, cast.pat)
    read = mark(client.get(at("change", cast)))
    write(cast, "Fay's words", cast.fay)

    told_of = client.post(at("change", cast), {"read": read, "words": "Pat's words"})
    saved = client.post(at("change", cast), {"read": mark(told_of), "words": "Pat's words"})

    assert told_of.status_code == 409
    assert "Fay has changed the agreement while you were writing" in words(told_of)
    assert soup(told_of).select_one("textarea").get_text().strip() == "Pat's words"  # type: ignore[union-attr]
    assert saved.status_code == 302
    kept = Agreement.objects.filter(group=cast.group).values_list("words", flat=True)
    assert list(kept) == ["Pat's words", "Fay's words", our_agreement().words]


@pytest.mark.parametrize(
    "sent", [{}, {"words": ""}, {"words": " \0 "}, {"words": "ü" * 3_001}, {"words": "x" * 10**6}]
)
def test_words_that_cannot_be_are_refused_and_stay_in_the_field(
    client: Client, cast: Cast, sent: dict[str, str]
) -> None:
    answer = enter(client, cast.pat).post(at("change", cast), {"read": "x", **sent})

    assert answer.status_code == 422
    assert soup(answer).select("textarea[aria-invalid=true]")
    assert not Agreement.objects.exists()


def test_saving_nothing_new_asks_nobody_to_agree_anew(client: Client, cast: Cast) -> None:
    everybody_agrees(cast)
    now = Agreement.objects.now_of(cast.group)

    answer = enter(client, cast.pat).post(
        at("change", cast), {"read": now.mark, "words": now.words.replace("\n", "\r\n")}, follow=True
    )

    assert "You changed nothing" in answer.content.decode()
    assert "4 of 4 have said yes" in words(answer)


# Earlier words


def test_every_version_can_be_read_with_what_changed(client: Client, cast: Cast) -> None:
    write(cast, "We are kind.\nWe listen.", cast.pat)
    write(cast, "We are always kind.\nWe listen.\nWe laugh.", cast.fay)
    enter(client, cast.pat)

    listed = words(client.get(at("versions", cast)))
    page = soup(client.get(at("version", cast, 3)))

    assert (
        listed.index("Changed by Fay")
        < listed.index("Changed by Pat")
        < listed.index("The words you began with")
    )
    assert [found.get_text() for found in page.select("ins")] == [
        "added: always  (end of what was added)",
        "added: We laugh. (end of what was added)",
    ]
    assert "1 line changed, 1 added" in page.get_text()
    assert client.get(at("version", cast, 4)).status_code == 404


# Words and their differences


def test_hostile_words_are_words(client: Client, cast: Cast) -> None:
    write(cast, HOSTILE, cast.pat)

    answer = enter(client, cast.fay).get(at("read", cast))

    text = soup(answer).select_one(".agreement .prose")
    assert text
    assert text.select("script, img, b, [href^=javascript]") == []
    assert "<script>alert(1)</script>" in text.get_text()


def test_headings_never_disturb_the_page() -> None:
    made = html_of("# One\n\n###### Six\n\nplain\ntext", heading=3)

    assert made == "<h3>One</h3>\n<h3>Six</h3>\n<p>plain<br />\ntext</p>\n"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("a", "a", "nothing changed"),
        ("a\n\nb", "a\nb\n", "nothing changed"),
        ("", "a\nb", "2 lines added"),
        ("one\ntwo", "one", "1 line removed"),
        ("We are kind to all", "We are kind to some", "1 line changed"),
        ("Nothing alike", "xyz", "1 line added, 1 removed"),
    ],
)
def test_a_difference_is_told_in_words(before: str, after: str, said: str) -> None:
    assert told(difference(before, after)) == said


@pytest.mark.parametrize(
    ("before", "after"), [("a b c", "a x c\nnew"), ("one\ntwo\nthree", "three\nfour"), ("", "x")]
)
def test_a_difference_holds_both_texts(before: str, after: str) -> None:
    lines = difference(before, after)

    def text(left_out: str) -> str:
        kept = ["".join(part.words for part in line.parts if part.kind != left_out) for line in lines]
        return "\n".join(line for line in kept if line)

    assert (text("added"), text("removed")) == (before, after)


def test_a_difference_reads_like_the_text_it_tells_of() -> None:
    lines = difference("## Ours\n- We are **kind**.", "## Ours and yours\n- We are **kind**.\n* We laugh.")

    read = ["".join(part.words for part in line.parts) for line in lines]
    assert read == ["Ours and yours", "• We are kind.", "• We laugh."]
    assert [line.is_heading for line in lines] == [True, False, False]
