-- Packs of up to a page stay in their row: reading many of them takes half the time. Holds for what is packed from now on.
ALTER TABLE "RollupPack" SET (toast_tuple_target = 8160);
