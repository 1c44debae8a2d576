package io.github.vflow.tensor.random;

/**
 * The uses of random numbers. Each purpose has a stream of its own, so no two uses of one seed share numbers. The numbers of the
 * streams are part of every result: new purposes take new numbers.
 */
public enum Purpose {
    /** The noise of posterior and dequantizer in training: a position for each block of a step. */
    TRAINING_NOISE(1),
    /** The noise of mean bounds over many rows: a seed for each row. */
    EVALUATION_NOISE(2),
    /** The base points of samples. */
    SAMPLES(3),
    /** The noise of scores, the same for every row. */
    SCORE_NOISE(4),
    /** The uniform numbers of toy points. */
    TOY_UNIFORMS(5),
    /** The normal numbers of toy points. */
    TOY_NORMALS(6),
    /** The noise of data-dependent initialisation. */
    INITIALISATION_NOISE(7),
    /** The base points at which the total mass of a model is measured. */
    MASS_AUDIT(8),
    /** The base points at which the laws of layers are checked. */
    LAYER_AUDIT(9),
    /** The first values of parameters: a generator for each name. */
    PARAMETERS(10),
    /** The noise of images that are sent through a model and back. */
    ROUND_TRIP(11),
    /** The order of rows: a generator for each epoch. */
    ROW_ORDER(12),
    /** The choice of validation rows. */
    SPLIT(13),
    /** The masks of dropout: a generator for each shard of a step. */
    DROPOUT_MASKS(14),
    /** The noise of validation rows: a seed for each row. */
    VALIDATION_NOISE(15),
    /** The samples on which the density of missing cells is trained. */
    FILL_SAMPLES(16),
    /** The choice of hidden cells in these samples: a generator for each step. */
    FILL_MASKS(17),
    /** The values drawn for missing cells. */
    IMPUTATION_NOISE(18),
    /** The choice among these values. */
    IMPUTATION_CHOICE(19),
    /** The noise that training adds to rows: a position for each block of a step. */
    ROW_NOISE(20),
    /** The choice of calibration rows. */
    CALIBRATION_SPLIT(21),
    /** The start of a mixture of normal distributions. */
    CLUSTERS(22),
    /** The folds of a table whose rows judge each other. */
    FOLDS(23),
    /** The labels drawn for training rows without them: a generator for each step. */
    LABEL_DRAWS(24),
    /** The starts of robust mixtures of normal distributions. */
    TRIMMED_CLUSTERS(25),
    /** The moves of numbers that have a probability each, by noise: a position for each block of a step. */
    PLACE_MOVES(26),
    /** Which draws a tilt accepts. */
    TILT_CHOICES(27);

    private final long number;

    Purpose(long number) {
        this.number = number;
    }

    /** The stream of an experiment for this purpose. */
    public RandomStream stream(long seed) {
        return new RandomStream(seed, number);
    }
}
