"""An exam with every kind of answer: essay, words, numbers, blanks, an upload."""

from portal.sandbox.content.kit import (
    essay,
    exam,
    gaps,
    number,
    one,
    several,
    short,
    upload,
)

QUESTIONS = [
    essay(
        "English/Writing",
        "<p>Write about 150 words on <strong>one</strong> of these:</p><ol>"
        "<li>A public library in the age of the telephone</li>"
        "<li>The river that my town forgot</li></ol>",
        ["A public library in the age of the telephone", "The river my town forgot"],
        "Marked by a teacher: content 5, order 3, language 2.",
        marks=10.0,
    ),
    short(
        "English/Words",
        "Write one word for a person who can't be comforted. It begins with “in”.",
        ["inconsolable"],
        "“Inconsolable”, from Latin <em>consolari</em>.",
    ),
    short(
        "English/Words",
        "Write the hyphenated word for a race that two runners finish exactly "
        "together.",
        ["dead-heat", "dead heat"],
        "A dead-heat: neither wins.",
    ),
    number(
        "Numeracy",
        "A tank holds 1,250.5 litres. Half of it is drawn. How many litres are left?",
        "625.25",
        r"\( 1250.5 \div 2 = 625.25 \)",
        tolerance=0.005,
        marks=2.0,
    ),
    number(
        "Numeracy",
        r"What is \( -3.5 \times 2 \)?",
        "-7",
        "A negative number times a positive one is negative.",
    ),
    gaps(
        "Science",
        "<p>Water boils at ____ °C at sea level and freezes at ____ °C.</p>",
        ["100", "0"],
        marks=2.0,
    ),
    gaps(
        "English/Grammar",
        "<p>She ____ (go) to Madurai yesterday and ____ (come) back today.</p>",
        ["went", "came"],
        "Both verbs stand in the simple past.",
        marks=2.0,
    ),
    upload(
        "Drawing",
        "Draw the water cycle on paper and upload a photograph or a PDF of it.",
        "Marked by a teacher.",
        marks=5.0,
    ),
    one(
        "Numeracy",
        "Which is the largest?",
        [r"\( \frac34 \)", r"\( 0.7 \)", r"\( 72\,\% \)", r"\( \frac57 \)"],
        0,
        "0.75 is more than 0.72, 0.714… and 0.7.",
    ),
    several(
        "Science",
        "Which of these are sources of renewable energy?",
        ["Wind", "Coal", "Sunlight", "Natural gas", "Tides"],
        {0, 2, 4},
    ),
]

EXAMS = [
    exam(
        "writing-and-workings",
        "Writing and Workings: every Kind of Answer",
        QUESTIONS,
        course="Foundation",
        minutes=45,
        variable_marks=True,
        description="<p>An essay, short texts, numbers, blanks and a drawing to "
        "upload. Some of it is marked by hand, so the score may rise later.</p>",
        opens=-10,
    )
]
