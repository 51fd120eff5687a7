from allauth.mfa.adapter import DefaultMFAAdapter

from kit.templatetags.qr import qr_path, qr_size


def test_the_squares_of_a_code_are_found() -> None:
    svg = DefaultMFAAdapter().build_totp_svg("otpauth://totp/portal?secret=ABCDEFGH")

    assert qr_path(svg).startswith("M4,4H5V5H4z")
    assert int(qr_size(svg)) > 20


def test_nothing_but_an_outline_comes_through() -> None:
    evil = '<svg viewBox="0 0 9 9"><path d="M0\' onload=alert(1)"/></svg>'

    assert (qr_path(evil), qr_size("<svg>")) == ("", "0")
