"""A 200-question paper as TNPSC and IBPS set it: sums by templates, facts from tables.

Each template makes questions with numbers of its own and works out the right answer,
so that all 200 are real and none is asked twice.
"""

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import count, zip_longest

from portal.sandbox.content import facts, kit, reasoning

Maker = Callable[[random.Random], kit.Question]

WHO = [
    "Anitha",
    "Bala",
    "Charu",
    "Deepak",
    "Elango",
    "Farida",
    "Ganesh",
    "Harini",
    "Imran",
    "Jaya",
]
SHOPS = ["A bookseller", "A grocer", "A cloth merchant", "A potter", "A florist"]


def choice(
    subject: str, text: str, right: str, wrong: list[str], why: str, dice: random.Random
) -> kit.Question:
    """A question with its right option somewhere among up to three wrong ones."""
    others = list(dict.fromkeys(one for one in wrong if one != right))[:3]
    options = [right, *others]
    dice.shuffle(options)
    return kit.one(subject, text, options, options.index(right), why)


def near(right: int, dice: random.Random, *likely: int) -> list[str]:
    """Wrong numbers: the likely slips first, then neighbours."""
    steps = [step for step in (1, 2, 5, 10, -1, -2, -5, -10) if right + step > 0]
    dice.shuffle(steps)
    return [str(one) for one in likely if one > 0] + [str(right + s) for s in steps]


def percentage(dice: random.Random) -> kit.Question:
    share, whole = dice.choice([12, 15, 18, 24, 35, 45]), dice.randrange(200, 1000, 100)
    right = share * whole // 100
    text = dice.choice(
        [
            f"What is {share}% of {whole}?",
            f"In a village of {whole} families, {share}% keep goats. How many is that?",
            (
                f"{dice.choice(WHO)} scored {share}% in a test of {whole} marks. "
                "How many marks are that?"
            ),
        ]
    )
    why = rf"\( \frac{{{share}}}{{100}} \times {whole} = {right} \)"
    wrong = near(right, dice, right + share, whole - right)
    return choice("Aptitude/Percentage", text, str(right), wrong, why, dice)


def profit(dice: random.Random) -> kit.Question:
    cost = dice.randrange(200, 2000, 100)
    gain = dice.choice([5, 8, 12, 15, 20, 25])
    right = cost * (100 + gain) // 100
    text = (
        f"{dice.choice(SHOPS)} buys goods for ₹{cost} and sells them at a profit "
        f"of {gain}%. What is the selling price in rupees?"
    )
    why = rf"\( {cost} \times \frac{{{100 + gain}}}{{100}} = {right} \)"
    wrong = near(right, dice, cost + gain, cost * (100 - gain) // 100)
    return choice("Aptitude/Profit and loss", text, str(right), wrong, why, dice)


def interest(dice: random.Random) -> kit.Question:
    sum_, rate = dice.randrange(1000, 9000, 500), dice.choice([4, 5, 6, 8, 10])
    years = dice.randint(2, 5)
    right = sum_ * rate * years // 100
    text = (
        f"Find the simple interest in rupees on ₹{sum_} at {rate}% a year "
        f"for {years} years."
    )
    why = rf"\( \frac{{PRT}}{{100}} = \frac{{{sum_}\cdot{rate}\cdot{years}}}{{100}} \)"
    wrong = near(right, dice, sum_ + right, right // years)
    return choice("Aptitude/Interest", text, str(right), wrong, why, dice)


def average(dice: random.Random) -> kit.Question:
    middle = dice.randint(20, 60)
    spread = [-dice.randint(1, 9), dice.randint(1, 9), dice.randint(10, 15)]
    numbers = [middle + step for step in (*spread, -sum(spread), 0)]
    dice.shuffle(numbers)
    text = f"What is the average of {', '.join(map(str, numbers))}?"
    why = rf"\( {sum(numbers)} \div {len(numbers)} = {middle} \)"
    wrong = near(middle, dice, max(numbers))
    return choice("Aptitude/Average", text, str(middle), wrong, why, dice)


def train(dice: random.Random) -> kit.Question:
    speed, seconds = (
        dice.choice([36, 54, 72, 90, 108]),
        dice.choice([8, 10, 12, 15, 18]),
    )
    right = speed * 5 // 18 * seconds
    text = (
        f"A train running at {speed} km/h passes a signal post in {seconds} seconds. "
        "How long is it, in metres?"
    )
    why = rf"\( {speed} \times \frac{{5}}{{18}} \times {seconds} = {right} \) metres"
    wrong = near(right, dice, speed * seconds, right + 20)
    return choice("Aptitude/Time and distance", text, str(right), wrong, why, dice)


def work(dice: random.Random) -> kit.Question:
    first, second = dice.choice(
        [(6, 12), (10, 15), (12, 24), (20, 30), (15, 30), (18, 36), (24, 48), (28, 21)]
    )
    right = Fraction(1) / (Fraction(1, first) + Fraction(1, second))
    one, two = dice.sample(WHO, 2)
    text = (
        f"{one} can finish a piece of work in {first} days and {two} in {second} days. "
        "In how many days can they finish it together?"
    )
    why = rf"\( 1 \div \left(\frac1{{{first}}}+\frac1{{{second}}}\right) = {right} \)"
    wrong = near(int(right), dice, (first + second) // 2, second - first)
    return choice("Aptitude/Time and work", text, str(right), wrong, why, dice)


def ages(dice: random.Random) -> kit.Question:
    child, times = dice.randint(4, 12), dice.choice([3, 4, 5])
    years = dice.randint(2, 9)
    right = child * times + years
    text = (
        f"A mother is {times} times as old as her daughter, who is {child}. "
        f"How old will the mother be in {years} years?"
    )
    why = rf"\( {times} \times {child} + {years} = {right} \)"
    wrong = near(right, dice, child * times, (child + years) * times)
    return choice("Aptitude/Ages", text, str(right), wrong, why, dice)


def ratio(dice: random.Random) -> kit.Question:
    small, large = dice.choice([(2, 3), (3, 5), (4, 7), (5, 8), (3, 4), (7, 9)])
    unit = dice.randint(12, 90)
    one, two = dice.sample(WHO, 2)
    text = (
        f"₹{(small + large) * unit} is shared between {one} and {two} in the ratio "
        f"{small} : {large}. How many rupees does {two} get?"
    )
    right = large * unit
    why = rf"\( \frac{{{large}}}{{{small + large}}} \times {(small + large) * unit} \)"
    wrong = near(right, dice, small * unit, (small + large) * unit // 2)
    return choice("Aptitude/Ratio", text, str(right), wrong, why, dice)


def lowest_multiple(dice: random.Random) -> kit.Question:
    first, second = dice.sample([12, 15, 18, 20, 24, 28, 30, 36, 42, 45], 2)
    shared = Fraction(first, second).denominator
    right = first * shared
    text = dice.choice(
        [
            f"What is the LCM of {first} and {second}?",
            (
                f"Two bells ring every {first} and {second} minutes. They have just "
                "rung together. After how many minutes will they do so again?"
            ),
        ]
    )
    why = f"The least common multiple of {first} and {second} is {right}."
    wrong = near(right, dice, first * second, right * 2, second // shared)
    return choice("Aptitude/Numbers", text, str(right), wrong, why, dice)


def simplify(dice: random.Random) -> kit.Question:
    a, b, c = dice.randint(12, 40), dice.randint(3, 9), dice.randint(5, 30)
    right = a + b * c
    text = rf"Simplify: \( {a} + {b} \times {c} \)"
    why = rf"Multiply first: \( {b} \times {c} = {b * c} \), then add {a}."
    wrong = near(right, dice, (a + b) * c)
    return choice("Aptitude/Numbers", text, str(right), wrong, why, dice)


APTITUDE: list[Maker] = [
    *(percentage, profit, interest, average, train),
    *(work, ages, ratio, lowest_multiple, simplify),
]


def made(makers: list[Maker], wanted: int, seed: str) -> list[kit.Question]:
    """So many different questions, taking the makers in turn."""
    found: dict[str, kit.Question] = {}
    for turn in count():
        if len(found) == wanted:
            break
        question = makers[turn % len(makers)](random.Random(f"{seed} {turn}"))
        found.setdefault(question["html"], question)
    return list(found.values())


def mixed(*parts: list[kit.Question]) -> Iterator[kit.Question]:
    """The parts interleaved, as a paper in one piece has them."""
    for row in zip_longest(*parts):
        yield from filter(None, row)


EXAMS = [
    kit.exam(
        "tnpsc-group-4-grand-test",
        "TNPSC Group IV: Grand Test of 200 Questions",
        [
            *mixed(
                made(APTITUDE, 70, "aptitude"),
                made(reasoning.MAKERS, 60, "reasoning"),
                facts.questions(),
            )
        ],
        course="TNPSC",
        minutes=180,
        template=2,
        marks=1.5,
        description=(
            "<p>The whole paper at one sitting: <strong>200 questions</strong> in "
            "<strong>3 hours</strong>.</p><ul><li>Aptitude, reasoning and general "
            "studies, in mixed order.</li><li>1.5 marks each; nothing is taken off for "
            "a wrong answer.</li><li>Your answers are kept as you go. If the network "
            "leaves you, go on.</li></ul>"
        ),
        enable_ranks=True,
        cohort=418,
        opens=-6,
        closes=40,
    )
]
