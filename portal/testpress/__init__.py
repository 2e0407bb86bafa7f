"""The gateway: the only code that speaks HTTP and JSON to Testpress.

    student = testpress.Client(transport, token)
    student.exams.list("available")

Values are frozen, and in our words; what goes wrong is a `testpress.Error`.
Nothing here knows Django, and nothing remembers a student.
"""

from .attempts import (
    Attempt,
    AttemptSection,
    Clock,
    Known,
    Unknown,
    Untimed,
    newest_running,
)
from .client import Client
from .errors import (
    Error,
    Forbidden,
    Invalid,
    NotFound,
    ProfileIncomplete,
    Refused,
    SignedOut,
    Throttled,
    Unexpected,
    Unreachable,
)
from .exams import Exam, ExamSection, Language
from .institute import InstituteSettings
from .pages import Page, in_background
from .posts import Category, Post
from .products import Included, Product
from .questions import MOST_GAPS, Answer, Asked, Option, Question
from .review import ReviewItem, ReviewOption, SubjectResult
from .transport import Call, Transport
from .users import Profile, PublicProfile

__all__ = [
    "MOST_GAPS",
    "Answer",
    "Asked",
    "Attempt",
    "AttemptSection",
    "Call",
    "Category",
    "Client",
    "Clock",
    "Error",
    "Exam",
    "ExamSection",
    "Forbidden",
    "Included",
    "InstituteSettings",
    "Invalid",
    "Known",
    "Language",
    "NotFound",
    "Option",
    "Page",
    "Post",
    "Product",
    "Profile",
    "ProfileIncomplete",
    "PublicProfile",
    "Question",
    "Refused",
    "ReviewItem",
    "ReviewOption",
    "SignedOut",
    "SubjectResult",
    "Throttled",
    "Transport",
    "Unexpected",
    "Unknown",
    "Unreachable",
    "Untimed",
    "in_background",
    "newest_running",
]
