"""People in the forms of the seeds: public, own, and as a PUT answers."""

from typing import Any

Json = dict[str, Any]

IMAGES = ("large_image", "medium_image", "small_image", "x_small_image", "mini_image")


def person(user: Json, base: str, *, medium_small: bool = False) -> Json:
    """The public part of a profile; A2 alone has `medium_small_image`."""
    number, profile = user["id"], user["profile"]
    shape = {
        "id": number,
        "url": f"{base}/users/{number}/",
        "username": user["username"],
        "display_name": display_name(user),
        "first_name": profile["first_name"],
        "last_name": profile["last_name"],
        "photo": profile["photo"],
    }
    for name in IMAGES:
        shape[name] = profile["photo"]
        if medium_small and name == "medium_image":
            shape["medium_small_image"] = profile["photo"]
    return shape


def display_name(user: Json) -> str:
    profile = user["profile"]
    full = f"{profile['first_name']} {profile['last_name']}".strip()
    return full or user["username"]


def profile(user: Json, base: str) -> Json:
    """B:161"""
    known = user["profile"]
    public = person(user, base)
    return {
        "id": public.pop("id"),
        "batches": known["batches"],
        "url": public.pop("url"),
        "username": public.pop("username"),
        "display_name": public.pop("display_name"),
        "first_name": public.pop("first_name"),
        "last_name": public.pop("last_name"),
        "email": known["email"],
        **public,
        "birth_date": known["birth_date"],
        "gender": GENDERS.get(known["gender"], ""),
        "address1": known["address1"],
        "address2": known["address2"],
        "city": known["city"],
        "zip": known["zip"],
        "state": STATES.get(known["state_choices"], ""),
        "phone": known["phone"],
    }


def written_profile(user: Json) -> Json:
    """B:371: what a PUT answers. No id or name, and codes instead of words."""
    known = user["profile"]
    return {
        "first_name": known["first_name"],
        "last_name": known["last_name"],
        "email": known["email"],
        "photo": known["photo"],
        **dict.fromkeys(IMAGES, known["photo"]),
        "x_offset": 0,
        "y_offset": 0,
        "crop_height": 256,
        "crop_width": 256,
        "birth_date": known["birth_date"],
        "gender": known["gender"],
        "address1": known["address1"],
        "address2": known["address2"],
        "city": known["city"],
        "zip": known["zip"],
        "state_choices": known["state_choices"],
        "phone": known["phone"],
    }


GENDERS = {1: "Male", 2: "Female", 3: "Transgender"}
STATES = {12: "Karnataka", 13: "Kerala", 21: "Maharashtra", 31: "Tamil Nadu"}
