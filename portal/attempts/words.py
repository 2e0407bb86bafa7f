"""What the room's script says, in the student's language."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext, ngettext

from portal.web.tags import STATE_WORDS


def for_the_room() -> Mapping[str, str | Mapping[str, str]]:
    """Name → words. The script fills in %(names)s; `count` chooses the plural."""
    return {
        **{state: str(word) for state, word in STATE_WORDS.items()},
        "all saved": gettext("All answers saved"),
        "not accepted there": _plural(
            ngettext(
                "%(count)s answer was not accepted. The question says why.",
                "%(count)s answers were not accepted. Their questions say why.",
                n,
            )
            for n in (1, 2)
        ),
        "saving": gettext("Saving…"),
        "not sent yet": _plural(
            ngettext(
                "Not sent yet: %(count)s answer. Kept on this device.",
                "Not sent yet: %(count)s answers. Kept on this device.",
                n,
            )
            for n in (1, 2)
        ),
        "not sent, not kept": _plural(
            ngettext(
                "Not sent yet: %(count)s answer. Not kept on this device: "
                "leave this page open.",
                "Not sent yet: %(count)s answers. Not kept on this device: "
                "leave this page open.",
                n,
            )
            for n in (1, 2)
        ),
        "not sent": gettext("not sent yet"),
        "not accepted": gettext("not accepted"),
        "seconds": _plural(
            ngettext("%(count)s second", "%(count)s seconds", n) for n in (1, 2)
        ),
        "minutes": _plural(
            ngettext("%(count)s minute", "%(count)s minutes", n) for n in (1, 2)
        ),
        "time left": gettext("%(time)s left. Questions without an answer: %(open)s."),
        "time moved": gettext("Your institute changed the time: %(time)s left."),
        "without answer": _plural(
            ngettext(
                "%(count)s of %(total)s questions has no answer",
                "%(count)s of %(total)s questions have no answer",
                n,
            )
            for n in (1, 2)
        ),
        "unsent at check": _plural(
            ngettext(
                "%(count)s answer is not sent yet. It goes along when you submit.",
                "%(count)s answers are not sent yet. They go along when you submit.",
                n,
            )
            for n in (1, 2)
        ),
        "handing in": gettext("Submitting. Do not close this page."),
        "not handed in yet": gettext(
            "Not submitted yet: no answer from the portal. Your answers are kept on "
            "this device, and submitting is tried again by itself."
        ),
        "time is up": gettext("Time is up. Sending your answers…"),
        "time is up, offline": gettext(
            "Time is up. Your answers are on this device and will be sent when you "
            "are back online; the institute decides on late answers."
        ),
        "no connection": gettext(
            "No connection to the portal. Go on: what you choose is kept on this "
            "device and sent when the connection is back."
        ),
        "not kept here": gettext(
            "This browser keeps nothing on this device (a private window, or a full "
            "disk). Your answers are sent as usual; leave this page open until all "
            "of them are saved."
        ),
        "sign in unreachable": gettext(
            "The portal could not be reached. Your answers are kept; try again."
        ),
        "question": gettext("Question %(number)s"),
        "no answer": gettext("no answer"),
        **_beside_answers(),
        **_of_the_tools(),
    }


def _beside_answers() -> Mapping[str, str | Mapping[str, str]]:
    """Essays, numbers, files."""
    return {
        "words": _plural(
            ngettext("%(count)s word", "%(count)s words", n) for n in (1, 2)
        ),
        "not a number": gettext(
            "This is not a number yet. Write it like 12, -3.5 or 1,250.75."
        ),
        "file": gettext("File %(number)s"),
        "sending file": gettext("Sending: %(percent)s percent. Keep this page open."),
        "file not sent yet": gettext(
            "Not sent yet: no answer from the portal. It is tried again by itself; "
            "keep this page open."
        ),
        "file too large": gettext(
            "“%(name)s” is larger than 10 MB. Take a smaller photograph."
        ),
        "file of no kind": gettext(
            "“%(name)s” is no JPEG, PNG or PDF. Take a photograph, or scan to PDF."
        ),
        "file too late": gettext("The exam ended before this file was sent."),
        "files on their way": _plural(
            ngettext(
                "%(count)s file is still being sent. Wait for it, or cancel it, then "
                "submit.",
                "%(count)s files are still being sent. Wait for them, or cancel them, "
                "then submit.",
                n,
            )
            for n in (1, 2)
        ),
    }


def _of_the_tools() -> Mapping[str, str | Mapping[str, str]]:
    return {
        "tools need connection": gettext(
            "This tool could not be loaded: no connection. Your exam goes on; try the "
            "tool again later."
        ),
        "left the window": _plural(
            ngettext(
                "You left this page %(count)s time. Your institute asks you to stay "
                "on it while the exam runs.",
                "You left this page %(count)s times. Your institute asks you to stay "
                "on it while the exam runs.",
                n,
            )
            for n in (1, 2)
        ),
        "strike out": gettext("Strike out option %(letter)s"),
        "line reader": gettext("Line reader: move it with the arrow keys"),
        "no highlighter": gettext("This browser can not highlight text."),
        "no pictures": gettext("This question has no pictures."),
        "picture": gettext("Picture %(number)s of the question"),
        "no result": gettext("That is not a sum yet."),
    }


def _plural(forms: Iterable[str]) -> Mapping[str, str]:
    one, other = forms
    return {"one": one, "other": other}
