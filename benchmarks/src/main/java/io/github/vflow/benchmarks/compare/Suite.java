package io.github.vflow.benchmarks.compare;

/** Groups of rows that can be asked for. */
enum Suite {
    /** Matrix products. */
    GEMM,
    /** Convolutions and their gradients. */
    CONV,
    /** Elementwise functions and mixtures of logistics. */
    ELEMENTWISE,
    /** Training and scoring of models on rows. */
    TOY,
    /** Training and scoring of flows of the sizes that tables need. */
    ROWS,
    /** The model of digits. */
    DIGITS,
    /** The model of digits as patches. */
    PATCHES,
    /** The larger model of images. */
    LARGE;

    void run(Session session) {
        switch (this) {
            case GEMM -> Products.run(session);
            case CONV -> Convolutions.run(session);
            case ELEMENTWISE -> {
                Functions.run(session);
                Mixtures.run(session);
            }
            case TOY -> Toys.run(session);
            case ROWS -> RowModels.run(session);
            case DIGITS -> Images.digits(session);
            case PATCHES -> Images.patches(session);
            case LARGE -> Images.large(session);
        }
    }
}
