"""The names of the files that make a vault. Imports nothing, so that the first prompt can look for them."""

DATABASE = "vault.db"
KEYS = "vault.keys"
LOCK = "vault.lock"
FAILURES = "vault.failed"
KEYRING_SLOT = b'"type": "keyring"'
"""How the key file spells (store/keydoc.py) that it has a slot for the system's key ring."""
KEYS_SIZE = 64 * 1024
"""More bytes than a key file has."""
