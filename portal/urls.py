"""The table of contents: every page, and the package it lives in."""

from django.urls import include, path

from portal.web import converters

converters.register()

urlpatterns = [
    # First, as it is looked through from above: what every room calls all the time.
    path("", include("portal.attempts.urls")),  # /attempts/, the exam room, review
    path("", include("portal.exams.urls")),  # /, /exams/
    path("", include("portal.accounts.urls")),  # /login/, /logout/, /me/, /users/
    path("", include("portal.store.urls")),  # /products/
    path("", include("portal.posts.urls")),  # /posts/
    path("", include("portal.search.urls")),  # /search/
    path("", include("portal.web.urls")),  # /healthz/, /readyz/, brand, preferences
]

handler400 = "portal.web.errors.bad_request"
handler403 = "portal.web.errors.forbidden"
handler404 = "portal.web.errors.not_found"
handler500 = "portal.web.errors.server_error"
