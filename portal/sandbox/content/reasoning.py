"""Templates for reasoning: series, coding, directions, odd ones out, syllogisms."""

import random
from collections.abc import Callable

from portal.sandbox.content import kit

Dice = random.Random


def _choice(
    topic: str, text: str, right: str, wrong: list[str], why: str, dice: Dice
) -> kit.Question:
    others = list(dict.fromkeys(one for one in wrong if one != right))[:3]
    options = [right, *others]
    dice.shuffle(options)
    return kit.one(f"Reasoning/{topic}", text, options, options.index(right), why)


def series(dice: Dice) -> kit.Question:
    start, step, grow = dice.randint(2, 20), dice.randint(2, 9), dice.randint(0, 3)
    terms = [start]
    for place in range(5):
        terms.append(terms[-1] + step + grow * place)
    right = terms.pop()
    text = f"Which number comes next? {', '.join(map(str, terms))}, …"
    last = right - terms[-1]
    why = (
        f"Each step adds {step}."
        if not grow
        else f"The steps grow by {grow}; the last one adds {last}."
    )
    wrong = [str(right + off) for off in dice.sample([-3, -2, -1, 1, 2, 3], 3)]
    return _choice("Series", text, str(right), wrong, why, dice)


def powers(dice: Dice) -> kit.Question:
    start, times = dice.randint(2, 7), dice.choice([2, 3])
    terms = [start * times**place for place in range(4)]
    right = start * times**4
    text = f"Complete the series: {', '.join(map(str, terms))}, ____"
    why = f"Each term is {times} times the one before."
    wrong = [str(right + terms[0]), str(right - terms[1]), str(terms[-1] + terms[-2])]
    return _choice("Series", text, str(right), wrong, why, dice)


WORDS = (
    *("RIVER", "CLOUD", "MANGO", "TIGER", "LAMP", "STONE", "BRIDGE", "TEMPLE"),
    *("GARDEN", "PEACOCK", "LOTUS", "MONSOON", "VILLAGE", "SILVER", "COTTON", "BAMBOO"),
)


def _shifted(word: str, by: int) -> str:
    return "".join(chr((ord(letter) - 65 + by) % 26 + 65) for letter in word)


def coding(dice: Dice) -> kit.Question:
    first, second = dice.sample(WORDS, 2)
    by = dice.choice([1, 2, 3, -1, -2])
    text = (
        f"In a certain code <strong>{first}</strong> is written "
        f"<strong>{_shifted(first, by)}</strong>. How is <strong>{second}</strong> "
        "written in it?"
    )
    way = "forward" if by > 0 else "back"
    why = f"Each letter moves {abs(by)} {way} in the alphabet."
    wrong = [_shifted(second, other) for other in (by + 1, by - 1, -by, by + 2)]
    return _choice("Coding", text, _shifted(second, by), wrong, why, dice)


TURNS = {"left": -1, "right": 1}
COMPASS = ("north", "east", "south", "west")


def directions(dice: Dice) -> kit.Question:
    facing = dice.randrange(4)
    turns = [dice.choice(list(TURNS)) for _ in range(dice.randint(2, 4))]
    end = (facing + sum(TURNS[turn] for turn in turns)) % 4
    name = dice.choice(["Kavitha", "Suresh", "Lakshmi", "Arjun", "Nila", "Kabir"])
    text = (
        f"{name} walks {COMPASS[facing]}, then turns {', then '.join(turns)}. "
        "Which way is the walk going now?"
    )
    why = f"After {len(turns)} turns the direction is {COMPASS[end]}."
    wrong = [one.capitalize() for one in COMPASS]
    return _choice("Directions", text, COMPASS[end].capitalize(), wrong, why, dice)


def walk(dice: Dice) -> kit.Question:
    legs = dice.choice([(3, 4, 5), (6, 8, 10), (5, 12, 13), (8, 15, 17), (9, 12, 15)])
    name = dice.choice(["Meena", "Joseph", "Salim", "Padma", "Vikram", "Tara"])
    unit = dice.choice(["km", "m"])
    first, second = dice.sample(COMPASS[:2], 2)
    text = (
        f"{name} goes {legs[0]} {unit} {first} and then {legs[1]} {unit} {second}. "
        "How far is it straight back to the start?"
    )
    why = rf"\( \sqrt{{{legs[0]}^2 + {legs[1]}^2}} = {legs[2]} \) {unit}"
    wrong = [legs[0] + legs[1], legs[2] + 2, legs[1] - legs[0], legs[2] - 1]
    words = [f"{number} {unit}" for number in wrong]
    return _choice("Directions", text, f"{legs[2]} {unit}", words, why, dice)


GROUPS = {
    "rivers": ["Kaveri", "Godavari", "Narmada", "Tapti", "Mahanadi"],
    "mountains": ["Anamudi", "Kangchenjunga", "Nanda Devi", "Doddabetta", "Kamet"],
    "metals": ["Copper", "Iron", "Zinc", "Silver", "Tin"],
    "stringed instruments": ["Veena", "Sitar", "Sarod", "Violin", "Tanpura"],
    "drums": ["Mridangam", "Tabla", "Chenda", "Ghatam", "Pakhawaj"],
    "planets": ["Mars", "Venus", "Saturn", "Neptune", "Jupiter"],
    "cereals": ["Wheat", "Rice", "Maize", "Barley", "Ragi"],
    "pulses": ["Chickpea", "Pigeon pea", "Lentil", "Green gram", "Black gram"],
}


def odd_one(dice: Dice) -> kit.Question:
    most, other = dice.sample(list(GROUPS), 2)
    stray = dice.choice(GROUPS[other])
    same = dice.sample(GROUPS[most], 3)
    shown = [stray, *same]
    dice.shuffle(shown)
    text = f"Which one doesn't belong with the others: {', '.join(shown)}?"
    why = f"The others are {most}; {stray} is one of the {other}."
    return _choice("Odd one out", text, stray, same, why, dice)


def order(dice: Dice) -> kit.Question:
    names = dice.sample(["Uma", "Vel", "Yusuf", "Zara", "Omar", "Rosy", "Kala"], 4)
    tallest, second, third, shortest = names
    clues = [
        f"{tallest} is taller than {second}",
        f"{second} is taller than {third}",
        f"{third} is taller than {shortest}",
    ]
    dice.shuffle(clues)
    place = dice.choice([0, 3, 1, 2])
    words = ("the tallest", "the second tallest", "the third tallest", "the shortest")
    text = f"{'; '.join(clues)}. Who is {words[place]}?"
    why = f"From tall to short: {', '.join(names)}."
    return _choice("Ordering", text, names[place], names, why, dice)


THINGS = ("poets", "farmers", "swimmers", "teachers", "singers", "pilots", "weavers")


def syllogism(dice: Dice) -> kit.Question:
    a, b, c = dice.sample(THINGS, 3)
    text = (
        f"<p><strong>Statements:</strong> All {a} are {b}. All {b} are {c}.</p>"
        "<p>Which conclusion follows?</p>"
    )
    wrong = [f"All {c} are {a}", f"No {a} are {c}", f"Some {b} are not {c}"]
    why = f"{a.capitalize()} lie within {b}, and {b} within {c}."
    return _choice("Syllogisms", text, f"All {a} are {c}", wrong, why, dice)


DAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday"),
    *("Friday", "Saturday", "Sunday"),
)


def calendar(dice: Dice) -> kit.Question:
    today, after = dice.randrange(7), dice.randint(10, 99)
    right = DAYS[(today + after) % 7]
    text = f"Today is {DAYS[today]}. Which day will it be after {after} days?"
    why = rf"\( {after} \bmod 7 = {after % 7} \), so count {after % 7} days on."
    wrong = [DAYS[(today + after + off) % 7] for off in dice.sample([1, 2, 3, 5], 3)]
    return _choice("Calendar", text, right, wrong, why, dice)


def clock(dice: Dice) -> kit.Question:
    hour, minute = dice.randint(1, 11), dice.choice([0, 20, 40])
    angle = abs(30 * hour - 5.5 * minute)
    right = min(angle, 360 - angle)
    text = (
        f"What is the smaller angle between the hands of a clock at {hour}:{minute:02}?"
    )
    why = rf"\( |30 \times {hour} - 5.5 \times {minute}| \), taken within 180°."
    wrong = [f"{off:g}°" for off in (right + 10, abs(right - 15), right + 5)]
    return _choice("Clocks", text, f"{right:g}°", wrong, why, dice)


MAKERS: list[Callable[[Dice], kit.Question]] = [
    *(series, coding, directions, odd_one, order),
    *(powers, syllogism, calendar, walk, clock),
]
