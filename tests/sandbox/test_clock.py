"""The server's clock: what charges time and what doesn't (API.md §3.2)."""


def test_a_heartbeat_charges_what_has_passed_and_rounds_it_up(world, asha):
    world.add_exam("sums", minutes=120)
    attempt = asha.begin("sums")

    world.advance(300.5)
    beaten = asha.call("PUT", f"{attempt['url']}heartbeat/").json()

    assert (attempt["remaining_time"], attempt["time_taken"]) == ("1:59:59", "0:00:01")
    assert (beaten["remaining_time"], beaten["time_taken"]) == ("1:54:59", "0:05:01")


def test_a_start_forgives_the_gap_before_it(world, asha):
    world.add_exam("sums", minutes=10)
    attempt = asha.begin("sums")

    world.advance(86_400)
    started = asha.call("PUT", f"{attempt['url']}start/").json()
    beaten = asha.call("PUT", f"{attempt['url']}heartbeat/").json()

    assert started["remaining_time"] == "0:09:59"
    assert beaten["state"] == "Running"


def test_a_heartbeat_after_the_time_is_over_completes(world, asha):
    world.add_exam("sums", minutes=10)
    attempt = asha.begin("sums")

    world.advance(601)
    beaten = asha.call("PUT", f"{attempt['url']}heartbeat/").json()

    assert (beaten["state"], beaten["remaining_time"]) == ("Completed", "0:00:00")


def test_an_answer_is_taken_until_somebody_notices_that_time_is_over(world, asha):
    world.add_exam("sums", minutes=10)
    attempt = asha.begin("sums")
    row = asha.rows(attempt)[0]

    world.advance(3600)
    late = asha.answer(row, 0)
    asha.call("PUT", f"{attempt['url']}heartbeat/")
    later = asha.answer(row, 1)

    assert late.status_code == 200
    assert later.status_code == 403
    assert isinstance(later.json()["detail"], str)


def test_reading_saving_and_ending_charge_nothing(world, asha):
    world.add_exam("sums", minutes=60)
    attempt = asha.begin("sums")
    row = asha.rows(attempt)[0]

    world.advance(600)
    asha.answer(row, 0)
    asha.get(attempt["url"])
    ended = asha.call("PUT", f"{attempt['url']}end/").json()

    assert ended["time_taken"] == "0:00:01"


def test_an_untimed_exam_never_runs_out(world, asha):
    world.add_exam("calm", minutes=None)
    attempt = asha.begin("calm")

    world.advance(10 * 86_400)
    beaten = asha.call("PUT", f"{attempt['url']}heartbeat/").json()

    assert attempt["exam"]["duration"] is None
    assert beaten["remaining_time"] is None
    assert (beaten["state"], beaten["time_taken"]) == ("Running", "240:00:01")
