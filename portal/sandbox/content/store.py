"""What Brilliant Academy sells: dear and free, with a cover and without."""

from typing import Any


def _product(
    slug: str,
    title: str,
    price: str,
    categories: list[str],
    exams: list[str],
    description: str,
    *,
    notes: list[str] | None = None,
    types: list[str] | None = None,
    covered: bool = True,
    start: float = -90,
    end: float | None = 365,
    requires_shipping: bool = False,
) -> dict[str, Any]:
    return {
        "slug": slug,
        "title": title,
        "image": f"@media@/covers/{slug}.svg" if covered else "",
        "start_date": start,
        "end_date": end,
        "categories": categories,
        "types": types or ["Exams"],
        "exams": exams,
        "notes": [
            {"id": place, "title": title} for place, title in enumerate(notes or [], 1)
        ],
        "price": price,
        "description": description,
        "requires_shipping": requires_shipping,
    }


PRODUCTS = [
    _product(
        "jee-main-test-series",
        "JEE Main Test Series",
        "4999.00",
        ["JEE"],
        ["jee-main-mock-1", "jee-advanced-paper-1", "formula-gallery"],
        "<p>Twenty-four full papers, a paper every Sunday.</p><ul><li>Solutions by "
        "teachers</li><li>All-India ranks</li><li>Formula gallery</li></ul>",
        notes=["Formula book", "Errata"],
        types=["Exams", "E-books"],
    ),
    _product(
        "neet-classroom-program",
        "NEET Classroom Program, one Year",
        "23000.00",
        ["NEET"],
        ["neet-biology-20", "choose-five-of-eight"],
        "<p>Six days a week at our Chennai and Kochi centres, with all online tests."
        "</p><table><thead><tr><th>Centre</th><th>Batch</th></tr></thead><tbody>"
        "<tr><td>Chennai, Mylapore</td><td>7 am</td></tr><tr><td>Kochi, Ernakulam</td>"
        "<td>4 pm</td></tr></tbody></table>",
        types=["Classroom Program", "Exams"],
    ),
    _product(
        "free-foundation-pack",
        "Free Foundation Pack",
        "0.00",
        ["Foundation"],
        ["practice-pull-the-plug", "everyday-english"],
        "<p>Try us first. No card, no call.</p>",
    ),
    _product(
        "tnpsc-group-4-power-pack",
        "TNPSC Group IV Power Pack",
        "1499.00",
        ["TNPSC"],
        ["tnpsc-group-4-grand-test", "tnpsc-general-tamil"],
        "<p>பொதுத் தமிழ், aptitude and general studies, with a grand test each "
        "month.</p>",
        notes=["Samacheer Kalvi digest", "Current affairs, monthly"],
        types=["E-books", "Exams"],
    ),
    _product(
        "upsc-csat-crash-course",
        "UPSC CSAT Crash Course",
        "2999.00",
        ["UPSC"],
        ["upsc-csat-test-7"],
        "<p>Comprehension and data in thirty days.</p>",
        covered=False,
    ),
    _product(
        "ibps-po-complete-kit",
        "IBPS PO Complete Kit: Prelims, Mains and Interview Guidance with "
        "Printed Books",
        "3499.50",
        ["IBPS", "SSC"],
        ["ibps-po-sectional-mock", "ssc-hindi-practice"],
        "<p>Four printed books come by post within a week.</p>",
        types=["Books", "Exams"],
        requires_shipping=True,
    ),
    _product(
        "doubt-clearing-weekend",
        "Doubt-clearing Weekend",
        "1.00",
        ["JEE", "NEET"],
        [],
        "<p>Two days with our teachers. One rupee keeps your seat.</p>",
        types=["Classroom Program"],
        covered=False,
        end=12,
    ),
    _product(
        "physics-workbook",
        "Physics Workbook, Classes XI and XII",
        "650.00",
        ["JEE", "NEET", "Foundation"],
        [],
        "<p>900 problems with room to work them.</p>",
        notes=["Answer key"],
        types=["Books"],
        requires_shipping=True,
        end=None,
    ),
    _product(
        "last-years-series",
        "Test Series of Last Year",
        "999.00",
        ["JEE"],
        [],
        "<p>No longer sold.</p>",
        start=-500,
        end=-100,
    ),
]
