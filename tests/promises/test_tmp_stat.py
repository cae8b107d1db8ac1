import collections, sys
from tests.promises import histories as h
C=collections.Counter()
orig=h.World.do
def do(self, fn,*a):
    try:
        r=orig(self,fn,*a); C[(fn.verb,'ok')]+=1; return r
    except h.NextStepNeeded: C[(fn.verb,'next')]+=1; raise
    except h.Refused as e: C[(fn.verb,'no')]+=1; raise
h.World.do=do
from tests.promises.test_nothing_vanishes import *

def test_z():
    for k,v in sorted(C.items()): print(k,v)
