"""An ordinary Django backend: startproject's middleware, sessions, requests.get."""

import os

import django
import nh3
import requests
from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template import Context, Template

from bench.peers import page

settings.configure(
    SECRET_KEY="only-for-the-bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["PEER_DATABASE"],
        }
    },
    INSTALLED_APPS=["django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402

API = os.environ["TESTPRESS_API_URL"] + "/api/v2.2"
CLOCK, LIST, ROOM = map(Template, (page.CLOCK, page.LIST, page.ROOM))


def ask(request, method, where, **rest):
    headers = {"Authorization": f"JWT {request.session['token']}"}
    answer = requests.request(
        method, f"{API}/{where}", headers=headers, timeout=30, **rest
    )
    answer.raise_for_status()
    return answer.json()


def login(request):
    request.session["token"] = "e" * 180
    get_token(request)
    return HttpResponse("in")


def heartbeat(request, id):
    attempt = ask(request, "PUT", f"attempts/{id}/heartbeat/")
    return HttpResponse(CLOCK.render(Context({"left": attempt["remaining_time"]})))


def save(request, id, row):
    selected = request.POST.getlist("selected_answers")
    body = {"selected_answers": selected, "review": False}
    ask(request, "PUT", f"attempts/{id}/questions/{row}/", json=body)
    version = request.POST["version"]
    return HttpResponse(headers={"Portal-Saved": f"{row}:{version}"})


def exams(request):
    data = ask(request, "GET", "exams/available/")
    return HttpResponse(LIST.render(Context({"exams": data["results"]})))


def room(request, id):
    ask(request, "GET", f"attempts/{id}/")
    rows, number, following = [], 1, True
    while following:
        where = f"attempts/{id}/questions/"
        data = ask(request, "GET", where, params={"page": number})
        rows += [read(row) for row in data["results"]]
        number, following = number + 1, data["next"]
    context = {"rows": rows, "token": get_token(request)}
    return HttpResponse(ROOM.render(Context(context)))


def read(row):
    return {
        "id": row["id"],
        "html": nh3.clean(row["question"]["question_html"]),
        "answers": [
            {
                "id": answer["id"],
                "html": nh3.clean(answer["text_html"]),
                "chosen": answer["id"] in row["selected_answers"],
            }
            for answer in row["question"]["answers"]
        ],
    }


urlpatterns = [
    path("login/", login),
    path("exams/", exams),
    path("attempts/<int:id>/", room),
    path("attempts/<int:id>/heartbeat/", heartbeat),
    path("attempts/<int:id>/questions/<int:row>/", save),
]

if __name__ == "__main__":
    call_command("migrate", "--noinput", verbosity=0)
else:
    application = get_wsgi_application()
