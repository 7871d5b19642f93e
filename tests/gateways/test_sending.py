"""E-mail, SMS and files against real servers: what arrives, and every way in which it may not."""

import email.policy
import json
import socket
from collections.abc import Iterator
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest
from aiosmtpd.controller import Controller

from lindra.gateways.email import SmtpSender, smtp_sender
from lindra.gateways.inbox1177 import Inbox1177, NotKnown, inbox1177
from lindra.gateways.outbox import FileSender
from lindra.gateways.sending import NotSent, Parcel
from lindra.gateways.sms import http_sms

MAIL = Parcel("astrid@alm.se", "Något nytt", "Det finns något nytt.\n", "message:1:email")
SMS = Parcel("+46701234567", "", "Det finns något nytt åt dig.", "message:1:sms")


class Postman:
    """A mail server's answers. `says` is the answer to each recipient."""

    def __init__(self) -> None:
        self.says = "250 OK"
        self.arrived: list[bytes] = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.says.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.says

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.arrived.append(envelope.content)
        return "250 OK"


@pytest.fixture
def postman() -> Iterator[tuple[Postman, SmtpSender]]:
    handler = Postman()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, smtp_sender(f"smtp://127.0.0.1:{port}", "inget-svar@lindra.example", timeout=2)
    controller.stop()


class Gateway(BaseHTTPRequestHandler):
    """An SMS gateway: `answer` is (status, body), or None for silence."""

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.arrived.append((dict(self.headers), parse_qs(self.rfile.read(length).decode())))
        if self.server.answer is None:
            self.server.calm.wait(3)
            return
        status, body = self.server.answer
        self.send_response(status)
        if status == 302:
            self.send_header("Location", self.server.elsewhere)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        pass


@pytest.fixture
def gateway():
    from threading import Event

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.arrived, server.answer, server.calm = (
        [],
        (200, json.dumps({"id": "s1"}).encode()),
        Event(),
    )
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    server.address = f"http://127.0.0.1:{server.server_port}/a1/sms"
    server.elsewhere = server.address
    yield server
    server.calm.set()
    server.shutdown()
    thread.join()
    server.server_close()


def sms(gateway, timeout: float = 2):
    return http_sms(gateway.address, "user", "secret", "Lindra", plain=True, timeout=timeout)


def fault(sender, parcel) -> tuple[str, bool]:
    with pytest.raises(NotSent) as not_sent:
        sender.send(parcel)
    return not_sent.value.code, not_sent.value.final


def test_a_mail_arrives_with_the_text_alone_and_the_keys_own_id(postman):
    handler, sender = postman
    sender.send(MAIL)
    sender.send(MAIL)
    first, again = (message_from_bytes(m, policy=email.policy.default) for m in handler.arrived)
    assert first.get_content().replace("\r\n", "\n") == MAIL.body
    assert (first["To"], first["Subject"]) == (MAIL.to, MAIL.subject)
    assert first["Message-ID"] == again["Message-ID"] == f"<{MAIL.mark}@lindra.example>"
    assert "message" not in first["Message-ID"]


@pytest.mark.parametrize(
    ("says", "found"),
    [("550 no such person", ("refused", True)), ("450 later", ("refused", False))],
)
def test_a_refused_address_is_final_when_the_server_says_so(postman, says, found):
    handler, sender = postman
    handler.says = says
    assert fault(sender, MAIL) == found


def test_a_mail_server_that_is_gone_or_silent_is_told_and_tried_again():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        assert fault(smtp_sender(url, "a@b.se", timeout=0.2), MAIL) == ("no_server", False)
    assert fault(smtp_sender(url, "a@b.se", timeout=0.2), MAIL) == ("no_server", False)


def test_a_line_break_in_an_address_never_becomes_a_header(postman):
    handler, sender = postman
    evil = Parcel("a@b.se\nBcc: all@b.se", "x", "y", "k")
    assert fault(sender, evil) == ("address", True)
    assert handler.arrived == []


@pytest.mark.parametrize("url", ["http://mail", "smtp://", "mail.example.se", ""])
def test_a_mail_server_needs_a_whole_address(url):
    with pytest.raises(ValueError, match="smtp"):
        smtp_sender(url, "a@b.se")


def test_the_schemes_choose_encryption_and_port():
    starttls = smtp_sender("smtp+starttls://u:p%40ss@mail.example.se", "a@b.se")
    tls = smtp_sender("smtps://mail.example.se", "a@b.se")
    assert (starttls.port, starttls.starttls, starttls.password) == (587, True, "p@ss")
    assert (tls.port, tls.tls) == (465, True)
    assert "p@ss" not in repr(starttls)


def test_an_sms_arrives_with_number_text_and_key(gateway):
    sms(gateway).send(SMS)
    headers, fields = gateway.arrived[0]
    assert fields == {
        "from": ["Lindra"],
        "to": ["+46701234567"],
        "message": [SMS.body],
        "dontlog": ["message"],
    }
    assert headers["Idempotency-Key"] == SMS.mark
    assert headers["Authorization"] == "Basic dXNlcjpzZWNyZXQ="


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ((500, b"oops"), ("http_500", False)),
        ((401, b""), ("http_401", False)),
        ((429, b""), ("http_429", False)),
        ((400, b"bad number"), ("http_400", True)),
        ((302, b""), ("http_302", False)),
        ((200, b"<html>garbage"), ("answer", False)),
        ((200, b"\xff\xfe"), ("answer", False)),
        ((200, b"[]"), ("answer", False)),
        ((200, b"{}"), ("answer", False)),
    ],
)
def test_what_the_gateway_may_answer_instead(gateway, answer, found):
    gateway.answer = answer
    assert fault(sms(gateway), SMS) == found
    assert len(gateway.arrived) == 1  # a redirect is not followed


def test_a_silent_gateway_is_left_in_time(gateway):
    gateway.answer = None
    assert fault(sms(gateway, timeout=0.2), SMS) == ("timeout", False)


def test_a_gateway_that_is_gone_is_tried_again():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{probe.getsockname()[1]}/"
    assert fault(http_sms(gone, "u", "p", "L", plain=True), SMS) == ("no_server", False)


def test_only_a_whole_number_is_sent_to(gateway):
    assert fault(sms(gateway), Parcel("0701234567", "", "x", "k")) == ("number", True)
    assert gateway.arrived == []


def test_production_needs_https():
    with pytest.raises(ValueError, match="https"):
        http_sms("http://sms.example.se", "u", "p", "L")


def test_the_folder_holds_one_file_for_one_key(tmp_path):
    sender = FileSender(tmp_path / "outbox", "email")
    sender.send(MAIL)
    sender.send(MAIL)
    [path] = (tmp_path / "outbox").iterdir()
    assert path.name == f"email-{MAIL.mark}.txt"
    assert MAIL.body in path.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "outbox").write_text("a file")
    assert fault(FileSender(tmp_path / "outbox", "email"), MAIL) == ("folder", False)


def test_the_inbox_of_1177_invents_nothing():
    with pytest.raises(NotKnown, match="AddMessage:2"):
        inbox1177("https://esb.example.se")
    assert fault(Inbox1177("https://esb.example.se"), MAIL) == ("unknown_contract", True)


def test_nobodys_address_stands_in_words_about_a_parcel():
    assert "astrid" not in repr(MAIL)
