package io.github.vflow.table.defaults;

/** Which flows are the members of a table's mixture. */
public final class MemberDefaults {
    /** Noise in standard deviations of a column: they learn less by heart. Measured: docs/lab/tables.md#noise-and-members. */
    public static final double NOISE = 0.15;
    /** The noise of one more member, for tables that are so small that less noise is learned by heart. Measured: docs/lab/tables.md#noise-and-members. */
    public static final double MUCH_NOISE = 0.3;
    /** More noise leaves nothing of a column, so a recipe with more is refused. Not measured. */
    public static final double MOST_NOISE = 10;
    /** Maps that explain a row by this many nats better get a member without noise, too. Measured: docs/lab/tables.md#maps-of-the-columns-laws. */
    public static final double GAIN_OF_MAPS = 1;
    /** Many rows need fewer members, since each takes long, and a stop would lose much of members side by side. Not measured. */
    public static final int MOST_ROWS_OF_ALL = 10_000;
    /** More columns make each member slow and large, so a wider table has two, one after another. Measured: docs/lab/tables.md#real-tables. */
    public static final int MOST_COLUMNS_OF_ALL = 100;
    /** The command refuses a wider table, since each step of a flow mixes all columns with all. Not measured. */
    public static final int MOST_COLUMNS = 1_000;
    /** Four couplings need no samples; augmented models are better but need 100. Measured: docs/lab/tables.md#what-augmentation-is-worth. */
    public static final int FLOW_STEPS = 4;
    /** One training for each kind of member, since more take as many times the time. Not measured. */
    public static final int SEEDS = 1;

    private MemberDefaults() {}
}
