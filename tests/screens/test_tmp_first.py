import os, sys; sys.path.insert(0,"/tmp"); sys.path.insert(1,"/tmp/pil")
from shot import png
from tests.screens.bench import bench
from tests.screens.conftest import crashes
from tests.casework.world import World
import datetime as dt, time
from coordtui.casework.demo import build
async def test_it(vault, crashes):
    w = World(vault)
    t=time.time(); build(w.ledger, moment=w.moment); print("built", time.time()-t)
    for size in ((80,24),(120,36),(200,50),(60,20),(40,15)):
        t=time.time()
        async with bench(w, crashes, size=size) as be:
            print(time.time()-t)
            png(be.app, f"/tmp/shots/d{size[0]}.png")
            await be.press("l"); await be.press("v")
            png(be.app, f"/tmp/shots/l{size[0]}.png")
