from django.urls import path

from portal.posts import views

urlpatterns = [
    path("posts/", views.post_list, name="post-list"),
    path("posts/<word:slug>/", views.post_detail, name="post-detail"),
]
