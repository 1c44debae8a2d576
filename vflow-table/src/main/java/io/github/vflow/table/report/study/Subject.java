package io.github.vflow.table.report.study;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The input of a report.
 *
 * @param model the density
 * @param table the rows that stand beside samples of the model
 * @param later rows that are compared with earlier ones; empty for none
 * @param notes for people, in the order in which they were given
 * @param mostRows the largest number of rows that the report looks at
 */
public record Subject(
        Named<TableModel> model, Named<Table> table, Optional<Named<Table>> later, List<Note> notes, int mostRows) {
    private static final int MOST_ROWS = 20_000;

    /**
     * A model or a table.
     *
     * @param name for people, such as its file
     */
    public record Named<T>(T it, String name) {}

    /** A note for people. */
    public sealed interface Note {
        /** A fact of the model card; a later one replaces one of the same name. */
        record Fact(String name, String text) implements Note {}

        /** A remark about the table. */
        record Remark(String text) implements Note {}

        /** A command that makes the model or the report again. */
        record Command(String line) implements Note {}
    }

    public Subject {
        notes = List.copyOf(notes);
    }

    /** Makes the subject of a model and a table without names. */
    public static Subject of(TableModel model, Table table) {
        return new Subject(
                new Named<>(model, "the model"),
                new Named<>(table, "the table"),
                Optional.empty(),
                List.of(),
                MOST_ROWS);
    }

    /** Returns a copy with names. */
    public Subject withNames(String ofModel, String ofTable) {
        return new Subject(new Named<>(model.it, ofModel), new Named<>(table.it, ofTable), later, notes, mostRows);
    }

    /** Returns a copy with later rows. */
    public Subject withLater(Table rows, String name) {
        return new Subject(model, table, Optional.of(new Named<>(rows, name)), notes, mostRows);
    }

    /** Returns a copy with another note. */
    public Subject with(Note note) {
        List<Note> more = Stream.concat(notes.stream(), Stream.of(note)).toList();
        return new Subject(model, table, later, more, mostRows);
    }

    /** Returns a copy with another limit of rows. */
    public Subject withRows(int most) {
        return new Subject(model, table, later, notes, most);
    }

    /** The notes of one kind. */
    public <N extends Note> List<N> notes(Class<N> kind) {
        return notes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
