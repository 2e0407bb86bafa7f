"""The peers' templates, for Jinja and Django: what a room and a list at least need."""

CLOCK = '<div id="clock" role="timer" data-remaining="{{ left }}">{{ left }}</div>'

LIST = """<!doctype html><html lang="en"><title>Exams</title><h1>Exams</h1><ul>
{% for exam in exams %}<li><a href="/exams/{{ exam.slug }}/">{{ exam.title }}</a>
<p>{{ exam.course }}: {{ exam.number_of_questions }} questions, {{ exam.duration }},
{{ exam.start_date }} to {{ exam.end_date }}</p></li>{% endfor %}</ul></html>"""

ROOM = """<!doctype html><html lang="en"><title>Exam</title><h1>Exam</h1>
{% for row in rows %}<section id="question-{{ row.id }}"><h2>Question</h2>
<form method="post" action="/attempts/400/questions/{{ row.id }}/">
<input type="hidden" name="csrfmiddlewaretoken" value="{{ token }}">
<div>{{ row.html|safe }}</div>
{% for answer in row.answers %}<label><input type="radio" name="selected_answers"
value="{{ answer.id }}"{% if answer.chosen %} checked{% endif %}> {{ answer.html|safe }}
</label>{% endfor %}<button>Save</button></form></section>{% endfor %}</html>"""
