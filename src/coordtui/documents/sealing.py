"""Files that leave locked with a passphrase of their own, in the age format: the standard `age` program opens them.

One scrypt recipient and ChaCha20-Poly1305 by the age v1 specification (age-encryption.org/v1). Like the key derivation
itself, sealing and opening take a second or two: call them beside the keys. A passphrase is kept nowhere.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from pathlib import Path
from typing import Any, Final

from coordtui.errors import Exit, InvalidInput, Refused
from coordtui.rules.passphrase import strength

SUFFIX: Final = ".age"
_WORDS, _CONSONANTS, _VOWELS = 5, "bdfghjklmnprstvz", "aiou"
_HEAD: Final = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} (?P<work>[1-9][0-9]?)\n[A-Za-z0-9+/]{43}\n"
    rb"--- [A-Za-z0-9+/]{43}\n"
)
_KEYS: Final = re.compile(rb"age-encryption\.org/v1\n-> (?!scrypt )\S")
_NONCE_AND_TAG: Final = 32
_MOST_WORK: Final = 22
"""2**22 rounds of scrypt want 4 GB of memory; the age program stops there too."""
_ANOTHER: Final = "Ask for the file again."


class WrongPassphrase(InvalidInput):
    """The passphrase does not open the file; exit code 3, as with the vault's own."""

    title = "Wrong passphrase"
    exit_code = Exit.WRONG_SECRET


def propose() -> str:
    """A new passphrase of 80 random bits that can be said over the telephone: "lusab-gutih-morod-vakun-fijop"."""
    return "-".join(_word() for _ in range(_WORDS))


def _word() -> str:
    return "".join(secrets.choice(letters) for letters in (_CONSONANTS, _VOWELS, _CONSONANTS, _VOWELS, _CONSONANTS))


def check_passphrase(passphrase: str, again: str) -> str:
    """A passphrase of the person's own, typed twice.

    Raises:
        InvalidInput: "passphrase" where it is guessed too easily, "again" where the two differ.
    """
    found = strength(passphrase)
    if not found.enough:
        raise InvalidInput("passphrase", f"This passphrase is {found.words}.", found.hint)
    if passphrase != again:
        raise InvalidInput("again", "The two passphrases differ.", "Type the same one twice.")
    return passphrase


def sealed_name(path: Path) -> Path:
    """ "summary-12.html.age": what the file is called once it is sealed."""
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def check_name(path: Path, *, sealed: bool) -> None:
    """Raise InvalidInput at "output" where the name says that the file is encrypted, and it is not to be."""
    if not sealed and path.suffix.lower() == SUFFIX:
        raise InvalidInput(
            "output",
            f"{path.name} would not be encrypted, and its name says that it is.",
            f"Encrypt it (--encrypt-with FILE), or leave {SUFFIX} out of the name.",
        )


def seal(data: bytes, passphrase: str | bytearray) -> bytes:
    """`data` as an age file.

    Raises:
        InvalidInput: "passphrase" is empty.
        Refused: this machine has no library for it.
    """
    library = _library()
    try:
        sealed: bytes = library.passphrase.encrypt(data, _text(passphrase))
    except library.EncryptError:
        raise Refused("The file was not encrypted.", "Nothing left the vault. Try again.") from None
    return sealed


def unseal(data: bytes, passphrase: str | bytearray) -> bytes:
    """What is in an age file that a passphrase locks.

    Raises:
        WrongPassphrase: it does not open it (or the few letters of its lock are damaged: age cannot tell the two).
        Refused: it is no such file, it is damaged, or this machine has no library for it.
    """
    library, secret = _library(), _text(passphrase)
    check_sealed(data)
    try:
        opened: bytes = library.passphrase.decrypt(data, secret)
    except library.DecryptError as error:
        # The library's words are all that tells these apart: of the rest only the lock says "Decryption failed".
        if "Decryption failed" in str(error):
            raise WrongPassphrase(
                "passphrase", "This passphrase does not open the file.", "Check it with whoever sent it."
            ) from None
        if "Excessive work" in str(error):  # bearable in memory, but not in time on this machine
            raise Refused("Opening the file would take longer than is safe.", _ANOTHER) from None
        raise Refused("The passphrase is right, but the file is damaged or cut off.", _ANOTHER) from None
    return opened


def check_sealed(data: bytes) -> None:
    """Raise Refused unless this looks like a whole age file that a passphrase of bearable cost locks."""
    head = _HEAD.match(data)
    if head is not None:
        if len(data) < head.end() + _NONCE_AND_TAG:
            raise Refused("The file is cut off.", _ANOTHER)
        if int(head["work"]) > _MOST_WORK:
            raise Refused("Opening the file would take more memory than is safe.", _ANOTHER)
    elif _KEYS.match(data):
        raise Refused(
            "The file is locked with a key, not with a passphrase.", "The age program opens it with that key."
        )
    elif data.lstrip().startswith(b"-----BEGIN AGE ENCRYPTED FILE-----"):
        raise Refused("The file is an age file written as letters.", "The age program opens it: age -d FILE.")
    elif data.startswith(b"age-encryption.org/v1"):
        raise Refused("The file's first lines are damaged.", _ANOTHER)
    else:
        raise Refused("This is not an age file.", "Its first line would be age-encryption.org/v1.")


def _library() -> Any:
    try:
        import pyrage
    except ImportError:
        hint = "Install pyrage, or write the file unencrypted and lock it by other means."
        raise Refused("This machine has no library for encrypted files.", hint) from None
    return pyrage


def _text(passphrase: str | bytearray) -> str:
    """As text in the composed form, as the vault's own passphrases are: keyboards differ in how they send "é"."""
    try:
        text = passphrase if isinstance(passphrase, str) else passphrase.decode()
    except UnicodeDecodeError:
        raise InvalidInput("passphrase", "The passphrase is not UTF-8 text.") from None
    if not text:
        raise InvalidInput("passphrase", "An encrypted file needs a passphrase.")
    return unicodedata.normalize("NFC", text)
