"""What Brilliant Academy has to say: two pages of posts and more."""

from typing import Any

_CATEGORIES: dict[str, dict[str, Any]] = {
    "news": {"id": 2, "name": "Daily News", "color": "33CC33", "slug": "daily-news"},
    "exams": {"id": 3, "name": "Exam Alerts", "color": "CC3333", "slug": "exam-alerts"},
    "study": {"id": 4, "name": "Study Tips", "color": "3366CC", "slug": "study-tips"},
    "results": {"id": 5, "name": "Results", "color": "996600", "slug": "results"},
}

TIMETABLE = (
    "<p>From Monday the evening batches change:</p><table><thead><tr><th>Day</th>"
    "<th>5 pm</th><th>6:30 pm</th></tr></thead><tbody><tr><td>Monday</td><td>Physics"
    "</td><td>Mathematics</td></tr><tr><td>Tuesday</td><td>Chemistry</td><td>Biology"
    "</td></tr><tr><td>Wednesday</td><td>Physics</td><td>Doubts</td></tr><tr><td>"
    "Thursday</td><td>Mathematics</td><td>Chemistry</td></tr><tr><td>Friday</td><td>"
    "Biology</td><td>Test</td></tr></tbody></table><p>Saturday remains free.</p>"
)
HALL_TICKETS = (
    "<p>Hall tickets are out. You need:</p><ol><li>your application "
    "number,</li><li>your "
    "date of birth,</li><li>a printer.</li></ol><p>The address is long; copy it whole: "
    '<a href="https://exams.example.gov.in/candidates/2026/downloads/hall-ticket?session='
    'second&amp;language=en&amp;paper=combined-preliminary-examination-general">'
    "https://exams.example.gov.in/candidates/2026/downloads/hall-ticket?session=second"
    "&amp;language=en&amp;paper=combined-preliminary-examination-general</a></p>"
)
SLEEP = (
    "<h2>Sleep is revision</h2><p>What you learnt by day is filed at night. "
    "Seven hours "
    "before a test are worth more than the last chapter.</p><blockquote><p>“I solved "
    "nothing new in the last two days, and it was the best decision of the year.”</p>"
    "</blockquote><ul><li>Stop screens an hour before bed.</li><li>Write down what "
    "worries you.</li><li>Get up at the hour of the exam.</li></ul>"
)
TOPPERS = (
    "<p>Our warmest congratulations!</p><table><thead><tr><th>Name</th><th>Exam</th>"
    "<th>Rank</th></tr></thead><tbody><tr><td>S. Nivedita</td><td>JEE Main</td><td>212"
    "</td></tr><tr><td>Mohammed Irfan</td><td>NEET</td><td>489</td></tr><tr><td>"
    "K. Selvam</td><td>TNPSC Group IV</td><td>17</td></tr></tbody></table>"
    '<p><img src="@media@/visitors.svg" width="360" height="220" alt="Selections '
    'of our students in six years, rising from 20 to 80"></p>'
)
PARABOLA = (
    r"<p>Every quadratic is the same curve moved about:</p><p>\[ y = a(x - h)^2 + k \]"
    '</p><p><img src="@media@/parabola.png" width="240" height="160" alt="A parabola '
    'that opens upward"></p><p>Find <em>h</em> and <em>k</em> first and the rest is '
    "a sketch.</p>"
)
TAMIL = (
    "<p>பொதுத் தமிழ் மாதிரித் தேர்வு இப்போது திறந்துள்ளது. பத்து வினாக்கள், பதினைந்து "
    "நிமிடங்கள்.</p><p><strong>வாழ்த்துகள்!</strong></p>"
)
HINDI = (
    "<p>एसएससी हिन्दी का नया अभ्यास प्रश्नपत्र आ गया है। <a href="
    '"/exams/ssc-hindi-practice/">अभी हल करें</a>।</p>'
)
NETWORK = (
    "<p>Rain takes our network now and then. When it goes in the middle of a test:</p>"
    "<ul><li>go on answering,</li><li>don't close the window (if you must, open "
    "it again "
    "on the <em>same</em> device),</li><li>wait until it says that all answers "
    "are saved before you hand in.</li></ul>"
)

# Title, category, days ago, summary, content; the rest have a line or two.
_LONG = [
    (
        "JEE Advanced open mock this week",
        "exams",
        0.2,
        "Open to all, all India at once.",
        "<p>The paper opens to everybody at the same moment. Be there five "
        "minutes early.</p>",
    ),
    (
        "New timetable for the evening batches",
        "news",
        0.9,
        "From Monday on.",
        TIMETABLE,
    ),
    ("What to do when the network goes", "study", 1.5, "Go on answering.", NETWORK),
    (
        "Hall tickets for the combined examination",
        "exams",
        2.1,
        "Download yours before the rush.",
        HALL_TICKETS,
    ),
    ("பொதுத் தமிழ் மாதிரித் தேர்வு", "exams", 3.3, "இப்போது திறந்துள்ளது.", TAMIL),
    ("हिन्दी अभ्यास प्रश्नपत्र", "exams", 4.2, "दस प्रश्न, पंद्रह मिनट।", HINDI),
    ("Sleep is revision", "study", 5.0, "Seven hours beat the last chapter.", SLEEP),
    (
        "Our students in the last results",
        "results",
        6.4,
        "Three names to remember.",
        TOPPERS,
    ),
    ("The one parabola", "study", 7.7, "A quadratic is a curve moved about.", PARABOLA),
]

_SHORT = [
    ("Library open on Sundays", "news", "From nine to one, with tea."),
    ("NEET syllabus: what has changed", "exams", "Two chapters left, one came back."),
    ("How to read a passage for CSAT", "study", "Questions first, passage second."),
    ("Scholarship test: last week to apply", "exams", "One attempt, ten minutes."),
    ("Holiday for Pongal", "news", "Closed from the 14th to the 17th."),
    ("Mental sums on the bus", "study", "Squares up to 30, cubes up to 15."),
    ("IBPS PO prelims: cut-offs of five years", "results", "They fell, then rose."),
    ("A visit from an alumna at ISRO", "news", "Friday at four in the hall."),
    ("Revise by explaining", "study", "If you can teach it you know it."),
    ("Ranks of the September mock", "results", "Out now under your attempts."),
    ("Buses from Tambaram", "news", "A second bus at 6:10 am."),
    ("Answer key challenged: question 47", "exams", "Option C is accepted as well."),
    ("Three ways to balance an equation", "study", "By eye, by numbers, by algebra."),
    ("Fee receipts by e-mail", "news", "Look into the spam folder too."),
    ("TNPSC notification out", "exams", "Apply within thirty days."),
    ("Diagrams that earn marks", "study", "Label first, shade never."),
    ("Results of the essay contest", "results", "The river won."),
]


def _post(
    number: int, title: str, category: str, days: float, summary: str, html: str
) -> dict[str, Any]:
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in title.lower())
    return {
        "slug": "-".join(words.split()) or f"notice-{number}",
        "category": _CATEGORIES[category],
        "created": -days,
        "modified": -days,
        "title": title,
        "summary": summary,
        "content_html": html,
        "batch": "",
    }


POSTS = [
    *(_post(number, *written) for number, written in enumerate(_LONG, 1)),
    *(
        _post(
            number,
            title,
            category,
            9 + 2.3 * number,
            summary,
            f"<p>{summary}</p><p>Ask at the desk, or write to "
            "<a "
            'href="mailto:office@brilliant.example">office@brilliant.example</a>.</p>',
        )
        for number, (title, category, summary) in enumerate(_SHORT)
    ),
    {
        **_post(
            90, "Alumni meet", "news", 3.8, "For the alumni batch.", "<p>6 pm.</p>"
        ),
        "batch": "Alumni",
    },
]
