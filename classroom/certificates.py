"""One authority and one certificate for the machines of a cluster: by them they know each other."""

import datetime
import os
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .folder import ClassError

DAYS = 365


def make(path: Path) -> list[Path]:
    """Write ca.pem, cert.pem and key.pem into a folder, which is made, and return their paths.

    Whoever has the three may use the cluster.  The authority's own key is not kept, so nobody can
    make another certificate.  Raises ClassError where the folder holds something.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ClassError(f"{path}: expected a new folder, got one that holds something.")
    authority, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca = _certificate("authority", authority, authority, is_authority=True)
    cert = _certificate("machine", key, authority, is_authority=False)
    contents = {
        "ca.pem": ca.public_bytes(serialization.Encoding.PEM),
        "cert.pem": cert.public_bytes(serialization.Encoding.PEM),
        "key.pem": key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    }
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in contents.items():
            mode = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with open(os.open(path / name, mode, 0o600), "wb") as file:
                file.write(content)
    except OSError as error:
        raise ClassError(f"{path}: could not be written ({error.strerror}).") from None
    return [path / name for name in contents]


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    authority: ec.EllipticCurvePrivateKey,
    is_authority: bool,
) -> x509.Certificate:
    """A certificate of this key, signed by the authority's."""
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"classroom {one}")])
             for one in (name, "authority")]  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(names[0])
        .issuer_name(names[1])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))  # clocks differ
        .not_valid_after(now + datetime.timedelta(days=DAYS))
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()),
                       critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, key_cert_sign=is_authority, crl_sign=is_authority,
                content_commitment=False, key_encipherment=False, data_encipherment=False,
                key_agreement=False, encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .sign(authority, hashes.SHA256())
    )  # fmt: skip
