"""JEE Main: three free sections, +4 and -1, TeX, chemistry, tables, drawings."""

from portal.sandbox.content.kit import exam, number, one, section, several

_MECHANICS, _WAVES = "Physics/Mechanics", "Physics/Waves and optics"
_ELECTRIC, _MODERN = "Physics/Electricity", "Physics/Modern physics"

PHYSICS = [
    one(
        _MECHANICS,
        r"A ball is thrown at \( 20\ \mathrm{m\,s^{-1}} \) and \( 45^\circ \) to the "
        r"level ground. Taking \( g = 10\ \mathrm{m\,s^{-2}} \), how far does it land?",
        ["20 m", "30 m", "40 m", "80 m"],
        2,
        r"\[ R = \frac{u^2 \sin 2\theta}{g} = \frac{400 \times 1}{10} = 40\ \mathrm{m} "
        r"\]",
        section=0,
    ),
    one(
        _WAVES,
        r"A particle moves as \( x = A \sin \omega t \). What is its speed where "
        r"\( x = \tfrac{A}{2} \)?",
        [
            r"\( \frac{A\omega}{2} \)",
            r"\( \frac{\sqrt{3}}{2} A\omega \)",
            r"\( A\omega \)",
            r"\( \frac{A\omega}{\sqrt{2}} \)",
        ],
        1,
        r"\[ v = \omega\sqrt{A^2 - x^2} = \omega\sqrt{A^2 - \tfrac{A^2}{4}} = "
        r"\tfrac{\sqrt 3}{2} A\omega \]",
        section=0,
    ),
    one(
        _ELECTRIC,
        "<p>What current does the cell in this circuit give?</p>"
        '<p><img src="@media@/circuit.svg" width="360" height="190" alt="A 12 '
        "volt cell "
        "in series with 2 ohms, and with 3 ohms and 6 ohms side by "
        'side"></p>',
        ["1.1 A", "2 A", "3 A", "4 A"],
        2,
        r"<p>\( 3 \parallel 6 = 2\,\Omega \), so the whole is \( 4\,\Omega \) and "
        r"\( I = \frac{12}{4} = 3\,\mathrm{A} \).</p>",
        section=0,
    ),
    several(
        _MECHANICS,
        "Which of these forces are conservative?",
        [
            "Gravitational force",
            "Sliding friction",
            "Spring force",
            "Electrostatic force",
        ],
        {0, 2, 3},
        "The work of friction depends on the path; that of the others doesn't.",
        section=0,
    ),
    one(
        _WAVES,
        "An object stands 30 cm before a convex lens of focal length 20 cm. Where is "
        "its image?",
        ["12 cm behind it", "20 cm behind it", "50 cm behind it", "60 cm behind it"],
        3,
        r"\[ \frac1v = \frac1f + \frac1u = \frac1{20} - \frac1{30} = \frac1{60} \]",
        section=0,
    ),
    one(
        _MODERN,
        r"Light of photon energy \( 3.5\ \mathrm{eV} \) falls on a metal of work "
        r"function \( 2.0\ \mathrm{eV} \). What is the greatest kinetic energy of the "
        "electrons?",
        ["1.5 eV", "2.0 eV", "3.5 eV", "5.5 eV"],
        0,
        r"\( K_{\max} = h\nu - \phi = 3.5 - 2.0 = 1.5\ \mathrm{eV} \)",
        section=0,
    ),
    number(
        _MODERN,
        "A sample has a half-life of 5 days. What <em>per cent</em> of it is "
        "left after 20 days?",
        "6.25",
        r"Four half-lives: \( \left(\tfrac12\right)^4 = \tfrac1{16} = 6.25\,\% \).",
        tolerance=0.01,
        negative=0.0,
        section=0,
    ),
    one(
        _MECHANICS,
        r"What is the dimensional formula of Planck's constant \( h \)?",
        [
            r"\( [M L^2 T^{-1}] \)",
            r"\( [M L T^{-1}] \)",
            r"\( [M L^2 T^{-2}] \)",
            r"\( [M L^2 T^{-3}] \)",
        ],
        0,
        r"\( h = E/\nu \), so \( [ML^2T^{-2}]\,/\,[T^{-1}] = [ML^2T^{-1}] \).",
        section=0,
    ),
]

_INORGANIC, _ORGANIC = "Chemistry/Inorganic", "Chemistry/Organic"
_PHYSICAL = "Chemistry/Physical"

CHEMISTRY = [
    one(
        _INORGANIC,
        r"What is the oxidation state of manganese in \( \ce{KMnO4} \)?",
        ["+2", "+4", "+6", "+7"],
        3,
        r"\( 1 + x - 8 = 0 \), so \( x = +7 \).",
        section=1,
    ),
    one(
        _ORGANIC,
        "<p>How many π electrons has this molecule?</p>"
        '<p><img src="@media@/benzene.svg" width="150" height="150" alt="A ring of six '
        'carbons with a circle inside"></p>',
        ["3", "4", "6", "12"],
        2,
        r"Benzene, \( \ce{C6H6} \): \( 4n + 2 \) with \( n = 1 \).",
        section=1,
    ),
    one(
        _INORGANIC,
        "<p>Which row of this table is wrong?</p><table><thead><tr><th>Row</th>"
        "<th>Molecule</th><th>Shape</th></tr></thead><tbody>"
        r"<tr><td>1</td><td>\( \ce{CH4} \)</td><td>tetrahedral</td></tr>"
        r"<tr><td>2</td><td>\( \ce{NH3} \)</td><td>trigonal pyramidal</td></tr>"
        r"<tr><td>3</td><td>\( \ce{PCl5} \)</td><td>square planar</td></tr>"
        r"<tr><td>4</td><td>\( \ce{SF6} "
        r"\)</td><td>octahedral</td></tr></tbody></table>",
        ["Row 1", "Row 2", "Row 3", "Row 4"],
        2,
        r"\( \ce{PCl5} \) is trigonal bipyramidal.",
        section=1,
    ),
    one(
        _PHYSICAL,
        r"What is the pH of \( 0.001\ \mathrm{M} \) \( \ce{HCl} \) at 25 °C?",
        ["1", "2", "3", "11"],
        2,
        r"\( \mathrm{pH} = -\log_{10} 10^{-3} = 3 \)",
        section=1,
    ),
    several(
        _ORGANIC,
        "Which of these show geometrical isomerism?",
        ["But-2-ene", "Propene", "1,2-Dichloroethene", "2-Methylpropene"],
        {0, 2},
        "Each carbon of the double bond must carry two different groups.",
        section=1,
    ),
    one(
        _PHYSICAL,
        r"For \[ \ce{N2(g) + 3H2(g) <=> 2NH3(g)} \] how are \( K_p \) and \( K_c \) "
        "related?",
        [
            r"\( K_p = K_c \)",
            r"\( K_p = K_c (RT)^{2} \)",
            r"\( K_p = K_c (RT)^{-2} \)",
            r"\( K_p = K_c (RT)^{-1} \)",
        ],
        2,
        r"\( \Delta n = 2 - 4 = -2 \)",
        section=1,
    ),
    number(
        _PHYSICAL,
        r"How many moles are there in 36 g of \( \ce{H2O} \)?",
        "2",
        r"\( 36 \div 18 = 2 \)",
        negative=0.0,
        section=1,
    ),
    one(
        _ORGANIC,
        "Which reagent turns nitrobenzene into aniline?",
        [
            r"\( \ce{Sn} \) and \( \ce{HCl} \)",
            r"\( \ce{KMnO4} \)",
            r"\( \ce{NaBH4} \)",
            r"\( \ce{HNO3} \) and \( \ce{H2SO4} \)",
        ],
        0,
        r"\[ \ce{C6H5NO2 + 6[H] ->[Sn][HCl] C6H5NH2 + 2H2O} \]",
        section=1,
    ),
]

_CALCULUS, _ALGEBRA = "Mathematics/Calculus", "Mathematics/Algebra"

MATHEMATICS = [
    one(
        _CALCULUS,
        r"Evaluate $$\int_0^1 x e^x \, dx$$",
        ["0", "1", r"\( e \)", r"\( e - 1 \)"],
        1,
        r"\[ \Bigl[ x e^x - e^x \Bigr]_0^1 = 0 - (-1) = 1 \]",
        section=2,
    ),
    one(
        _ALGEBRA,
        r"What is \[ \begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix} ? \]",
        [r"\( -2 \)", r"\( 2 \)", r"\( 10 \)", r"\( -10 \)"],
        0,
        r"\( 1 \cdot 4 - 2 \cdot 3 = -2 \)",
        section=2,
    ),
    one(
        _CALCULUS,
        r"\[ \lim_{x \to 0} \frac{\sin 3x}{x} = \; ? \]",
        ["0", "1", r"\( \tfrac13 \)", "3"],
        3,
        r"\( \frac{\sin 3x}{x} = 3 \cdot \frac{\sin 3x}{3x} \to 3 \)",
        section=2,
    ),
    several(
        _ALGEBRA,
        r"Which numbers are roots of \( x^2 - 5x + 6 = 0 \)?",
        ["1", "2", "3", "6"],
        {1, 2},
        r"\( (x - 2)(x - 3) = 0 \)",
        section=2,
    ),
    one(
        "Mathematics/Probability",
        "Two fair dice are thrown. How likely is a sum of 9?",
        [
            r"\( \frac{1}{12} \)",
            r"\( \frac{1}{9} \)",
            r"\( \frac{5}{36} \)",
            r"\( \frac{1}{6} \)",
        ],
        1,
        r"Four of 36 throws: (3, 6), (4, 5), (5, 4), (6, 3).",
        section=2,
    ),
    number(
        _ALGEBRA,
        r"What is \( \displaystyle\sum_{k=1}^{20} k \)?",
        "210",
        r"\( \frac{20 \times 21}{2} = 210 \)",
        negative=0.0,
        section=2,
    ),
    one(
        "Mathematics/Vectors",
        r"If \( |\vec a| = 3 \), \( |\vec b| = 4 \) and \( \vec a \cdot \vec b = 6 \), "
        r"what is \( |\vec a \times \vec b| \)?",
        [r"\( 6 \)", r"\( 6\sqrt{3} \)", r"\( 12 \)", r"\( 3\sqrt{6} \)"],
        1,
        r"\( |\vec a \times \vec b|^2 = 9 \cdot 16 - 36 = 108 \)",
        section=2,
    ),
    one(
        _CALCULUS,
        r"For \( x > 0 \), what is \( \dfrac{d}{dx}\, x^x \)?",
        [
            r"\( x \cdot x^{x-1} \)",
            r"\( x^x \ln x \)",
            r"\( x^x (1 + \ln x) \)",
            r"\( x^x (1 - \ln x) \)",
        ],
        2,
        r"Write \( x^x = e^{x \ln x} \) and use the chain rule.",
        section=2,
    ),
]

EXAMS = [
    exam(
        "jee-main-mock-1",
        "JEE Main: Mock Test 1",
        PHYSICS + CHEMISTRY + MATHEMATICS,
        course="JEE",
        minutes=60,
        marks=4,
        negative=1,
        template=1,
        description=(
            "<p>Three subjects, in any order you like. <strong>+4</strong> for right, "
            "<strong>−1</strong> for wrong; nothing is taken off in the numerical "
            "questions.</p><table><thead><tr><th>Section</th><th>Questions</th>"
            "<th>Marks</th></tr></thead><tbody><tr><td>Physics</td><td>8</td><td>32</td>"
            "</tr><tr><td>Chemistry</td><td>8</td><td>32</td></tr><tr>"
            "<td>Mathematics</td><td>8</td><td>32</td></tr></tbody></table>"
        ),
        sections=[section("Physics"), section("Chemistry"), section("Mathematics")],
        enable_ranks=True,
        ranks_at=-15,
        cohort=286,
        opens=-18,
        allow_pdf=True,
    )
]
