"""Olive writes to everybody; whoever is invited answers by a link; nobody else hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from minim.notices.models import Notice, Preference
from minim.programs.invitations import Invitation, Part, Said
from minim.rollout.models import Mailing
from tests.browser import PHONE, SMALL_PHONE, violations
from tests.make import make_person, make_program
from tests.worker.town import eventually

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

    from tests.browser import Visits
    from tests.cast import Cast
    from tests.integrations.sink import Sink


def draft(cast: Cast, kind: str = "announcement") -> tuple[Mailing, str]:
    mailing = Mailing.objects.begin(cast.program, kind, cast.olive)
    return mailing, f"/programs/{cast.program.pk}/letters/{mailing.pk}/"


def sent(cast: Cast, kind: str = "announcement") -> tuple[Mailing, str]:
    mailing, address = draft(cast, kind)
    mailing.schedule(timezone.now(), cast.olive)
    mailing.leave()
    mailing.refresh_from_db()
    return mailing, address


def invited(cast: Cast, part: Part = Part.TAKE_PART) -> tuple[Invitation, str]:
    invitation = Invitation.objects.ask(cast.program, [cast.bo], part)[cast.bo.pk]
    return invitation, f"/invitation/{invitation.token}/"


def said(cast: Cast) -> str:
    return Invitation.objects.get(person=cast.bo).said


# --- Every moment ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_moment_stands_in_one_list_with_its_words(cast: Cast, client: Client) -> None:
    sent(cast)
    client.force_login(cast.olive)

    page = client.get(f"/programs/{cast.program.pk}/letters/").content.decode()

    for title in ("Announcement", "Invitation to take part", "Kick-off", "A reminder of a meeting", "Thanks"):
        assert f"<strong>{title}</strong>" in page
    assert "/letters/words/seated/" in page
    assert "Sent</span>" in page


@pytest.mark.django_db
def test_a_letter_is_begun_kept_and_given_an_hour_on_olive_s_clock(cast: Cast, client: Client) -> None:
    cast.olive.own_zone = "Asia/Tokyo"
    cast.olive.save()
    client.force_login(cast.olive)
    client.post(f"/programs/{cast.program.pk}/letters/begin/announcement/")
    mailing = Mailing.objects.get()
    address = f"/programs/{cast.program.pk}/letters/{mailing.pk}/"
    tomorrow = timezone.localdate() + timedelta(days=2)

    words = {"subject": "We begin", "body": "Hello {{ name }}", "audience": "company"}
    kept = client.post(address, {**words, "go-on": "1"})
    given = client.post(f"{address}leave/", {"day": tomorrow.isoformat(), "hour": "09:00"})

    mailing.refresh_from_db()
    assert (kept["Location"], given.status_code) == (f"{address}leave/", 302)
    assert (mailing.subject, mailing.audience) == ("We begin", "company")
    assert mailing.due_at is not None
    assert (mailing.due_at.hour, mailing.due_at.date()) == (0, tomorrow)
    assert client.get(address)["Location"] == f"{address}leave/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "hour", "problem"),
    [
        ("2020-01-01", "09:00", "This hour is over"),
        ("2999-01-01", "09:00", "more than a year"),
        ("", "", "required"),
    ],
)
def test_an_hour_that_cannot_be_is_told(
    cast: Cast, client: Client, day: str, hour: str, problem: str
) -> None:
    mailing, address = draft(cast)
    client.force_login(cast.olive)

    answer = client.post(f"{address}leave/", {"day": day, "hour": hour})

    mailing.refresh_from_db()
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert mailing.is_draft


@pytest.mark.django_db
def test_words_that_cannot_be_are_told_and_not_lost(cast: Cast, client: Client) -> None:
    mailing, address = draft(cast, "invitation")
    client.force_login(cast.olive)

    bad = {"subject": "{{ program }}", "body": "{{ secret }}", "audience": "unasked"}
    answer = client.post(address, bad)
    framed = client.post(f"{address}inside/", bad)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "a fact this letter does not have" in page
    assert "The subject shows “program”" in page
    assert "{{ secret }}" in page
    assert "something to mend" in framed.content.decode()
    assert Mailing.objects.get().body == mailing.body


@pytest.mark.django_db
def test_it_is_shown_as_a_real_person_reads_it_and_their_key_is_not_shown(cast: Cast, client: Client) -> None:
    mailing, address = draft(cast, "invitation")
    invitation, _ = invited(cast)
    client.force_login(cast.olive)

    words = {"subject": mailing.subject, "body": mailing.body, "audience": "unasked"}
    for_bo = client.post(f"{address}preview/", {**words, "reader": "Bo"}).content.decode()
    frame = client.post(f"{address}inside/", {**words, "reader": "Bo"}).content.decode()

    assert "Hello Bo," in for_bo
    assert "Hello Bo," in frame
    assert invitation.token not in for_bo + frame
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_a_draft_is_no_page_one_can_misuse_to_read_about_strangers(cast: Cast, client: Client) -> None:
    make_person("Zoe")
    mailing, address = draft(cast)
    client.force_login(cast.olive)

    words = {"subject": "Hi", "body": "Hello {{ name }}", "audience": "could", "reader": "Zoe"}

    assert "Zoe" not in client.post(f"{address}inside/", words).content.decode()
    assert mailing.recipients().exists()


@pytest.mark.django_db
def test_another_program_s_organizer_finds_nothing(cast: Cast, client: Client) -> None:
    mailing, address = sent(cast)
    invitation, _ = invited(cast)
    invitation.answer(Said.NEVER)
    oscar = make_person("Oscar", is_organizer=True)
    other = make_program(organizers=[oscar])
    client.force_login(oscar)

    for path in (
        address,
        f"{address}readers/",
        f"{address}leave/",
        f"/programs/{cast.program.pk}/invitations/",
    ):
        assert client.get(path).status_code == 404
    assert client.get(f"/programs/{other.pk}/letters/{mailing.pk}/").status_code == 404
    assert not client.get(f"/programs/{other.pk}/invitations/").context["page_obj"].object_list


@pytest.mark.django_db
def test_who_received_what_is_told_and_what_came_back_leaves_again(cast: Cast, client: Client) -> None:
    mailing, address = sent(cast)
    for notice in mailing.notices():
        notice.sent()
    lost = mailing.notices().get(recipient=cast.bo)
    Notice.objects.bounced(lost.message_id, "550 5.1.1 no such user", for_good=True)
    client.force_login(cast.olive)

    page = client.get(address).content.decode()
    again = client.post(f"{address}again/", follow=True).content.decode()

    assert "Came back 1" in page
    assert f"Sent {mailing.addressed - 1}" in page
    assert "Nobody has this address" in page
    assert "1 letter leaves again" in again
    lost.refresh_from_db()
    assert lost.sent_at is None


@pytest.mark.django_db
def test_who_stopped_a_letter_cannot_be_told_from_who_got_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.olive)
    before, address = sent(cast, "thanks")
    usual = client.get(address).context
    Preference.objects.of(cast.pat).mute("thanks")
    after, address = sent(cast, "thanks")

    answer = client.get(address)

    assert before.notices().filter(recipient=cast.pat).exists()
    assert not after.notices().filter(recipient=cast.pat).exists()
    assert "Who got it is not shown" in answer.content.decode()
    for told in (usual, answer.context):
        assert (told["counts"], list(told["page_obj"]), told["lost"]) == ([], [], 0)
        assert told["mailing"].addressed == before.addressed


# --- Yes, not now, never -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_bo_answers_by_his_link_and_changes_his_mind(cast: Cast, client: Client) -> None:
    _, address = invited(cast)

    looked = client.get(address)
    never = client.post(address, {"said": "never"}).content.decode()
    gone = cast.program.enrolments.filter(person=cast.bo).exists()
    yes = client.post(address, {"said": "yes"}).content.decode()

    assert looked.status_code == 200
    assert (looked["Referrer-Policy"], looked["Cache-Control"]) == ("same-origin", "no-store")
    assert "Thank you. You said: never." in never
    assert not gone
    assert "Thank you. You said: yes." in yes
    assert cast.program.enrolments.filter(person=cast.bo, taken_out=False).exists()


@pytest.mark.django_db
def test_looking_answers_nothing_and_nonsense_neither(cast: Cast, client: Client) -> None:
    _, address = invited(cast)

    client.get(f"{address}?said=never")
    forgot = client.post(address, {"said": "perhaps"})

    assert forgot.status_code == 422
    assert "Please choose one of the three" in forgot.content.decode()
    assert said(cast) == ""


@pytest.mark.django_db
def test_a_link_that_is_forged_or_of_somebody_who_left_answers_nothing(cast: Cast, client: Client) -> None:
    invitation, address = invited(cast)
    other = Invitation.objects.ask(cast.program, [cast.pat], Part.TAKE_PART)[cast.pat.pk]
    forged = f"/invitation/{invitation.pk}:{other.token.partition(':')[2]}/"

    by_forgery = client.post(forged, {"said": "yes"})
    cast.bo.leave()
    answers = [by_forgery, *(client.post(path, {"said": "yes"}) for path in (address, "/invitation/guess/"))]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert said(cast) == ""


@pytest.mark.django_db
def test_bo_answers_on_his_own_page_and_nobody_answers_for_him(cast: Cast, client: Client) -> None:
    invitation, _ = invited(cast)
    own = f"/account/invitations/{invitation.pk}/"
    client.force_login(cast.pat)
    assert client.post(own, {"said": "yes"}).status_code == 404
    assert "Person" not in client.get("/account/invitations/").content.decode().partition("<main")[2]
    client.force_login(cast.bo)

    page = client.post(own, {"said": "not-now"}, follow=True).content.decode()

    assert "You said: not now." in page
    assert said(cast) == "not-now"
    assert 'href="/account/invitations/"' in client.get("/account/").content.decode()


@pytest.mark.django_db
def test_only_olive_reads_who_said_what(cast: Cast, client: Client) -> None:
    invited(cast)[0].answer(Said.NEVER)
    address = f"/programs/{cast.program.pk}/invitations/"
    client.force_login(cast.olive)

    page = client.get(address, {"said": "never"}).content.decode()

    assert "Bo" in page
    assert "Bo" not in client.get(address, {"said": "yes"}).content.decode().partition("<main")[2]
    for stranger in (cast.bo, cast.pat, cast.fay, cast.root):
        client.force_login(stranger)
        assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_olive_cannot_enrol_by_hand_whoever_said_never(cast: Cast, client: Client) -> None:
    invited(cast)[0].answer(Said.NEVER)
    client.force_login(cast.olive)

    page = client.post(f"/programs/{cast.program.pk}/who/{cast.bo.pk}/enrol/", follow=True).content.decode()

    assert "Only Bo can change that" in page
    assert not cast.program.enrolments.filter(person=cast.bo).exists()


# --- In a real browser -------------------------------------------------------------------------------------------


def test_olive_writes_an_invitation_and_bo_answers_it(
    visits: Visits, cast: Cast, sink: Sink, worker: None
) -> None:
    page = visits.open(cast.olive)
    page.goto(f"/programs/{cast.program.pk}/letters/")
    page.get_by_role("button", name="Invitation to take part").click()
    page.get_by_label("Subject").fill("Come and sit with us")
    page.get_by_label("Show it as it reads for").fill("Bo")
    letter = page.frame_locator("iframe.letter")
    letter.get_by_text("Hello Bo,").wait_for()
    page.locator("#tried").get_by_text("Come and sit with us").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Keep it, and choose when it leaves").click()
    page.get_by_role("button", name="Send it now").click()
    eventually(lambda: sink.to(cast.bo.email or ""))

    (mail,) = (one for one in sink.to(cast.bo.email or "") if one["Subject"] == "Come and sit with us")
    text = mail.get_body(("plain",))
    assert text is not None
    (link,) = (word for word in text.get_content().split() if "/invitation/" in word)
    answering = visits.open(size=PHONE)
    answering.goto(link)
    assert violations(answering) == []
    answering.get_by_role("button", name="Not now").click()
    answering.get_by_text("Thank you. You said: not now.").wait_for()

    page.goto(f"/programs/{cast.program.pk}/invitations/?said=not-now")
    page.get_by_role("listitem").filter(has_text="Bo").first.wait_for()
    assert violations(page) == []


def test_nothing_sticks_out_on_a_small_phone(visits: Visits, cast: Cast) -> None:
    _, address = draft(cast)
    _, left = sent(cast, "kick-off")
    invitation, _ = invited(cast)
    invitation.answer(Said.YES)
    page = visits.open(cast.olive, size=SMALL_PHONE)

    for path in _pages(cast, address, left):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE[0], path
        assert violations(page) == [], path


def _pages(cast: Cast, address: str, left: str) -> list[str]:
    program = f"/programs/{cast.program.pk}/"
    ends = ("", "leave/", "readers/")
    return [
        f"{program}letters/",
        f"{program}invitations/",
        *(address + end for end in ends),
        left,
        "/account/invitations/",
    ]


def test_with_the_keyboard_alone(page: Page, cast: Cast) -> None:
    _, address = draft(cast)
    page.goto(address)

    page.get_by_label("Subject").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("By hand")
    page.keyboard.press("Enter")
    page.wait_for_url("**/leave/")

    assert Mailing.objects.get().subject == "By hand"
