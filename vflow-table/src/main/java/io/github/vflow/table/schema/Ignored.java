package io.github.vflow.table.schema;

import org.jspecify.annotations.Nullable;

/** A column that the model leaves out, whatever its values are: {@link Column#ignored}. */
record Ignored(String name) implements LeftOutKind {
    @Override
    public String kindWord() {
        return "ignored";
    }

    @Override
    public String use() {
        return "left out";
    }

    @Override
    public boolean isRead() {
        return false;
    }

    @Override
    public double encode(@Nullable Object value) {
        return Double.NaN;
    }

    @Override
    public @Nullable Object decode(double number) {
        return null;
    }
}
