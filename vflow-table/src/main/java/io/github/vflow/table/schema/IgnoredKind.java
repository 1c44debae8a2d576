package io.github.vflow.table.schema;

import org.jspecify.annotations.Nullable;

/** A column that the model leaves out, whatever its values are. */
sealed interface IgnoredKind extends LeftOutKind permits Column.Ignored {
    @Override
    default String kindWord() {
        return "ignored";
    }

    @Override
    default String use() {
        return "left out";
    }

    @Override
    default boolean isRead() {
        return false;
    }

    @Override
    default double encode(@Nullable Object value) {
        return Double.NaN;
    }

    @Override
    default @Nullable Object decode(double number) {
        return null;
    }
}
