package io.github.vflow.table.inference;

import io.github.vflow.table.source.TableSource;
import java.util.List;

/** Records of cells in memory, as a source of texts, or of numbers where a cell is one. */
record TextCells(List<String> columns, List<List<?>> records, boolean areTexts) implements TableSource {
    /** One column c of texts. */
    static TextCells column(String... cells) {
        return new TextCells(
                List.of("c"), List.of(cells).stream().<List<?>>map(List::of).toList(), true);
    }

    @Override
    public String name() {
        return "cells";
    }

    @Override
    public Records open() {
        return new Records(this);
    }

    /** A pass over the records. */
    static final class Records implements TableSource.Cursor {
        private final TextCells of;
        private int at = -1;

        private Records(TextCells of) {
            this.of = of;
        }

        @Override
        public List<String> columns() {
            return of.columns;
        }

        @Override
        public boolean isText() {
            return of.areTexts;
        }

        @Override
        public boolean next() {
            at++;
            return at < of.records.size();
        }

        @Override
        public long line() {
            return at + 1L;
        }

        @Override
        public String unit() {
            return "line";
        }

        @Override
        public int width() {
            return of.records.get(at).size();
        }

        @Override
        public Object cell(int column) {
            return of.records.get(at).get(column);
        }

        @Override
        public void close() {}
    }
}
