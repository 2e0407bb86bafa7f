"""Brilliant Academy: its students, and the attempts behind them."""

from typing import Any

NAME = "Brilliant Academy"

EMPTY_PROFILE: dict[str, Any] = {
    "first_name": "",
    "last_name": "",
    "email": "",
    "photo": "",
    "batches": [],
    "birth_date": None,
    "gender": None,
    "address1": "",
    "address2": "",
    "city": "",
    "zip": "",
    "state_choices": None,
    "phone": "",
}

STUDENTS: list[dict[str, Any]] = [
    {
        "username": "asha",
        "password": "learn-2026",
        "first_name": "Asha",
        "last_name": "Raman",
        "email": "asha@brilliant.example",
        "photo": "@media@/people/asha.svg",
        "batches": ["JEE Morning Batch", "IBPS Online Batch"],
        "birth_date": "2007-08-27",
        "gender": 2,
        "address1": "14 Kutchery Road",
        "address2": "Mylapore",
        "city": "Chennai",
        "zip": "600004",
        "state_choices": 31,
        "phone": "9876500017",
    },
    {
        "username": "meera",
        "password": "learn-2026",
        "first_name": "Meera",
        "last_name": "Krishnamoorthy Venkatasubramanian",
        "email": "meera@brilliant.example",
        "batches": ["NEET Morning Batch"],
        "birth_date": "2006-02-11",
        "gender": 2,
        "city": "Kochi",
        "zip": "682001",
        "state_choices": 13,
        "phone": "9876500018",
    },
    {
        "username": "ravi",
        "password": "learn-2026",
        "first_name": "Ravi",
        "email": "ravi@brilliant.example",
        "photo": "@media@/people/ravi.svg",
        "batches": ["Alumni", "UPSC Evening Batch"],
        "gender": 1,
        "city": "Pune",
        "state_choices": 21,
    },
]

ESSAY = (
    "Public libraries lend more than books. In a town where data is dear and rooms are "
    "small, a quiet chair near a socket is a scholarship that nobody has to apply for."
)


def _took(
    username: str, slug: str, days_ago: float, minutes: float, skill: float, **more: Any
) -> dict[str, Any]:
    """`skill` is the share of right answers, `pace` (in more) the share answered."""
    return {
        "username": username,
        "slug": slug,
        "days_ago": days_ago,
        "minutes": minutes,
        "skill": skill,
        **more,
    }


# Oldest first, so that ids rise with time. Asha's five runs at the JEE mock show a
# trend; she and Ravi each have one under way.
ATTEMPTS: list[dict[str, Any]] = [
    _took("asha", "everyday-english", 55, 14, 0.5),
    _took("ravi", "alumni-refresher", 51, 9, 0.8),
    _took("asha", "upsc-csat-test-7", 33, 26, 0.6, pace=0.8),
    _took("ravi", "upsc-csat-test-7", 32, 30, 0.9),
    _took("meera", "neet-biology-20", 24, 19, 0.75),
    _took("asha", "neet-biology-20", 21, 20, 0.55, pace=0.85),
    _took("asha", "jee-main-mock-1", 17, 60, 0.3, pace=0.7),
    _took("asha", "jee-main-mock-1", 14, 58, 0.45, pace=0.75),
    _took("meera", "jee-main-mock-1", 13, 55, 0.6),
    _took("asha", "class-12-model-paper", 12.5, 11, 0.6),
    _took("asha", "jee-main-mock-1", 11, 57, 0.5, pace=0.85),
    _took("asha", "ssc-hindi-practice", 10, 9, 0.7),
    _took("asha", "writing-and-workings", 9, 38, 0.8),
    _took("asha", "jee-main-mock-1", 8, 52, 0.65, pace=0.9),
    _took("meera", "neet-biology-20", 7, 18, 0.85),
    _took("asha", "choose-five-of-eight", 6.5, 8, 0.8, pace=0.6),
    _took("asha", "ibps-po-sectional-mock", 6, 14, 0.75),
    _took("asha", "tnpsc-group-4-grand-test", 5, 175, 0.58, pace=0.92),
    _took("asha", "jee-main-mock-1", 3, 49, 0.8),
    _took("asha", "scholarship-test", 2, 7, 0.8, pace=1.0),
    _took("ravi", "tnpsc-group-4-grand-test", 1.2, 40, 0.6, pace=0.2, running=True),
    _took("asha", "formula-gallery", 0.6, 31, 0.7, pace=0.35, running=True),
]
