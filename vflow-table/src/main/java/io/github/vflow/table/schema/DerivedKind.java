package io.github.vflow.table.schema;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A column that other columns determine. */
sealed interface DerivedKind extends LeftOutKind permits Column.Derived {
    /** The column as it would be modelled. */
    Column of();

    /** The relation that gives its number. */
    Relation by();

    @Override
    default String kindWord() {
        return by().givesSources() ? "date" : "derived";
    }

    @Override
    default String use() {
        return by() instanceof Relation.Parted parted
                ? "density of " + parted.shown()
                : "left out, checked: " + by().words();
    }

    @Override
    default String words() {
        return switch (by()) {
            case Moment moment -> "by " + moment.shown();
            case Relation.Near near -> near.words();
            case Relation always -> "always " + always.words();
        };
    }

    @Override
    default String rule() {
        return by().words();
    }

    @Override
    default Column values() {
        return of();
    }

    @Override
    default Optional<Relation> relation() {
        return Optional.of(by());
    }

    /** The number as if the column were modelled. */
    @Override
    default double encode(@Nullable Object value) {
        return of().encode(value);
    }

    @Override
    default void require(double number) {
        of().require(number);
    }

    @Override
    default @Nullable Object decode(double number) {
        return of().decode(number);
    }

    @Override
    default boolean canBe(double number) {
        return of().canBe(number);
    }
}
