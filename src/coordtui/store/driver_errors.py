"""What an error of the database driver means: SQLite's result code, and what is told of it in words."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from coordtui.errors import CoordError, VaultDamaged, VaultReadOnly

_CORRUPT, _NOT_A_DATABASE, _READ_ONLY, _CANNOT_OPEN, _FULL, _IO_ERROR, _INTERRUPTED = 11, 26, 8, 14, 13, 10, 9


def is_damage(error: BaseException) -> bool:
    """Whether a page was not to be read with this key."""
    return result_code(error) in (_CORRUPT, _NOT_A_DATABASE)


def was_interrupted(error: DBAPIError) -> bool:
    """Whether another thread ended the statement."""
    return result_code(error) == _INTERRUPTED


def explained(error: BaseException) -> CoordError | None:
    """What a driver's error means for the vault, in words, or None for a fault of the program."""
    match result_code(error):
        case code if code in (_CORRUPT, _NOT_A_DATABASE):
            return VaultDamaged(
                "The database vault.db is damaged.", "coordtui verify says where, and which ways lead out."
            )
        case code if code in (_READ_ONLY, _CANNOT_OPEN):
            return VaultReadOnly("The vault's files cannot be written.", "Check the permissions of its folder.")
        case code if code == _FULL:
            return CoordError("The disk is full; nothing was changed.", "Make room and try again.")
        case code if code == _IO_ERROR:
            return CoordError(
                "The disk could not be read or written; nothing was changed.",
                "Make sure that it has room and is well, then try again; coordtui verify checks the vault.",
            )
        case _:
            return None


def result_code(error: BaseException) -> int:
    """SQLite's primary result code, 0 where there is none."""
    original = error.orig if isinstance(error, DBAPIError) else error
    return getattr(original, "sqlite_errorcode", 0) & 0xFF
