"""What leaves for people's calendars and what comes back from them. docs/calendar.md says what each client gets."""
