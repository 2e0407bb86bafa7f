"""Small exams, each for one rule: untimed, once only, no solutions, choose five, …"""

import base64
from pathlib import Path

from portal.sandbox.content.kit import exam, number, one, several

PLUG = [
    one(
        "Warm-up",
        "Which planet is known as the red planet?",
        ["Venus", "Mars", "Jupiter", "Saturn"],
        1,
        "Iron oxide makes Mars red.",
        translations={
            "hi": ("<p>लाल ग्रह किसे कहते हैं?</p>", ["शुक्र", "मंगल", "बृहस्पति", "शनि"]),
            "ta": (
                "<p>செந்நிறக் கோள் என்று அழைக்கப்படுவது எது?</p>",
                ["வெள்ளி", "செவ்வாய்", "வியாழன்", "சனி"],
            ),
        },
    ),
    one(
        "Warm-up",
        "What is 17 × 6?",
        ["92", "96", "102", "112"],
        2,
        "17 × 6 = 102",
        translations={
            "hi": ("<p>17 × 6 कितना होता है?</p>", ["92", "96", "102", "112"]),
            "ta": ("<p>17 × 6 எவ்வளவு?</p>", ["92", "96", "102", "112"]),
        },
    ),
    several(
        "Warm-up",
        "Which of these are prime?",
        ["2", "9", "11", "21"],
        {0, 2},
        "9 = 3 × 3 and 21 = 3 × 7.",
        translations={
            "hi": ("<p>इनमें से कौन-सी संख्याएँ अभाज्य हैं?</p>", ["2", "9", "11", "21"]),
            "ta": ("<p>இவற்றில் பகா எண்கள் எவை?</p>", ["2", "9", "11", "21"]),
        },
    ),
    one(
        "Warm-up",
        r"What is \( \sqrt{144} + 2^3 \)?",
        ["18", "20", "22", "24"],
        1,
        r"\( 12 + 8 = 20 \)",
        translations={
            "hi": (
                r"<p>\( \sqrt{144} + 2^3 \) का मान क्या है?</p>",
                ["18", "20", "22", "24"],
            ),
            "ta": (
                r"<p>\( \sqrt{144} + 2^3 \) இன் மதிப்பு என்ன?</p>",
                ["18", "20", "22", "24"],
            ),
        },
    ),
    one(
        "Warm-up",
        "Who wrote <em>Gitanjali</em>?",
        [
            "Sarojini Naidu",
            "Rabindranath Tagore",
            "R. K. Narayan",
            "Subramania Bharati",
        ],
        1,
        "Tagore won the Nobel Prize for it in 1913.",
        translations={
            "hi": (
                "<p><em>गीतांजलि</em> किसने लिखी?</p>",
                ["सरोजिनी नायडू", "रवीन्द्रनाथ ठाकुर", "आर. के. नारायण", "सुब्रमण्य भारती"],
            ),
            "ta": (
                "<p><em>கீதாஞ்சலி</em>யை எழுதியவர் யார்?</p>",
                [
                    "சரோஜினி நாயுடு",
                    "இரவீந்திரநாத் தாகூர்",
                    "ஆர். கே. நாராயண்",
                    "சுப்பிரமணிய பாரதி",
                ],
            ),
        },
    ),
]

ENGLISH = [
    one(
        "English/Usage",
        "He is senior ____ me by two years.",
        ["than", "to", "from", "of"],
        1,
        "“Senior” and “junior” take “to”.",
    ),
    one(
        "English/Idioms",
        "To <em>break the ice</em> is to",
        ["begin a talk", "win a race", "tell a secret", "lose hope"],
        0,
    ),
    one(
        "English/Spelling",
        "Which is spelt correctly?",
        ["Accomodate", "Acommodate", "Accommodate", "Acomodate"],
        2,
        "Two c's and two m's.",
    ),
    one(
        "English/Idioms",
        "A <em>white elephant</em> is",
        ["a rare animal", "a costly burden", "a wise person", "a great success"],
        1,
    ),
    one(
        "English/Usage",
        "Neither the teacher nor the students ____ late.",
        ["was", "were", "is", "has been"],
        1,
        "The verb agrees with the nearer subject.",
    ),
    one(
        "English/Voice",
        "“They are building a bridge.” In the passive voice:",
        [
            "A bridge is built.",
            "A bridge is being built.",
            "A bridge was built.",
            "A bridge has been built.",
        ],
        1,
    ),
]

SCHOLARSHIP = [
    one("Aptitude", "What is 15% of 80?", ["10", "12", "14", "15"], 1),
    one("Aptitude", "What is the cube root of 216?", ["4", "6", "8", "12"], 1),
    one(
        "Science",
        "Which gas fills most of the air?",
        ["Oxygen", "Nitrogen", "Argon", "Carbon dioxide"],
        1,
    ),
    one(
        "Science",
        "Which force keeps planets in their orbits?",
        ["Friction", "Magnetism", "Gravity", "Tension"],
        2,
    ),
    one(
        "Aptitude",
        "A shirt of ₹800 is sold at 25% off. What does it cost?",
        ["₹575", "₹600", "₹625", "₹650"],
        1,
    ),
]

_PICTURE = (Path(__file__).parent / "media" / "parabola.png").read_bytes()
_INLINE = f"data:image/png;base64,{base64.b64encode(_PICTURE).decode()}"

CURVE = one(
    "Mathematics",
    "<p>Which curve is this?</p>"
    f'<p><img src="{_INLINE}" width="240" height="160" '
    'alt="A curve that comes down, turns at the origin and goes up again"></p>',
    ["A circle", "A parabola", "A straight line", "A hyperbola"],
    1,
)

CHOOSE = [
    one(
        "Quantum",
        f"How many electrons fit in the shell with n = {n}?",
        [str(n * n), str(2 * n * n), str(3 * n * n), str(2 * n)],
        1,
        rf"\( 2n^2 = {2 * n * n} \)",
    )
    for n in range(3, 11)
]

CAT = [
    one(
        "Quant/Easy",
        "If 3 pens cost ₹42, what do 5 pens cost?",
        ["₹60", "₹65", "₹70", "₹75"],
        2,
        marks=1.0,
        negative=0.0,
    ),
    one(
        "Quant/Medium",
        r"If \( x + \frac1x = 3 \), what is \( x^2 + \frac{1}{x^2} \)?",
        ["5", "7", "9", "11"],
        1,
        r"\( 3^2 - 2 = 7 \)",
        marks=2.0,
        negative=0.5,
    ),
    one(
        "Quant/Hard",
        r"How many positive integers divide \( 360 \)?",
        ["18", "20", "24", "36"],
        2,
        r"\( 360 = 2^3 \cdot 3^2 \cdot 5 \), so \( 4 \cdot 3 \cdot 2 = 24 \).",
        marks=4.0,
        negative=1.0,
    ),
    number(
        "Quant/Hard",
        r"What is the remainder when \( 7^{100} \) is divided by 5?",
        "1",
        r"\( 7^4 \equiv 2^4 \equiv 1 \pmod 5 \)",
        marks=5.0,
    ),
]

EXAMS = [
    exam(
        "practice-pull-the-plug",
        "Practice: Pull the Plug",
        PLUG,
        course="Foundation",
        minutes=10,
        description="<p>Five easy questions for trying things out. Answer some, switch "
        "your network off, answer the rest, reload, close the tab, switch it on again: "
        "nothing is lost.</p>",
        opens=-2,
    ),
    exam(
        "everyday-english",
        "Everyday English (no Time Limit)",
        ENGLISH,
        course="Foundation",
        minutes=None,
        description="<p>Take as long as you like.</p>",
        opens=-60,
    ),
    exam(
        "scholarship-test",
        "Brilliant Scholarship Test",
        SCHOLARSHIP,
        course="Foundation",
        minutes=10,
        marks=5,
        allow_retake=False,
        description="<p>One attempt only. Ranks are published in three days.</p>",
        enable_ranks=True,
        ranks_at=3,
        cohort=352,
        opens=-4,
        closes=10,
    ),
    exam(
        "class-12-model-paper",
        "Class XII Physics: Model Paper (no Solutions)",
        [*SCHOLARSHIP[2:4], PLUG[3], CURVE, CHOOSE[0]],
        course="Foundation",
        minutes=20,
        show_answers=False,
        max_retakes=2,
        description="<p>Solutions aren't shown: you will do it again in class.</p>",
        opens=-14,
        closes=30,
    ),
    exam(
        "choose-five-of-eight",
        "Quantum Shells: Answer any Five of Eight",
        CHOOSE,
        course="NEET",
        minutes=12,
        marks=4,
        negative=1,
        attemptable=5,
        description="<p>Eight questions, of which <strong>five</strong> may be "
        "answered. Clear one before answering a sixth.</p>",
        opens=-8,
    ),
    exam(
        "cat-quant-weights",
        "CAT Quant: Weighted Questions",
        CAT,
        course="CAT",
        minutes=16,
        variable_marks=True,
        description="<p>Marks, and what is taken off, differ from question to question."
        "</p>",
        opens=-5,
    ),
    exam(
        "jee-advanced-paper-1",
        "JEE Advanced: Paper 1 (All India Open Mock)",
        CAT[1:] + CHOOSE[:3],
        course="JEE",
        minutes=180,
        marks=3,
        negative=1,
        enable_ranks=True,
        ranks_at=8,
        cohort=900,
        description="<p>Opens to all at the same moment.</p>",
        opens=5,
        closes=6,
        created=-2,
    ),
    exam(
        "alumni-refresher",
        "Alumni Refresher",
        ENGLISH,
        course="Alumni",
        minutes=15,
        description="<p>For the alumni batch.</p>",
        batch="Alumni",
        opens=-90,
    ),
]
