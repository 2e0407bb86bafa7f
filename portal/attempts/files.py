"""Files in an answer: POST /attempts/<id>/questions/<row>/files/ brings one to the API.

That alone answers nothing: the room then saves the answer with the file among its
`files`, as it saves everything else. A form without script does both at once.
"""

import re
from dataclasses import replace
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import testpress
from portal.attempts import papers, replies
from portal.attempts.answers import NotAnAnswer
from portal.web.errors import in_the_room
from portal.web.requests import PortalRequest

MEGABYTES = 10
# What a file begins with says what it is; its name and its sender may be mistaken.
KINDS = {
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
    b"%PDF-": ("application/pdf", ".pdf"),
}


@in_the_room
@require_POST
def upload(request: PortalRequest, id: int, row: int) -> HttpResponse:
    """Bring `file` to the API; answers with the reference to save, and its name."""
    paper = papers.find(request, id, row=row)
    if paper is not None and (row not in paper or paper[row].type != "F"):
        raise Http404
    file = request.FILES.get("file")
    if file is None:
        return replies.refused(_("No file came along. Choose it once more."))
    try:
        reference = bring(request, file)
    except NotAnAnswer as reason:
        return replies.refused(str(reason))
    except testpress.Throttled as busy:
        return replies.try_again(busy.retry_after, 429)
    except testpress.Refused as refusal:
        if refusal.is_about_the_session or not refusal.message:
            raise
        return replies.refused(refusal.message)
    except testpress.Error:
        return replies.try_again()
    answer = {"reference": reference, "name": file.name}
    return JsonResponse(answer, headers={"Portal-File": str(row)})


def brought_along(request: PortalRequest, answer: testpress.Answer) -> testpress.Answer:
    """The answer with the files that a form without script sent with it."""
    if answer.files is None or "file" not in request.FILES:
        return answer
    sent = [bring(request, file) for file in request.FILES.getlist("file")]
    return replace(answer, files=(*answer.files, *sent))


def bring(request: PortalRequest, file: "UploadedFile[bytes]") -> str:
    """The API's reference to the uploaded file. Raises NotAnAnswer."""
    if (file.size or 0) > MEGABYTES * 1024 * 1024:
        raise NotAnAnswer(
            _("“%(name)s” is larger than %(most)s MB. Take a smaller photograph.")
            % {"name": file.name, "most": MEGABYTES}
        )
    content = file.read()
    for beginning, (kind, ending) in KINDS.items():
        if content.startswith(beginning):
            name = _plain_name(file.name or "", ending)
            return request.testpress.questions.upload(name, content, kind)
    raise NotAnAnswer(
        _("“%(name)s” is no JPEG, PNG or PDF. Take a photograph, or scan to PDF.")
        % {"name": file.name}
    )


def _plain_name(name: str, ending: str) -> str:
    """The name as every system can keep it."""
    stem = re.sub(r"[^\w.-]+", "-", PurePath(name).stem, flags=re.ASCII).strip("-.")
    return f"{stem[:80] or 'answer'}{ending}"
