"""Larkfield, a company we made up: about 600 people at three sites, 117 of them managers. No clock, no database."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass, fields
from itertools import product
from random import Random
from typing import TYPE_CHECKING

from minim.cli.demo.names import FIRST, LAST
from minim.web.demo.doors import DOORS, address_of

if TYPE_CHECKING:
    from collections.abc import Mapping

# For each function its leader's title, and for each department the names of its teams.
FUNCTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "Engineering": (
        "VP Engineering",
        {
            "Platform": "Identity, Search, APIs, Developer Tools, Messaging, Experiments",
            "Payments": "Checkout, Ledger, Payouts, Fraud, Invoicing, Currencies",
            "Mobile": "iOS, Android, Offline, Releases, Accessibility, Widgets",
            "Data": "Pipelines, Reporting, Forecasts, Data Quality, Machine Learning",
            "Infrastructure": "Networks, Storage, Reliability, Security, Cloud Costs",
        },
    ),
    "Product": (
        "VP Product",
        {
            "Discovery": "Research, Merchants, Shoppers, Pricing",
            "Growth": "Activation, Retention, Marketplace",
            "Design": "Interaction, Content, Design System",
        },
    ),
    "Customer": (
        "VP Customer",
        {
            "Support": "First Line, Escalations, Evenings, Self-Service, Quality, Languages",
            "Success": "Retail, Travel, Public Sector, Small Business, Renewals",
            "Onboarding": "Migrations, Training, Integrations",
        },
    ),
    "Sales": (
        "VP Sales",
        {
            "Sales Europe": "North, South, Central, Enterprise Europe, Sales Engineering",
            "Sales Americas": "East, West, Latin America, Enterprise Americas, Inside Sales",
            "Partners": "Agencies, Banks, Resellers",
        },
    ),
    "Marketing": (
        "VP Marketing",
        {"Brand": "Studio, Press, Events", "Demand": "Campaigns, Website, Community"},
    ),
    "Finance": (
        "VP Finance",
        {"Accounting": "Payables, Receivables, Tax", "Planning": "Budgets, Procurement"},
    ),
    "People": ("VP People", {"Talent": "Hiring, Early Careers, Relocation", "Care": "Benefits, Learning"}),
    "Operations": (
        "VP Operations",
        {"Workplace": "Offices, Travel Desk, Safety", "Business IT": "Devices, Service Desk"},
    ),
}
SITES = (
    ("Lisbon", "Europe/Lisbon", "Mon-Fri 09:00-17:30"),
    ("Berlin", "Europe/Berlin", "Mon-Fri 09:00-17:30"),
    ("Toronto", "America/Toronto", "Mon-Fri 08:30-17:00"),
)
SITE_WEIGHTS = (4, 5, 3)
NEWCOMER_TEAMS = (
    ("Platform", "Partner APIs"),
    ("Support", "Mornings"),
    ("Brand", "Film"),
    ("Talent", "Onsites"),
)
LEVEL_OF_LEADERS = 2
OLIVE, OLIVES_TITLE = DOORS[0], "VP Engineering"


@dataclass
class Employee:
    """One row of the company's roster; the names of the fields are the columns."""

    employee_id: str
    name: str
    title: str
    manager_id: str = ""
    function: str = ""
    department: str = ""
    team: str = ""
    location: str = ""
    time_zone: str = ""
    working_hours: str = ""
    level: int = 0
    experience: float | None = None
    energy: float | None = None
    attendance: float | None = None
    willing: bool = False
    trained: bool = False
    email: str = ""


class Company:
    """Everybody, in the order in which they were hired into the chart: leaders first."""

    def __init__(self, seed: int = 7) -> None:
        self.random = Random(seed)  # noqa: S311  a story that must come out the same each time, not a secret
        taken = {door.name for door in DOORS}
        names = [f"{first} {last}" for first, last in product(FIRST.split(), LAST.split())]
        self.free_names = [name for name in self.random.sample(names, 1_000) if name not in taken]
        self.people: list[Employee] = []
        self.newcomers: list[Employee] = []
        chief = self._hire("Chief Executive Officer", None, level=4)
        for function, (title, departments) in FUNCTIONS.items():
            self._staff_function(chief, function, title, departments)
        for department, team in NEWCOMER_TEAMS:
            self._add_newcomer(department, team)

    def managers(self) -> list[Employee]:
        return [person for person in self.people if person.level > 0]

    def sheet(self, *, newcomers: bool = False, names: Mapping[str, str] | None = None) -> str:
        """The roster as CSV. `names` (by employee id) replaces names that have changed meanwhile."""
        out = io.StringIO()
        writer = csv.DictWriter(out, [column.name for column in fields(Employee)])
        writer.writeheader()
        for person in [*self.people, *(self.newcomers if newcomers else ())]:
            name = (names or {}).get(person.employee_id, person.name)
            row = asdict(person) | {"name": name, "email": address_of(name)}
            writer.writerow({**row, "willing": _yes(person.willing), "trained": _yes(person.trained)})
        return out.getvalue()

    def _staff_function(
        self, chief: Employee, function: str, title: str, departments: dict[str, str]
    ) -> None:
        leader = self._hire(title, chief, level=3, function=function, department=function)
        for department, teams in departments.items():
            head = self._hire(
                f"Director, {department}", leader, level=2, function=function, department=department
            )
            for team in teams.split(", "):
                self._staff_team(head, team)

    def _staff_team(self, head: Employee, team: str) -> None:
        lead = self._hire_lead(head, team)
        self._hire_reports(lead, self.random.choice((4, 5, 5, 6, 6, 7)))

    def _hire_lead(self, head: Employee, team: str) -> Employee:
        return self._hire(
            f"Manager, {team}", head, level=1, function=head.function, department=head.department, team=team
        )

    def _hire_reports(self, lead: Employee, size: int) -> None:
        place = {"function": lead.function, "department": lead.department, "team": lead.team}
        for _ in range(size):
            self._hire(f"{lead.team} Specialist", lead, level=0, **place)

    def _hire(
        self,
        title: str,
        manager: Employee | None,
        level: int,
        function: str = "",
        department: str = "",
        team: str = "",
    ) -> Employee:
        location = manager.location if manager and not level else self._choose_site()
        _, zone, hours = next(site for site in SITES if site[0] == location)
        person = Employee(
            employee_id=f"L{1001 + len(self.people) + len(self.newcomers)}",
            name=OLIVE.name if title == OLIVES_TITLE else self.free_names.pop(),
            title=title,
            manager_id=manager.employee_id if manager else "",
            function=function,
            department=department,
            team=team,
            location=location,
            time_zone=zone,
            working_hours=hours,
            level=level,
        )
        if level:
            self._make_manager(person)
        self.people.append(person)
        return person

    def _choose_site(self) -> str:
        return self.random.choices([name for name, _, _ in SITES], SITE_WEIGHTS)[0]

    def _make_manager(self, person: Employee) -> None:
        person.experience = round(self.random.uniform(0.3, 4) + 3.5 * (person.level - 1), 1)
        person.energy = round(self.random.uniform(0.3, 1), 2)
        person.attendance = round(self.random.uniform(0.72, 0.97), 2)
        if self.random.random() < 0.12:
            person.working_hours = person.working_hours.replace("Mon-Fri", "Mon-Thu")
        person.willing = person.experience > 1.2 and self.random.random() < 0.55
        person.trained = person.willing and self.random.random() < 0.8

    def _add_newcomer(self, department: str, team: str) -> None:
        """A team that is new since the last groups were formed, with its manager and a first report."""
        head = next(
            person
            for person in self.people
            if person.department == department and person.level == LEVEL_OF_LEADERS
        )
        before = len(self.people)
        lead = self._hire_lead(head, team)
        lead.experience, lead.willing, lead.trained = 0.1, False, False
        self._hire_reports(lead, 2)
        self.newcomers += self.people[before:]
        del self.people[before:]


def _yes(value: bool) -> str:
    return "yes" if value else "no"
