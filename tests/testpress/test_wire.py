"""What goes over the socket, and what a far end that misbehaves can't do to us."""

import gzip
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal import testpress
from portal.testpress.reading import date_of_reply
from portal.testpress.transport import Transport

from .far_end import FarEnd, hang_up, http


def hurried(far_end: FarEnd, **settings: float) -> Transport:
    """A transport with times that a test can wait for."""
    times = {"connect_timeout": 0.5, "read_timeout": 0.3, "total_timeout": 0.8}
    return Transport(far_end.url, **(times | settings))  # type: ignore[arg-type]


def test_a_request_is_signed_and_says_who_we_are(far_end):
    Transport(far_end.url).request("GET", "me/", token="a.b.c", query={"q": "x y"})

    head = far_end.requests[0].decode()
    assert head.startswith("GET /api/v2.2/me/?q=x+y HTTP/1.1\r\n")
    assert "\r\nAuthorization: JWT a.b.c\r\n" in head
    assert "\r\nUser-Agent: TestpressPortal/1.0 (+browser portal)\r\n" in head
    assert "\r\nAccept: application/json\r\n" in head


def test_a_body_is_sent_as_json(far_end):
    Transport(far_end.url).request("PUT", "attempts/1/questions/2/", body={"a": "é"})

    head, _, body = far_end.requests[0].partition(b"\r\n\r\n")
    assert b"\r\nContent-Type: application/json\r\n" in head
    assert body == b'{"a": "\\u00e9"}'


def test_a_put_without_a_body_says_so(far_end):
    Transport(far_end.url).request("PUT", "attempts/1/end/")

    assert b"\r\nContent-Length: 0\r\n" in far_end.requests[0]


def test_a_connection_is_used_again(far_end):
    transport = Transport(far_end.url)

    for _ in range(3):
        transport.request("GET", "me/")

    assert far_end.connections == 1


def test_a_token_stays_with_its_request_on_a_shared_connection(far_end):
    transport = Transport(far_end.url)

    transport.request("GET", "me/", token="of.student.A")
    transport.request("GET", "me/")

    assert far_end.connections == 1
    assert b"of.student.A" in far_end.requests[0]
    assert b"Authorization" not in far_end.requests[1]


def test_one_students_cookie_never_goes_out_with_anothers_request(far_end):
    far_end.answer = far_end.always(http(b"{}", "200 OK", "Set-Cookie: sessionid=A"))
    transport = Transport(far_end.url)

    transport.request("GET", "me/", token="of.student.A")
    transport.request("GET", "me/", token="of.student.B")

    assert b"ookie" not in far_end.requests[1]


def test_a_redirect_is_not_followed(far_end):
    elsewhere = f"Location: {far_end.url}/elsewhere/"
    far_end.answer = far_end.always(http(b"", "302 Found", elsewhere))

    with pytest.raises(testpress.Unexpected):
        Transport(far_end.url).request("GET", "me/", token="a.b.c")

    assert len(far_end.requests) == 1


def test_the_proxies_and_the_netrc_of_the_machine_decide_nothing(
    far_end, monkeypatch, tmp_path
):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login root password hunter2\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")

    Transport(far_end.url).request("GET", "me/", token="a.b.c")

    assert b"Authorization: JWT a.b.c" in far_end.requests[0]


def test_nobody_listening_is_unreachable_after_a_second_try():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    calls = []
    transport = Transport(f"http://127.0.0.1:{port}", observe=calls.append)

    with pytest.raises(testpress.Unreachable):
        transport.request("GET", "me/")

    assert [call.status for call in calls] == [None, None]


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_what_changes_something_is_not_tried_twice_when_nobody_listens(method):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    calls = []
    transport = Transport(f"http://127.0.0.1:{port}", observe=calls.append)

    with pytest.raises(testpress.Unreachable):
        transport.request(method, "attempts/1/end/")

    assert len(calls) == 1


def test_a_page_survives_one_dropped_connection(far_end):
    far_end.in_turn(b"", http(b'{"id": 1}'))

    assert Transport(far_end.url).request("GET", "me/") == {"id": 1}


def test_a_page_survives_one_502(far_end):
    far_end.in_turn(http(b"<h1>oops</h1>", "502 Bad Gateway"), http(b'{"id": 1}'))

    assert Transport(far_end.url).request("GET", "me/") == {"id": 1}


def test_a_kept_connection_that_was_closed_meanwhile_is_not_noticed(far_end):
    transport = Transport(far_end.url)
    transport.request("PUT", "attempts/1/heartbeat/")
    far_end.hang_up_on_all()
    time.sleep(0.05)

    transport.request("PUT", "attempts/1/heartbeat/")

    assert far_end.connections == 2


def test_a_save_on_a_kept_connection_that_closes_as_it_is_sent_is_sent_again(far_end):
    far_end.in_turn(http(), b"", http(b'{"saved": true}'))
    transport = Transport(far_end.url)
    transport.request("GET", "me/")

    saved = transport.request("PUT", "attempts/1/questions/2/", body={"review": True})

    assert saved == {"saved": True}
    assert far_end.verbs == ["GET", "PUT", "PUT"]
    assert far_end.requests[2].endswith(b'{"review": true}')


def test_a_save_dropped_on_a_new_connection_is_left_to_the_browser(far_end):
    far_end.in_turn(b"", http())

    with pytest.raises(testpress.Unreachable):
        Transport(far_end.url).request("PUT", "attempts/1/questions/2/", body={})

    assert far_end.verbs == ["PUT"]


def test_a_post_is_never_sent_twice_and_never_on_an_old_connection(far_end):
    far_end.in_turn(http(), b"")
    transport = Transport(far_end.url)
    transport.request("GET", "me/")

    with pytest.raises(testpress.Unreachable):
        transport.request("POST", "exams/optics/attempts/")

    assert far_end.verbs == ["GET", "POST"]
    assert far_end.connections == 2


def test_silence_is_unreachable_and_is_not_asked_again(far_end):
    far_end.answer = lambda sock, _: time.sleep(10)

    started = time.monotonic()
    with pytest.raises(testpress.Unreachable):
        hurried(far_end).request("GET", "me/")

    assert time.monotonic() - started < 5
    assert len(far_end.requests) == 1


def drip(sock: socket.socket, data: bytes, pause: float = 0.1) -> None:
    for byte in data:
        sock.sendall(bytes([byte]))
        time.sleep(pause)


def test_a_body_that_drips_ends_with_the_time_for_the_whole(far_end):
    def answer(sock: socket.socket, _: int) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        drip(sock, b"x" * 100)

    far_end.answer = answer

    started = time.monotonic()
    with pytest.raises(testpress.Unreachable):
        hurried(far_end).request("GET", "me/")

    assert 0.7 < time.monotonic() - started < 5


def test_headers_that_drip_end_with_the_time_for_the_whole(far_end):
    far_end.answer = lambda sock, _: drip(sock, b"HTTP/1.1 200 OK\r\nX-A: " + b"1" * 80)

    started = time.monotonic()
    with pytest.raises(testpress.Unreachable):
        hurried(far_end).request("GET", "me/")

    assert 0.7 < time.monotonic() - started < 5


def test_both_tries_fit_in_the_time_for_the_whole(far_end):
    def answer(sock: socket.socket, _: int) -> None:
        if len(far_end.requests) == 2:
            time.sleep(20)
        sock.sendall(http(b"", "503 Service Unavailable"))
        hang_up(sock)

    far_end.answer = answer

    started = time.monotonic()
    with pytest.raises(testpress.Unreachable):
        hurried(far_end, read_timeout=15, total_timeout=3).request("GET", "me/")

    assert len(far_end.requests) == 2
    assert time.monotonic() - started < 10


def test_a_date_that_no_calendar_has_is_unknown(far_end):
    date = "Date: Mon, 99999999999999999999 Jan 2026 00:00:00 GMT"
    far_end.answer = far_end.always(http(b"{}", "200 OK", date))

    reply = Transport(far_end.url).exchange("GET", "me/")

    assert reply.date == date.removeprefix("Date: ")
    assert date_of_reply(reply.date) is None


HUGE = b'{"id": "A"}' + b" " * 4096


@pytest.mark.parametrize(
    ("huge", "connections"),
    [
        (http(HUGE), 2),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"%x\r\n%b\r\n0\r\n\r\n" % (len(HUGE), HUGE),
            2,
        ),
        (http(gzip.compress(HUGE), "200 OK", "Content-Encoding: gzip"), 1),
    ],
    ids=["plain", "chunked", "packed"],
)
def test_what_is_left_of_a_huge_answer_never_answers_someone_else(
    huge, connections, far_end
):
    far_end.in_turn(huge, http(b'{"id": "B"}'))
    transport = Transport(far_end.url, max_body=1024)
    with pytest.raises(testpress.Unexpected):
        transport.request("GET", "me/", token="of.student.A")

    assert transport.request("GET", "me/", token="of.student.B") == {"id": "B"}
    assert far_end.connections == connections


def test_a_packed_answer_is_unpacked(far_end):
    packed = gzip.compress(b'{"id": 1}')
    far_end.answer = far_end.always(http(packed, "200 OK", "Content-Encoding: gzip"))

    assert Transport(far_end.url).request("GET", "me/") == {"id": 1}


def test_an_answer_in_chunks_is_put_together_and_the_connection_kept(far_end):
    far_end.answer = far_end.always(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        b'5\r\n{"id"\r\n4\r\n: 1}\r\n0\r\n\r\n'
    )
    transport = Transport(far_end.url)

    assert transport.request("GET", "me/") == {"id": 1}
    assert transport.request("GET", "me/") == {"id": 1}
    assert far_end.connections == 1


def test_a_connection_that_is_to_be_closed_is_not_used_again(far_end):
    far_end.answer = far_end.always(http(b"{}", "200 OK", "Connection: close"))
    transport = Transport(far_end.url)

    transport.request("GET", "me/")
    transport.request("GET", "me/")

    assert far_end.connections == 2


def test_an_answer_that_ends_with_the_connection_is_read(far_end):
    def answer(sock: socket.socket, _: int) -> None:
        sock.sendall(b'HTTP/1.1 200 OK\r\n\r\n{"id": 1}')
        hang_up(sock)

    far_end.answer = answer

    assert Transport(far_end.url).request("GET", "me/") == {"id": 1}


def test_an_answer_that_ends_early_is_asked_for_once_more(far_end):
    def answer(sock: socket.socket, number: int) -> None:
        if number == 1:
            sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n[1, 2")
            hang_up(sock)
        else:
            sock.sendall(http(b"[1, 2]"))

    far_end.answer = answer

    assert Transport(far_end.url).request("GET", "me/") == [1, 2]


@pytest.mark.parametrize(
    "reply",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(200)),
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        http(b"not gzip", "200 OK", "Content-Encoding: gzip"),
        http(b'{"a": 1', "200 OK"),
        http(b'{"a": NaN}', "200 OK"),
        http(b"\xff\xfe\x00", "200 OK"),
        http(b"[" * 100_000, "200 OK"),
        http(b"[" * 900 + b'"\\ud800"' + b"]" * 900, "200 OK"),
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"1" * 5000 + b"\r\n\r\n[]",
        http(b"<!doctype html><p>Sign in to the hotel's network", "200 OK"),
    ],
    ids=[
        "not http",
        "200 headers",
        "long",
        "zip",
        "cut",
        "NaN",
        "utf8",
        "deep",
        "deep half a character",
        "a length of 5000 digits",
        "html",
    ],
)
def test_nonsense_is_unexpected(far_end, reply):
    far_end.answer = far_end.always(reply)

    with pytest.raises(testpress.Unexpected):
        Transport(far_end.url).request("GET", "me/", token="a.b.c")


def test_half_a_character_does_not_reach_the_page(far_end):
    far_end.answer = far_end.always(http(b'{"a": ["\\ud83d", "\\ud83d\\ude00"]}'))

    assert Transport(far_end.url).request("GET", "me/") == {"a": ["?", "😀"]}


def test_many_students_at_once_each_get_their_own_answer(far_end):
    def answer(sock: socket.socket, number: int) -> None:
        request = far_end.requests[number - 1]
        who = request.partition(b"JWT ")[2].partition(b"\r\n")[0]
        sock.sendall(http(b'{"who": "%s"}' % who))

    far_end.answer = answer
    transport = Transport(far_end.url)
    wrong = []

    def ask(who: str) -> None:
        for _ in range(20):
            if transport.request("GET", "me/", token=who) != {"who": who}:
                wrong.append(who)

    threads = [threading.Thread(target=ask, args=(f"s{n}",)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert len(far_end.requests) == 240
    assert far_end.connections <= 12


def certificate(folder: Path, name: x509.GeneralName) -> Path:
    """A key and the certificate that it signs for itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an institute")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([name]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "certificate.pem"
    file.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return file


OURS = x509.IPAddress(ip_address("127.0.0.1"))


def over_tls(file: Path) -> FarEnd:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return FarEnd(context)


def test_over_tls_a_connection_is_kept_too(tmp_path, monkeypatch):
    file = certificate(tmp_path, OURS)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))

    with over_tls(file) as far_end:
        transport = Transport(far_end.url)
        for _ in range(3):
            transport.request("PUT", "attempts/1/heartbeat/", token="a.b.c")

    assert far_end.connections == 1
    assert b"a.b.c" in far_end.requests[2]


def test_a_server_with_a_certificate_nobody_vouches_for_gets_no_token(tmp_path):
    untrusted = pytest.raises(testpress.Unreachable, match="TLS")
    with over_tls(certificate(tmp_path, OURS)) as far_end, untrusted:
        Transport(far_end.url).request("GET", "me/", token="a.b.c")

    assert far_end.requests == []


def test_a_server_with_somebody_elses_certificate_gets_no_token(tmp_path, monkeypatch):
    file = certificate(tmp_path, x509.DNSName("other.example"))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))

    untrusted = pytest.raises(testpress.Unreachable, match="TLS")
    with over_tls(file) as far_end, untrusted:
        Transport(far_end.url).request("GET", "me/", token="a.b.c")

    assert far_end.requests == []
