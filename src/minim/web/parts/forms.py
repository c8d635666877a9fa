"""One form with every kind of field, to show how forms look."""

from __future__ import annotations

from django import forms

from minim.web.parts.widgets import FileDrop, Slider


class EveryField(forms.Form):
    """The fields a page may need, each once."""

    name = forms.CharField(label="What is the program called?", help_text="People see it in every mail.")
    email = forms.EmailField(label="Your work e-mail")
    words = forms.CharField(
        label="A few words for the invitation",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "Why are we doing this?"}),
    )
    cadence = forms.ChoiceField(
        label="How often do groups meet?",
        choices=[("weekly", "Every week"), ("biweekly", "Every other week")],
        widget=forms.RadioSelect(attrs={"class": "cards"}),
    )
    level = forms.ChoiceField(
        label="Which level?",
        choices=[("", "Choose one"), ("1", "Front-line managers"), ("2", "Managers of managers")],
    )
    mixed = forms.MultipleChoiceField(
        label="What should be mixed?",
        required=False,
        choices=[("function", "Functions"), ("department", "Departments"), ("location", "Locations")],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "inline"}),
    )
    start_on = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    size = forms.IntegerField(
        label="People in a group",
        min_value=4,
        max_value=14,
        initial=7,
        widget=Slider(low="closer", high="more who can come"),
    )
    roster = forms.FileField(
        label="Your roster", required=False, widget=FileDrop(note="CSV or Excel, up to 20 MB")
    )
    trained = forms.BooleanField(label="I have led a group before", required=False)
    reminders = forms.BooleanField(
        label="Remind everyone the day before",
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs={"class": "switch", "role": "switch"}),
    )
