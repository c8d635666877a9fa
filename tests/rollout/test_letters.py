"""Olive writes to many: to whom it goes, when it leaves, and that everybody gets it once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from minim.notices.kinds import TO_MANY, UnknownKind
from minim.notices.models import Notice, Preference, Wording, WordsProblem
from minim.programs.invitations import Invitation, Part, Said
from minim.rollout.letters import AUDIENCES
from minim.rollout.models import Audience, Mailing
from tests.make import make_person

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def written(cast: Cast, kind: str = "announcement", audience: str = "") -> Mailing:
    mailing = Mailing.objects.begin(cast.program, kind, cast.olive)
    if audience:
        mailing.audience = audience
        mailing.save()
    return mailing


def sent(mailing: Mailing) -> Mailing:
    mailing.schedule(timezone.now(), mailing.written_by)
    assert Mailing.objects.send_due() == 1
    mailing.refresh_from_db()
    return mailing


def names(mailing: Mailing) -> set[str]:
    return {person.name for person in mailing.recipients()}


# --- To whom -----------------------------------------------------------------------------------------------------


def test_every_letter_to_many_has_an_audience() -> None:
    assert tuple(AUDIENCES) == TO_MANY


def test_everybody_who_could_take_part_gets_the_announcement_and_whoever_said_never_does_not(
    cast: Cast,
) -> None:
    cast.program.take_out(cast.sam)
    Invitation.objects.ask(cast.program, [cast.pat], Part.TAKE_PART)[cast.pat.pk].answer(Said.NEVER)
    enrolled = {one.person.name for one in cast.program.enrolments.taking_part()}

    found = names(written(cast))

    assert found == enrolled
    assert "Bo" in found
    assert not {"Olive", "Sam", "Pat", "Root"} & found


def test_the_whole_company_can_be_told_except_those_who_are_not_there(cast: Cast) -> None:
    gone, silent = make_person("Gone"), make_person("Silent", email=None)
    gone.leave()

    found = names(written(cast, audience=Audience.COMPANY))

    assert {"Olive", "Root", "Bo", "Pat", "Sam"} <= found
    assert not {gone.name, silent.name} & found


def test_an_invitation_goes_to_those_who_may_be_asked(cast: Cast) -> None:
    asked = Invitation.objects.ask(cast.program, [cast.bo, cast.pat, cast.sam], Part.TAKE_PART)
    asked[cast.bo.pk].answer(Said.YES)
    asked[cast.pat.pk].answer(Said.NOT_NOW)

    found = names(written(cast, "invitation"))
    Invitation.objects.filter(person=cast.pat).update(said_at=timezone.now() - timedelta(days=120))

    assert not {"Bo", "Pat"} & found
    assert {"Sam", "Fay"} <= found
    assert names(written(cast, "invitation")) == found | {"Pat"}


def test_nobody_is_asked_to_lead_who_leads_or_has_said_never(cast: Cast) -> None:
    asked = Invitation.objects.ask(cast.program, [cast.pat], Part.LEAD)
    asked[cast.pat.pk].answer(Said.NEVER)

    found = names(written(cast, "invitation-to-lead"))

    assert {"Bo", "Sam"} <= found
    assert not {"Pat", "Fay", "Olive"} & found


def test_seats_say_who_sits_and_who_leads(cast: Cast) -> None:
    seated = {seat.person.name for group in (cast.group, cast.sams_group) for seat in group.sitting()}

    assert names(written(cast, "kick-off")) == seated
    assert len(names(written(cast, "before-the-first-meeting"))) == 2
    assert "Fay" in names(written(cast, "before-the-first-meeting"))


# --- What it says ------------------------------------------------------------------------------------------------


def test_each_reader_reads_their_own_facts(cast: Cast) -> None:
    mailing = written(cast, "kick-off")

    _, to_fay = mailing.letter_as_for(cast.fay)
    _, to_pat = mailing.letter_as_for(cast.pat)

    assert to_fay.startswith("Hello Fay,")
    assert "You lead it" in to_fay
    assert "Fay will open the door" in to_pat
    assert "Olive" in to_pat


def test_a_link_to_answer_is_only_in_the_letter_of_whoever_it_is_for(cast: Cast) -> None:
    mailing = written(cast, "invitation")
    _, shown = mailing.letter_as_for(cast.bo)
    sent(mailing)
    invitation = Invitation.objects.get(person=cast.bo)

    letter = Notice.objects.get(recipient=cast.bo)

    assert f"/invitation/{invitation.token}/" in letter.body
    assert "/invitation/" not in shown
    tokens = {one.token for one in Invitation.objects.exclude(person=cast.bo)}
    assert not [token for token in tokens if token in letter.body]


def test_a_draft_begins_with_the_words_of_the_house_and_goes_its_own_way(cast: Cast) -> None:
    Wording.objects.change("announcement", "House words", "Hello {{ name }}", by=cast.olive)
    mailing = written(cast)

    assert mailing.subject == "House words"
    assert mailing.rewrite("Mine alone", "Dear {{ name }}", "could", cast.olive)
    mailing.refresh_from_db()
    sent(mailing)

    assert set(Notice.objects.values_list("subject", flat=True)) == {"Mine alone"}
    assert Wording.objects.words_of("announcement").subject == "House words"


@pytest.mark.parametrize("body", ["{{ settings.SECRET_KEY }}", "{% include 'x' %}", "{{ answer_url }}", ""])
def test_words_that_could_do_harm_or_say_nothing_are_not_kept(cast: Cast, body: str) -> None:
    mailing = written(cast)
    before = mailing.body

    with pytest.raises(WordsProblem):
        mailing.rewrite("A subject", body, "could", cast.olive)

    mailing.refresh_from_db()
    assert mailing.body == before


def test_an_invitation_without_its_link_is_no_invitation(cast: Cast) -> None:
    with pytest.raises(WordsProblem, match="answer_url"):
        written(cast, "invitation").rewrite("Come", "Hello {{ name }}", "unasked", cast.olive)


def test_only_letters_to_many_are_sent_to_many(cast: Cast) -> None:
    with pytest.raises(UnknownKind):
        written(cast, "seated")


# --- When it leaves ----------------------------------------------------------------------------------------------


def test_it_leaves_at_its_hour_and_once(cast: Cast) -> None:
    mailing = written(cast)
    mailing.schedule(timezone.now() + timedelta(hours=1), cast.olive)

    assert Mailing.objects.send_due() == 0
    assert not Notice.objects.exists()
    Mailing.objects.update(due_at=timezone.now())
    assert [Mailing.objects.send_due(), Mailing.objects.send_due()] == [1, 0]
    assert mailing.leave() is False

    mailing.refresh_from_db()
    assert mailing.notices().count() == mailing.addressed == mailing.recipients().count() > 5


def test_until_it_leaves_it_can_be_called_off_and_while_it_has_an_hour_nobody_rewrites_it(cast: Cast) -> None:
    mailing = written(cast)
    mailing.schedule(timezone.now() + timedelta(hours=1), cast.olive)

    assert not mailing.rewrite("Other", "Hello {{ name }}", "could", cast.olive)
    assert not mailing.throw_away()
    assert not mailing.schedule(timezone.now(), cast.olive)
    assert mailing.call_off()
    assert not mailing.call_off()
    Mailing.objects.send_due()

    assert not Notice.objects.exists()
    sent(mailing)
    assert not mailing.call_off()
    assert not mailing.throw_away()


def test_who_stopped_such_letters_gets_none_where_one_can_do_without(cast: Cast) -> None:
    Preference.objects.of(cast.pat).mute("thanks")

    thanks, kick_off = sent(written(cast, "thanks")), sent(written(cast, "kick-off"))

    assert not thanks.notices().filter(recipient=cast.pat).exists()
    assert kick_off.notices().filter(recipient=cast.pat).exists()


def test_the_plan_can_see_what_has_been_sent(cast: Cast) -> None:
    written(cast, "thanks")
    sent(written(cast))
    sent(written(cast, "invitation"))

    assert Mailing.objects.sent_kinds(cast.program) == {"announcement", "invitation"}


def test_what_came_back_leaves_again_for_the_address_of_today(cast: Cast) -> None:
    mailing = sent(written(cast))
    letter = mailing.notices().get(recipient=cast.bo)
    letter.sent()
    Notice.objects.bounced(letter.message_id, "550 5.1.1 nobody here", for_good=True)

    assert mailing.write_again() == 1
    assert mailing.write_again() == 0
    letter.refresh_from_db()
    assert letter.sent_at is None


def test_a_trial_goes_to_olive_alone_and_asks_nobody(cast: Cast) -> None:
    mailing = written(cast, "invitation")

    trial = mailing.try_on(cast.olive, cast.bo)

    assert trial is not None
    assert [notice.recipient for notice in Notice.objects.all()] == [cast.olive]
    assert not Invitation.objects.exists()
    assert "/account/invitations/" in trial.body
    assert not mailing.notices().exists()


def test_a_thousand_readers_take_no_more_questions_than_ten(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    mailing = written(cast, "kick-off")
    mailing.schedule(timezone.now(), cast.olive)

    with django_assert_max_num_queries(20):
        mailing.leave()
