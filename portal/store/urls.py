from django.urls import path

from portal.store import views

urlpatterns = [
    path("products/", views.product_list, name="product-list"),
    path("products/<word:slug>/", views.product_detail, name="product-detail"),
]
