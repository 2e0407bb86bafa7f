from django.urls import path

from portal.accounts import profile, views

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("logout/others/", views.sign_out_others, name="sign-out-others"),
    path("csrf/", views.csrf_token, name="csrf-token"),
    path("me/", profile.own, name="profile"),
    path("users/<number:id>/", profile.public, name="public-profile"),
]
