package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table: its name and the kind of its values. Rows hold a number for each value of a column that is modelled, NaN if the cell is
 * missing.
 */
public sealed interface Column permits NumericKind, Category, LeftOutKind {
    /** The name, which is unique in a table. */
    String name();

    /** "real", "bounded", "circular", "heavy-tailed", "whole", "category", "constant", "derived", "date" or "ignored". */
    String kindWord();

    /** The use that a model makes of the column, in words. */
    String use();

    /** The values that the kind allows, in words: labels, bounds, a relation; empty for all numbers. */
    default String words() {
        return "";
    }

    /** The words of the rule that the column keeps in all training rows; empty without one. */
    default String rule() {
        return "";
    }

    /** The values that a user may give, in words. */
    default String expected() {
        return "a number";
    }

    /** The fault of a number that is no value of the column, in words. */
    default String fault() {
        return "numbers beyond float32";
    }

    /** Whether rows hold a number for this column. */
    default boolean isModelled() {
        return true;
    }

    /** Whether its cells count, since they are modelled, checked, or filled by a relation. */
    default boolean isRead() {
        return true;
    }

    /** The column by its values: a derived column has the values of the column that it would be. */
    default Column values() {
        return this;
    }

    /** The relation by which other columns determine it; empty if there is none. */
    default Optional<Relation> relation() {
        return Optional.empty();
    }

    /**
     * This column of labels, where each label stands for an interval of a number in all training rows.
     *
     * @param number the name of the column of numbers
     * @param ranges the least and the greatest number beside each label; empty for a label without rows
     * @throws IllegalArgumentException if two intervals meet, or there is one alone
     * @throws UnsupportedOperationException if the column has no labels
     */
    default Column withIntervals(String number, List<double[]> ranges) {
        throw new UnsupportedOperationException(
                "Column.withIntervals: \"" + name() + "\" has no labels; leave it as it is");
    }

    /** The labels that its numbers count from 0 on; empty for numbers. */
    default List<String> labels() {
        return List.of();
    }

    /** Whether its numbers count labels. */
    default boolean isCategory() {
        return !labels().isEmpty();
    }

    /** Whether rows hold its values, which are numbers. */
    default boolean hasNumbers() {
        return isModelled() && !isCategory();
    }

    /** Whether its numbers are whole. */
    default boolean isWhole() {
        return false;
    }

    /** Whether it has a density on the whole line of numbers. */
    default boolean isContinuous() {
        return false;
    }

    /** Whether a few of its numbers may be so large that they would leave the others no scale. */
    default boolean hasHeavyTails() {
        return false;
    }

    /** This column with heavy tails; columns that cannot have them stay as they are. */
    default Column withHeavyTails() {
        return this;
    }

    /** Whether its numbers may be days, or times of a day. */
    default boolean mayBeTime() {
        return false;
    }

    /** The circle on which its numbers are places; empty if they are on a line. */
    default Optional<Circular> circle() {
        return Optional.empty();
    }

    /** Whether the cells of a column at place j of rows may have noise: it is continuous, without bounds, on the scale of its numbers. */
    default boolean takesNoise(Rows rows, int j) {
        return false;
    }

    /** Whether numbers of a column at place j of rows may have probabilities beside the density of the others. */
    default boolean mayHaveAtom(Rows rows, int j) {
        return false;
    }

    /** The numbers that repeat, ascending: each has a probability where the others have a density; none without them. */
    default List<Double> atoms() {
        return List.of();
    }

    /** This column with other numbers that repeat, or none; columns that cannot have any stay as they are. */
    default Column withAtoms(List<Double> numbers) {
        return this;
    }

    /** This column as a model stores it in its architecture. */
    default Column stored() {
        return this;
    }

    /** Whether the rows of a table may have this column as another one, with or without atoms and intervals of labels. */
    default boolean accepts(Column other) {
        return withAtoms(List.of()).equals(other.withAtoms(List.of()));
    }

    /**
     * The kind of the column in a model.
     *
     * @param rows of the modelled columns
     * @param j the place of the column
     * @param mean of its numbers that are no atoms
     * @param std their standard deviation
     * @throws IllegalStateException if the column is not modelled
     */
    ColumnSpec spec(Rows rows, int j, double mean, double std);

    /**
     * The number that stands for a value; NaN for null, a missing cell.
     *
     * @throws IllegalArgumentException naming the column, if it has no such value
     */
    double encode(@Nullable Object value);

    /** A reader of cells in a notation, which are not missing: the number of a cell, which may be no value of the column; NaN if it has none. */
    ToDoubleFunction<Object> reader(Notation notation);

    /** The reason why a cell without a number contradicts all training rows; empty if it does not. */
    default Optional<Verdict.Reason.Breach> breach(Object cell, Notation notation) {
        return Optional.empty();
    }

    /**
     * Checks a number of a row.
     *
     * @throws IllegalArgumentException naming the column, if it stands for no value
     */
    default void require(double number) {
        encode(number);
    }

    /** The value for which a number stands; null for NaN. */
    default @Nullable Object decode(double number) {
        return Double.isNaN(number) ? null : number;
    }

    /** The number of a row that is nearest to one that a model draws. */
    default double drawn(double number) {
        return number;
    }

    /** Whether a number can stand for a value of the column. */
    default boolean canBe(double number) {
        return Float.isFinite((float) number);
    }

    /** The number of a column that is nearest in sense to one that cannot be there, in float64; NaN if there is none. */
    default double nearest(double number) {
        return Double.NaN;
    }

    /** Whether a number is out of the bounds of the column, so that its cell is missing. */
    default boolean isOutOfBounds(double number) {
        return false;
    }

    /** The number to expect in a cell, given draws of this cell alone. */
    default double best(Imputation cell) {
        return cell.mean()[0];
    }

    /** Whether a value is a missing cell: null or NaN. */
    static boolean isGap(@Nullable Object value) {
        return value == null || (value instanceof Number n && Double.isNaN(n.doubleValue()));
    }

    /**
     * Real numbers; ln p is a density in the units of the column, and ln P of an atom, see {@link #withAtoms}. Where the rows have hardly another
     * number, the others have no learned density but a fixed one, {@link ColumnSpec.Listed}.
     */
    static Column real(String name) {
        return new Real(name, List.of());
    }

    /**
     * Real numbers between two bounds, seen through a logit; ln p is a density in the units of the column. A cell of a source with another number
     * is missing.
     *
     * @param low less than all values
     * @param high greater than all values
     */
    static Column bounded(String name, double low, double high) {
        return new NumericKind.Bounded(name, low, high);
    }

    /** Real numbers with heavy tails, seen through asinh; ln p is a density in the units of the column. */
    static Column heavyTailed(String name) {
        return new NumericKind.HeavyTailed(name);
    }

    /**
     * Whole numbers of at most 16,777,216; ln P is of the whole number. Each has an exact probability if the rows have at most eight different
     * ones, or at most twenty that leave out two of three numbers of their range, less than 128 apart, and so has each atom.
     */
    static Column whole(String name) {
        return new Whole(name, List.of());
    }

    /** Whether a number can stand in a column of whole numbers. */
    static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) <= Whole.LARGEST;
    }

    /**
     * Categories, which rows number from 0 on; ln P is of the category. A value is the label with its text, such as "2.0" or "2" for 2.0, else the
     * only label that is the same number. Without either it is the only label that differs in case or blanks alone, and no value otherwise.
     *
     * @param labels at least two
     */
    static Column category(String name, List<String> labels) {
        return new Category(name, new ColumnSpec.Category(labels), Optional.empty(), Optional.empty());
    }

    /**
     * Categories as {@link #category(String, List)}, where a label stands for every text that is no label.
     *
     * @param other one of the labels
     * @throws IllegalArgumentException if it is none of them
     */
    static Column category(String name, List<String> labels, String other) {
        return new Category(name, new ColumnSpec.Category(labels), Optional.of(other), Optional.empty());
    }

    /**
     * A column with one value in all training rows, which has no density: the model leaves it out. A record with another value is an alarm at
     * any rate; {@link #encode} refuses the value.
     *
     * @param value the text of the value
     */
    static Column constant(String name, String value) {
        return new LeftOutKind.Constant(name, value);
    }

    /**
     * A column that other columns determine in all training rows, so that the model leaves it out. The relation is checked where rows are read and
     * judged, and fills the column in.
     *
     * @param of the column as it would be modelled
     * @param by the relation that gives its number
     * @throws IllegalArgumentException if the column would not be modelled
     */
    static Column derived(Column of, Relation by) {
        return new LeftOutKind.Derived(of, by);
    }

    /** A column that the model leaves out, whatever its values are. */
    static Column ignored(String name) {
        return new LeftOutKind.Ignored(name);
    }

    /**
     * Real numbers on a circle, such as times of day and directions; ln p is a density over one period, which is equal at both ends. A number stands
     * for its place on the circle, and rows have the number between low and high.
     *
     * @param low a number, such as 0
     * @param high a period above, which is the same place, such as 360
     */
    record Circular(String name, double low, double high) implements NumericKind.Circle {
        public Circular {
            new ColumnSpec.Circular(low, high, low, 1);
        }
    }
}
