from django.urls import path

from portal.exams import calendar, views

urlpatterns = [
    path("", views.home, name="home"),
    path("exams/", views.exam_list, name="exam-list"),
    path("exams/<word:slug>/", views.exam_detail, name="exam-detail"),
    path("exams/calendar.ics", calendar.feed, name="exam-calendar"),
    path("calendar/", calendar.create, name="calendar-create"),
    path("calendar/end/", calendar.revoke, name="calendar-revoke"),
]
