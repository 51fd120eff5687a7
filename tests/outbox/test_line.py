"""Over TLS only to the server that is meant, and only with the name and password it wants."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from outbox.delivery.smtp import trusted
from outbox.models import Attempt, Letter
from tests.outbox.world import World, address_of, letter_now
from tests.relay import Relay

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(tmp_path: Path, relay: Relay, settings: Settings) -> Iterator[Path]:
    """The certificate of the mail server, which nobody trusts who is not told to."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    relay.options = {"tls_context": context, "require_starttls": True}
    settings.MAIL_SERVER = settings.MAIL_SERVER | {"EMAIL_USE_TLS": True}
    trusted.cache_clear()
    yield tmp_path / "cert.pem"
    trusted.cache_clear()


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(
    relay: Relay, world: World, certificate: Path
) -> None:
    assert certificate.exists()
    world.promise()

    world.deliver()

    assert relay.taken == []
    assert (letter_now().state, letter_now().attempts) == (Letter.State.READY, 0)


def test_over_tls_letters_leave_as_ever(
    relay: Relay, world: World, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    for person in range(1, 30):
        world.promise(to=person)

    world.deliver()

    assert (len(relay.taken), relay.lines) == (29, 2)  # one line, before TLS and under it
    assert set(Attempt.objects.values_list("phase", "code")) == {("dot", 250)}


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize(("password", "copies"), [("right", {address_of(1): 1}), ("wrong", {})])
def test_the_server_s_password_is_asked_for(
    relay: Relay, world: World, settings: Settings, password: str, copies: dict[str, int]
) -> None:
    def sign_in(*given: object) -> AuthResult:
        found = given[-1]
        assert isinstance(found, LoginPassword)
        return AuthResult(success=found == LoginPassword(b"portal", b"right"), handled=False)

    relay.options = {"auth_required": True, "auth_require_tls": False, "authenticator": sign_in}
    settings.MAIL_SERVER = settings.MAIL_SERVER | {
        "EMAIL_HOST_USER": "portal",
        "EMAIL_HOST_PASSWORD": password,
    }
    world.promise()

    world.deliver()

    assert relay.copies() == copies
    assert letter_now().attempts == 0
