package io.github.vflow.table.report.study;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * What a report is about.
 *
 * @param model the density
 * @param modelName of the model, such as its file
 * @param table the rows beside which the model is put
 * @param tableName of the table, such as its file
 * @param later rows that are compared with those of before; empty for none
 * @param facts about the model, by name, for people
 * @param remarks about the table, for people
 * @param commands that make the model and the report again
 * @param mostRows rows that are looked at; more are chosen at random
 * @param seed of samples and of chosen rows
 */
public record Subject(
        TableModel model,
        String modelName,
        Table table,
        String tableName,
        Optional<Later> later,
        SequencedMap<String, String> facts,
        List<String> remarks,
        List<String> commands,
        int mostRows,
        long seed) {
    private static final int MOST_ROWS = 20_000;

    /**
     * Rows that came later.
     *
     * @param table the rows
     * @param name of the table, such as its file
     */
    public record Later(Table table, String name) {}

    /** Copies the collections. */
    public Subject {
        facts = new LinkedHashMap<>(facts);
        remarks = List.copyOf(remarks);
        commands = List.copyOf(commands);
    }

    /** A model and a table without names. */
    public static Subject of(TableModel model, Table table) {
        return new Subject(
                model,
                "the model",
                table,
                "the table",
                Optional.empty(),
                new LinkedHashMap<>(),
                List.of(),
                List.of(),
                MOST_ROWS,
                1);
    }

    /** With names. */
    public Subject named(String ofModel, String ofTable) {
        return new Subject(model, ofModel, table, ofTable, later, facts, remarks, commands, mostRows, seed);
    }

    /** With rows that came later. */
    public Subject withLater(Later rows) {
        return new Subject(
                model, modelName, table, tableName, Optional.of(rows), facts, remarks, commands, mostRows, seed);
    }

    /** With a fact more. */
    public Subject withFact(String name, String text) {
        SequencedMap<String, String> more = new LinkedHashMap<>(facts);
        more.put(name, text);
        return new Subject(model, modelName, table, tableName, later, more, remarks, commands, mostRows, seed);
    }

    /** With a command more. */
    public Subject withCommand(String command) {
        List<String> more = Stream.concat(commands.stream(), Stream.of(command)).toList();
        return new Subject(model, modelName, table, tableName, later, facts, remarks, more, mostRows, seed);
    }

    /** With a remark more. */
    public Subject withRemark(String text) {
        List<String> more = Stream.concat(remarks.stream(), Stream.of(text)).toList();
        return new Subject(model, modelName, table, tableName, later, facts, more, commands, mostRows, seed);
    }

    /** With another limit of rows. */
    public Subject withRows(int most) {
        return new Subject(model, modelName, table, tableName, later, facts, remarks, commands, most, seed);
    }
}
