"""UPSC CSAT: passages and data, an exam that is over; and IBPS with locked sections."""

from portal.sandbox.content.kit import exam, one, section

LIBRARY = (
    "<p><strong>Passage 1</strong></p><p>A forest that is never cut isn't thereby left "
    "alone. Hills around it lose their springs, the air above it warms, and "
    "animals that "
    "carried its seeds stop coming. To fence a forest is to keep a picture of it; to "
    "keep the forest itself one must look after places that the fence leaves "
    "out. It is "
    "for this reason that the older village commons, grazed and gleaned and quarrelled "
    "over, have sometimes outlived the parks beside them.</p>"
)
WATER = (
    "<p><strong>Passage 2</strong></p><p>When water is priced too low, those who have "
    "pumps use the most of it and those who have none pay the vendor. A subsidy meant "
    "for the poor thus flows to whoever owns the deepest well. Raising the price "
    "without "
    "first bringing pipes to the poor, however, would only change whom the shortage "
    "hurts first.</p>"
)
TABLE = (
    "<p>Tonnes of grain sold in four markets:</p><table><thead><tr><th>Market</th>"
    "<th>2022</th><th>2023</th><th>2024</th></tr></thead><tbody>"
    "<tr><td>Karur</td><td>120</td><td>150</td><td>180</td></tr>"
    "<tr><td>Salem</td><td>200</td><td>180</td><td>220</td></tr>"
    "<tr><td>Theni</td><td>80</td><td>120</td><td>100</td></tr>"
    "<tr><td>Erode</td><td>150</td><td>150</td><td>200</td></tr></tbody></table>"
)

CSAT = [
    one(
        "Comprehension",
        "Which statement best gives the point of the passage?",
        [
            "Forests must never be cut",
            "A forest depends on places beyond its boundary",
            "Village commons should replace all parks",
            "Fences harm the animals that carry seeds",
        ],
        1,
        "The fence is the picture; what lies outside decides.",
        direction=LIBRARY,
    ),
    one(
        "Comprehension",
        "Why, according to the passage, have some commons outlived parks?",
        [
            "They were never used",
            "They had better fences",
            "People went on looking after them as a part of their surroundings",
            "They lay in wetter hills",
        ],
        2,
        "Use and quarrel kept them within the life around them.",
        direction=LIBRARY,
    ),
    one(
        "Comprehension",
        "The writer's view of raising the price of water is that it",
        [
            "would solve the shortage at once",
            "should follow, not precede, pipes for the poor",
            "would harm only the owners of deep wells",
            "has been tried and has failed",
        ],
        1,
        "“Without first bringing pipes” sets the order.",
        direction=WATER,
    ),
    one(
        "Data/Tables",
        "Which market grew by the greatest share from 2022 to 2024?",
        ["Karur", "Salem", "Theni", "Erode"],
        0,
        "Karur grew by 50 %, Erode by 33 %, Theni by 25 %, Salem by 10 %.",
        direction=TABLE,
    ),
    one(
        "Data/Tables",
        "How many tonnes were sold in all four markets in 2023?",
        ["550", "600", "650", "700"],
        1,
        r"\( 150 + 180 + 120 + 150 = 600 \)",
        direction=TABLE,
    ),
    one(
        "Data/Charts",
        "<p>By how many visitors did Saturday pass Tuesday?</p>"
        '<p><img src="@media@/visitors.svg" width="360" height="220" alt="Bars: Monday '
        "20, Tuesday 30, Wednesday 25, Thursday 40, Friday 55, "
        'Saturday 80"></p>',
        ["25", "40", "50", "60"],
        2,
        r"\( 80 - 30 = 50 \)",
    ),
    one(
        "Reasoning",
        "Five friends sit in a row. Anu is to the left of Bala and to the right "
        "of Chitra. "
        "Devi is to the right of Bala, and Elan is at the right end. Who sits in the "
        "middle?",
        ["Anu", "Bala", "Chitra", "Devi"],
        1,
        "From the left: Chitra, Anu, Bala, Devi, Elan.",
    ),
    one(
        "Numeracy",
        "A number leaves 3 when divided by 5 and 4 when divided by 7. Which is "
        "the least such positive number?",
        ["13", "18", "23", "53"],
        1,
        "18 = 3 × 5 + 3 = 2 × 7 + 4.",
    ),
]

ENGLISH = [
    one(
        "English/Usage",
        "Choose the correct sentence.",
        [
            "Each of the boys have a bat.",
            "Each of the boys has a bat.",
            "Each of the boy has a bat.",
            "Each of the boys are having a bat.",
        ],
        1,
        "“Each” takes a singular verb.",
        section=0,
    ),
    one(
        "English/Words",
        "Which word means nearly the same as <strong>frugal</strong>?",
        ["Lavish", "Thrifty", "Brittle", "Hasty"],
        1,
        "A frugal person spends with care.",
        section=0,
    ),
    one(
        "English/Words",
        "Which word is the opposite of <strong>scarce</strong>?",
        ["Rare", "Plentiful", "Scattered", "Costly"],
        1,
        section=0,
    ),
    one(
        "English/Usage",
        "She has been working here ____ 2019.",
        ["for", "since", "from", "by"],
        1,
        "“Since” goes with a point in time.",
        section=0,
    ),
]

QUANT = [
    one(
        "Quantitative/Arithmetic",
        "What comes in place of the question mark? 40% of 250 + ? = 160",
        ["40", "50", "60", "100"],
        2,
        "40% of 250 is 100.",
        section=1,
    ),
    one(
        "Quantitative/Arithmetic",
        "Compound interest on ₹10,000 at 10% a year for 2 years is",
        ["₹2,000", "₹2,100", "₹2,200", "₹2,310"],
        1,
        r"\( 10000 (1.1^2 - 1) = 2100 \)",
        section=1,
    ),
    one(
        "Quantitative/Series",
        "Which number is next? 3, 8, 15, 24, 35, …",
        ["46", "47", "48", "49"],
        2,
        r"\( n^2 - 1 \) for \( n = 2, 3, \dots, 7 \)",
        section=1,
    ),
    one(
        "Quantitative/Arithmetic",
        "A boat goes 24 km downstream in 2 hours and returns in 3. How fast is the "
        "stream?",
        ["1 km/h", "2 km/h", "3 km/h", "4 km/h"],
        1,
        r"\( \frac{12 - 8}{2} = 2 \)",
        section=1,
    ),
]

REASONING = [
    one(
        "Reasoning/Puzzles",
        "If SOUTH is written HTUOS, how is NORTH written?",
        ["HTRON", "HTORN", "NTROH", "HRTON"],
        0,
        "The letters run backward.",
        section=2,
    ),
    one(
        "Reasoning/Inequality",
        r"Given \( P > Q \ge R = S \), which is surely true?",
        [r"\( P > S \)", r"\( Q > S \)", r"\( R > Q \)", r"\( P = R \)"],
        0,
        "P is greater than Q, which is at least R, which equals S.",
        section=2,
    ),
    one(
        "Reasoning/Blood relations",
        "Pointing to a man, Rekha said, “His mother is the only daughter of my "
        "mother.” How is Rekha related to him?",
        ["Sister", "Mother", "Aunt", "Grandmother"],
        1,
        "The only daughter of her mother is Rekha herself.",
        section=2,
    ),
    one(
        "Reasoning/Ranking",
        "In a row of 25, Mani is 9th from the left. What is his place from the right?",
        ["15th", "16th", "17th", "18th"],
        2,
        r"\( 25 - 9 + 1 = 17 \)",
        section=2,
    ),
]

EXAMS = [
    exam(
        "upsc-csat-test-7",
        "UPSC CSAT: Test 7",
        CSAT,
        course="UPSC",
        minutes=30,
        marks=2.5,
        negative=0.83,
        description="<p>Comprehension, data and reasoning. One third is taken off "
        "for a wrong answer. <em>This test is over; its attempts can be "
        "reviewed.</em></p>",
        opens=-40,
        closes=-3,
        enable_ranks=True,
        cohort=94,
    ),
    exam(
        "ibps-po-sectional-mock",
        "IBPS PO Prelims: Sectional Mock",
        ENGLISH + QUANT + REASONING,
        course="IBPS",
        minutes=15,
        marks=1,
        negative=0.25,
        template=2,
        description="<p>Three sections of five minutes each, in order. A section "
        "that is ended can't be opened again.</p>",
        sections=[
            section("English Language", 5, 1.25, "Four questions."),
            section("Quantitative Aptitude", 5, 1.5, "Four questions."),
            section("Reasoning Ability", 5, 1.5, "Four questions."),
        ],
        preemptive=True,
        opens=-9,
    ),
]
