package io.github.vflow.tornado.lower;

import io.github.vflow.tornado.kernel.AttentionForwardTiles;
import io.github.vflow.tornado.kernel.ProductTiles;
import io.github.vflow.tornado.kernel.Tree;

/** The kernels. Each is compiled once, and reads words that tell it what to compute on which numbers. */
public enum Kernel {
    /** Elementwise chains and moves. */
    CHAIN(64),
    /** Products, one work item for each element. */
    PRODUCT(64),
    /** Products in tiles. */
    TILES(ProductTiles.GROUP),
    /** Reductions, one work item for each result. */
    REDUCE(64),
    /** Reductions, one work group for each result. */
    TREE(Tree.GROUP),
    /** Attention, one work item for each query. */
    ATTEND(64),
    /** The gradient of attention in its queries. */
    QUERIES(64),
    /** The gradient of attention in its keys and values. */
    KEYS(64),
    /** Attention in tiles. */
    ATTEND_TILES(AttentionForwardTiles.GROUP),
    /** The gradient of attention in its queries, in tiles. */
    QUERIES_TILES(AttentionForwardTiles.GROUP),
    /** The gradient of attention in its keys and values, in tiles. */
    KEYS_TILES(AttentionForwardTiles.GROUP),
    /** Log-odds of mixtures, and their slopes. */
    LOG_ODDS(64),
    /** The gradient of log-odds of mixtures. */
    LOG_ODDS_GRADIENT(64),
    /** Inverses of mixtures. */
    MIXTURE_ROOT(64),
    /** Determinants and inverses of matrices. */
    ELIMINATION(1);

    private final int group;

    Kernel(int group) {
        this.group = group;
    }

    /** Work items of a group. */
    public int group() {
        return group;
    }
}
