package io.github.vflow.table.schema;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A column that other columns determine: {@link Column#derived}. */
record Derived(Column of, Relation by) implements LeftOutKind {
    public Derived {
        if (!of.isModelled()) {
            throw new IllegalArgumentException("Column.derived: \"" + of.name()
                    + "\" must have numbers, such as a real column, but is " + of + "; leave its relation out");
        }
    }

    @Override
    public String name() {
        return of.name();
    }

    @Override
    public String kindWord() {
        return by.givesSources() ? "date" : "derived";
    }

    @Override
    public String use() {
        return by instanceof Relation.Parted parted
                ? "density of " + parted.shown()
                : "left out, checked: " + by.words();
    }

    @Override
    public String words() {
        return switch (by) {
            case Moment moment -> "by " + moment.shown();
            case Relation.Near near -> near.words();
            case Relation always -> "always " + always.words();
        };
    }

    @Override
    public String rule() {
        return by.words();
    }

    @Override
    public Column values() {
        return of;
    }

    @Override
    public Optional<Relation> relation() {
        return Optional.of(by);
    }

    /** The number as if the column were modelled. */
    @Override
    public double encode(@Nullable Object value) {
        return of.encode(value);
    }

    @Override
    public void require(double number) {
        of.require(number);
    }

    @Override
    public @Nullable Object decode(double number) {
        return of.decode(number);
    }

    @Override
    public boolean canBe(double number) {
        return of.canBe(number);
    }
}
