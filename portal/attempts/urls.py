from django.urls import path

from portal.attempts import (
    advancing,
    files,
    handin,
    languages,
    practice,
    review,
    room,
    starting,
    views,
)

urlpatterns = [
    # What an open exam room calls: an address is looked for from above.
    path(
        "attempts/<number:id>/questions/<number:row>/",
        room.save_answer,
        name="answer-save",
    ),
    path("attempts/<number:id>/heartbeat/", room.heartbeat, name="attempt-heartbeat"),
    path("exams/<word:slug>/attempts/", starting.create, name="attempt-create"),
    path("attempts/", views.attempt_list, name="attempt-list"),
    path("attempts/<number:id>/", views.attempt_detail, name="attempt-detail"),
    path("attempts/<number:id>/start/", starting.start, name="attempt-start"),
    # From within the room.
    path("attempts/<number:id>/language/", languages.choose, name="attempt-language"),
    path("attempts/<number:id>/writer/", room.take_over, name="attempt-writer"),
    path(
        "attempts/<number:id>/questions/<number:row>/files/",
        files.upload,
        name="answer-files",
    ),
    path(
        "attempts/<number:id>/sections/<number:at>/start/",
        advancing.start,
        name="section-start",
    ),
    path(
        "attempts/<number:id>/sections/<number:at>/end/",
        advancing.end,
        name="section-end",
    ),
    path("attempts/<number:id>/submit/", handin.check, name="attempt-submit"),
    path("attempts/<number:id>/end/", handin.end, name="attempt-end"),
    path("check/", practice.check, name="check"),
    # After it.
    path("attempts/<number:id>/review/", review.review, name="attempt-review"),
    path(
        "attempts/<number:id>/review/subjects/",
        review.subjects,
        name="attempt-subjects",
    ),
    path("attempts/<number:id>/review/times/", review.times, name="attempt-times"),
    path("attempts/<number:id>/history/", views.history, name="attempt-history"),
]
