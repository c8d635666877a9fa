from django import forms

from minim.assignments.errands import MOST_PEOPLE, Kind


class ErrandForm(forms.Form):
    """What is to be done about a group, by a button of the page."""

    errand = forms.ChoiceField(choices=[(kind.value, kind.name) for kind in Kind if kind != Kind.PLACE])
    people = forms.IntegerField(min_value=1, max_value=MOST_PEOPLE)
