"""A believable made-up caseload, built by the program itself; also the world of the tests."""

from coordtui.casework.demo.build import MOST, PATIENTS, SEED, build

__all__ = ["MOST", "PATIENTS", "SEED", "build"]
