from django.urls import path, re_path

from portal.web import brand_views, health, preferences

urlpatterns = [
    path("healthz/", health.healthz, name="healthz"),
    path("readyz/", health.readyz, name="readyz"),
    path("preferences/", preferences.preferences, name="preferences"),
    re_path(
        r"^brand/(?P<color>[0-9a-f]{6})-(?P<digest>[0-9a-f]{12})\.css$",
        brand_views.brand_css,
        name="brand-css",
    ),
    path("favicon.svg", brand_views.favicon, name="favicon"),
    path("manifest.webmanifest", brand_views.manifest, name="manifest"),
    path("robots.txt", brand_views.robots, name="robots"),
]
