"""NEET biology: twenty questions, with passages and drawings, +4 and -1."""

from portal.sandbox.content.kit import exam, one, several

_CELL, _GENES = "Biology/Cell", "Biology/Genetics"
_HUMAN, _PLANT = "Biology/Human body", "Biology/Plants"
_ECOLOGY = "Biology/Ecology"

PASSAGE = (
    "<p><strong>Read the passage and answer the three questions that follow it."
    "</strong></p><p>In garden peas, tall (<em>T</em>) is dominant over dwarf "
    "(<em>t</em>), and round seed (<em>R</em>) over wrinkled (<em>r</em>). The "
    "two genes "
    "lie on different chromosomes. A plant that is heterozygous for both is left to "
    "fertilise itself, and 1,600 seeds are sown.</p>"
)

HEART = (
    '<p><img src="@media@/heart.svg" width="260" height="260" alt="A heart seen from '
    'before, with its four chambers marked A to D"></p>'
)

QUESTIONS = [
    one(
        _CELL,
        "Which organelle has a double membrane and DNA of its own?",
        ["Lysosome", "Golgi body", "Mitochondrion", "Ribosome"],
        2,
        "So has the chloroplast: both descend from free-living bacteria.",
    ),
    one(
        _CELL,
        "In which phase of meiosis does crossing over take place?",
        ["Leptotene", "Zygotene", "Pachytene", "Diakinesis"],
        2,
        "Recombination nodules appear in pachytene.",
    ),
    several(
        _CELL,
        "Which of these lack a nucleus when mature?",
        ["Human red blood cell", "Sieve tube element", "Guard cell", "Neuron"],
        {0, 1},
        "Both lose it as they mature.",
    ),
    one(
        _GENES,
        "How many of the seeds are expected to be tall with wrinkled seed?",
        ["100", "300", "900", "1,200"],
        1,
        r"\( \frac{3}{16} \times 1600 = 300 \)",
        direction=PASSAGE,
    ),
    one(
        _GENES,
        "How many are expected to be dwarf with wrinkled seed?",
        ["100", "300", "400", "900"],
        0,
        r"\( \frac{1}{16} \times 1600 = 100 \)",
        direction=PASSAGE,
    ),
    one(
        _GENES,
        "What share of the tall, round plants breeds true for both?",
        ["1 in 3", "1 in 4", "1 in 9", "1 in 16"],
        2,
        "Of nine tall round plants one is TTRR.",
        direction=PASSAGE,
    ),
    one(
        _GENES,
        "A colour-blind man and a woman with no such allele have a son. How likely is "
        "he colour-blind?",
        ["0", "25 %", "50 %", "100 %"],
        0,
        "A son has his X chromosome from his mother.",
    ),
    one(
        _GENES,
        "Which base pairs with adenine in RNA?",
        ["Thymine", "Uracil", "Cytosine", "Guanine"],
        1,
        "RNA has uracil where DNA has thymine.",
    ),
    one(
        _HUMAN,
        f"<p>Which chamber sends blood into the aorta?</p>{HEART}",
        ["A", "B", "C", "D"],
        3,
        "D is the left ventricle: the heart's left is on our right.",
    ),
    one(
        _HUMAN,
        "Where does most absorption of digested food take place?",
        ["Stomach", "Small intestine", "Large intestine", "Oesophagus"],
        1,
        "Villi give the small intestine its great surface.",
    ),
    one(
        _HUMAN,
        "Which hormone raises the level of glucose in the blood?",
        ["Insulin", "Glucagon", "Oxytocin", "Calcitonin"],
        1,
        "Glucagon makes the liver break glycogen down.",
    ),
    one(
        _HUMAN,
        "What is the functional unit of the kidney?",
        ["Neuron", "Nephron", "Alveolus", "Sarcomere"],
        1,
        "Each kidney has about a million nephrons.",
    ),
    one(
        _HUMAN,
        r"In which form is most \( \ce{CO2} \) carried in the blood?",
        [
            "Dissolved in plasma",
            "Bound to haemoglobin",
            r"As bicarbonate, \( \ce{HCO3-} \)",
            r"As carbonic acid, \( \ce{H2CO3} \)",
        ],
        2,
        "About 70 % travels as bicarbonate.",
    ),
    one(
        _PLANT,
        "Which is the first stable product of the Calvin cycle?",
        ["Pyruvate", "3-Phosphoglycerate", "Oxaloacetate", "Glucose"],
        1,
        "Rubisco joins carbon dioxide to RuBP; two molecules of 3-PGA result.",
    ),
    one(
        _PLANT,
        r"\[ \ce{6CO2 + 12H2O ->[light] C6H12O6 + 6O2 + 6H2O} \] Where does the oxygen "
        "come from?",
        ["Carbon dioxide", "Water", "Glucose", "Chlorophyll"],
        1,
        "Water is split in photosystem II.",
    ),
    several(
        _PLANT,
        "Which are plant hormones?",
        ["Auxin", "Thyroxine", "Gibberellin", "Cytokinin"],
        {0, 2, 3},
        "Thyroxine is made by our thyroid gland.",
    ),
    one(
        _PLANT,
        "Double fertilisation is a mark of which group?",
        ["Mosses", "Ferns", "Gymnosperms", "Angiosperms"],
        3,
        "One sperm meets the egg, the other the polar nuclei.",
    ),
    one(
        _ECOLOGY,
        "<p>Which row of this pyramid of energy can't be right?</p><table><thead><tr>"
        "<th>Level</th><th>kJ m⁻² y⁻¹</th></tr></thead><tbody><tr><td>Producers</td>"
        "<td>87,000</td></tr><tr><td>Herbivores</td><td>14,000</td></tr><tr>"
        "<td>First carnivores</td><td>16,000</td></tr><tr><td>Top carnivores</td>"
        "<td>670</td></tr></tbody></table>",
        ["Producers", "Herbivores", "First carnivores", "Top carnivores"],
        2,
        "A level can't hold more energy than the one that feeds it.",
    ),
    one(
        _ECOLOGY,
        "A bird that eats ticks off a buffalo is an example of what?",
        ["Parasitism", "Mutualism", "Amensalism", "Competition"],
        1,
        "Both gain: one a meal, the other comfort.",
    ),
    one(
        _ECOLOGY,
        "Which gas harms the ozone layer most?",
        ["Chlorofluorocarbons", "Methane", "Carbon dioxide", "Argon"],
        0,
        "Chlorine atoms set free by ultraviolet light break ozone down.",
    ),
]

EXAMS = [
    exam(
        "neet-biology-20",
        "NEET Biology: Twenty in Twenty",
        QUESTIONS,
        course="NEET",
        minutes=20,
        marks=4,
        negative=1,
        template=1,
        description="<p>Twenty questions in twenty minutes: one breath, all of biology."
        "</p>",
        enable_ranks=True,
        cohort=173,
        opens=-25,
    )
]
