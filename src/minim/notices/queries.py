"""Posting letters, and finding those that should leave."""

from __future__ import annotations

from datetime import timedelta
from email.utils import make_msgid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Exists, Q
from django.utils import timezone

from minim.lib.leases import LeasedQuerySet
from minim.notices.kinds import CONFIDED, DIGEST, kind_of
from minim.notices.letters import Letter
from minim.notices.preferences import Preference
from minim.notices.sending import Progress, Sending
from minim.notices.states import UNSENT, State, condition
from minim.notices.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from minim.notices.filling import Words
    from minim.notices.models import Notice
    from minim.people.models import Person

BATCH = 500
A_MINUTE = timedelta(minutes=1)
LONGEST_RUN = timedelta(days=1)


class NoticeQuerySet(LeasedQuerySet):
    def waiting(self) -> NoticeQuerySet:
        """What should leave now: codes to sign in, then the others, oldest first; paused, only codes."""
        moving = Q(secret=True) | ~Exists(Sending.objects.paused())
        return self.filter(condition(State.WAITING), moving).order_by("-secret", "due_at", "pk")

    def shown(self) -> NoticeQuerySet:
        """What may be listed at all. Secret letters are not: they would tell who signs in, and when."""
        return self.filter(secret=False)

    def in_state(self, state: State) -> NoticeQuerySet:
        return self.filter(condition(state))

    def posted_for(self, once: str) -> NoticeQuerySet:
        """What was posted for this occasion."""
        return self.filter(once__startswith=f"{once}:")

    def post(
        self,
        kind: str,
        to: Person,
        *,
        once: str = "",
        secret: bool = False,
        sender: Person | None = None,
        due_at: datetime | None = None,
        useless_after: datetime | None = None,
        calendar: Mapping[str, Any] | None = None,
        **facts: Any,
    ) -> Notice | None:
        """Leave a letter for the worker. `once` names the occasion: the same letter is never posted twice for it.

        Nobody is written to who has no address, has left, or stopped letters of this kind. Answers go to the `sender`.
        The rest is as `Letter` says. Raises UnknownKind.
        """
        letter = Letter(kind, to, facts, calendar, due_at, useless_after)
        posted = self._posted([letter], once, sender, secret=secret)
        if not posted:
            return None
        found: Notice = (
            self.get(message_id=posted[0].message_id) if not once else self.get(once=posted[0].once)
        )
        return found

    def post_all(self, letters: Iterable[Letter], *, once: str, sender: Person | None = None) -> None:
        """Leave many letters of one occasion at once, each like `post`."""
        self._posted(list(letters), once, sender)

    def withdraw(self, once: str) -> int:
        """Let go of what was posted for this occasion and has not left; how many letters that were."""
        return self.posted_for(once).filter(UNSENT).update(let_go_at=timezone.now(), leased_until=None)

    def bounced(self, message_id: str, reason: str, for_good: bool) -> bool:
        """A mail server sent word about a letter; false when the letter is none of ours. When it came back `for_good`
        it is shown as bounced, otherwise the word is kept beside it."""
        letter, said = self.filter(message_id=message_id), " ".join(reason.split())[:300]
        if not for_good:
            return bool(letter.update(last_error=said))
        return bool(letter.update(bounced_at=timezone.now(), last_error=said))

    def claim_some(self, holder: str, seconds: float, most: int) -> list[Notice]:
        """Lease the first free rows to `holder`, in order, like `claim`; with their readers and what those chose."""
        first = list(self.free().values_list("pk", flat=True)[:most])
        until = timezone.now() + timedelta(seconds=seconds)
        rows = self.order_by().filter(pk__in=first).free()
        if not first or not rows.update(leased_until=until, lease_holder=holder):
            return []
        ours = self.model._default_manager.filter(pk__in=first, lease_holder=holder, leased_until=until)
        by_key = {notice.pk: notice for notice in ours.select_related("recipient__preference")}
        return [by_key[key] for key in first if key in by_key]

    def give_back(self, letters: list[Notice], holder: str) -> None:
        """Free what `holder` leased and did not come to."""
        if letters:
            mine = self.filter(pk__in=[letter.pk for letter in letters], lease_holder=holder)
            mine.update(leased_until=None)

    def progress(self) -> Progress:
        """How the letters are leaving. Secret ones are not counted."""
        now, sending = timezone.now(), Sending.objects.now()
        began_at = max(sending.began_at or now - LONGEST_RUN, now - LONGEST_RUN)
        since = Q(sent_at__gte=began_at)
        counts = (
            self.shown()
            .order_by()
            .aggregate(
                sent=Count("pk", filter=since & Q(digest=None)),
                per_minute=Count("pk", filter=Q(sent_at__gt=now - A_MINUTE, digest=None)),
                waiting=Count("pk", filter=condition(State.WAITING)),
                scheduled=Count("pk", filter=condition(State.SCHEDULED) | condition(State.GATHERED)),
                failed=Count("pk", filter=Q(given_up_at__gte=began_at)),
                bounced=Count("pk", filter=Q(bounced_at__gte=began_at)),
            )
        )
        done_at = None
        if counts["waiting"] and counts["per_minute"] and not sending.is_paused:
            done_at = now + A_MINUTE * counts["waiting"] / counts["per_minute"]
        return Progress(
            **counts,
            began_at=began_at,
            done_at=done_at,
            paused_at=sending.paused_at,
            paused_by=sending.paused_by,
        )

    def _posted(
        self, letters: list[Letter], once: str, sender: Person | None, *, secret: bool = False
    ) -> list[Notice]:
        letters = [letter for letter in letters if letter.to.email and letter.to.is_active]
        notices = list(self._written(letters, once, sender, secret=secret))
        is_for_all = any(not notice.optional and notice.kind not in CONFIDED for notice in notices)
        if not secret and is_for_all and not self._are_leaving():
            Sending.objects.begin()
        self.bulk_create(notices, batch_size=BATCH, ignore_conflicts=bool(once))
        return notices

    def _are_leaving(self) -> bool:
        """Whether letters leave that everybody gets. Others must not show: a reminder tells who has not said no."""
        leaving = self.shown().in_state(State.WAITING).filter(optional=False)
        return leaving.exclude(kind__in=CONFIDED).exists()

    def _written(
        self, letters: list[Letter], once: str, sender: Person | None, *, secret: bool
    ) -> Iterator[Notice]:
        words = Wording.objects.words_of_all(letter.kind for letter in letters)
        preferences = Preference.objects.of_all([letter.to for letter in letters])
        for letter in letters:
            preference = preferences[letter.to.pk]
            if not preference.wants(letter.kind):
                continue
            notice = self._row(letter, words[letter.kind], preference)
            notice.secret, notice.reply_to = secret, (sender.email or "") if sender else ""
            notice.once = f"{once}:{letter.kind}:{letter.to.pk}" if once else None
            yield notice

    def _row(self, letter: Letter, words: Words, preference: Preference) -> Notice:
        kind, zone = kind_of(letter.kind), letter.to.zone
        subject, body = letter.written(words)
        ready_at, useless_after = letter.due_at or timezone.now(), letter.useless_after
        in_digest, due_at = False, ready_at
        if preference.gathers(letter.kind) and not letter.calendar:
            in_digest, due_at = True, preference.digest_at(ready_at, zone)
        elif not kind.urgent and letter.kind != DIGEST:
            due_at = preference.arrives_at(ready_at, zone, useless_after)
        row: Notice = self.model(
            kind=letter.kind,
            recipient=letter.to,
            subject=subject,
            body=body,
            optional=kind.optional,
            calendar=letter.calendar,
            in_digest=in_digest,
            due_at=due_at,
            useless_after=useless_after,
            message_id=make_msgid(domain=urlsplit(settings.BASE_URL).hostname),
        )
        return row
