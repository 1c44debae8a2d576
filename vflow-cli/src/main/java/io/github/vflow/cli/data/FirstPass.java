package io.github.vflow.cli.data;

import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which rows of a whole table are alarms, which a first reading of it tells.
 *
 * @param level the largest p-value of an alarm
 * @param chosen the places of the rows that are written, counted from 0; empty for all
 */
public record FirstPass(double level, Optional<Set<Long>> chosen) {
    /** A row with a verdict. */
    private record Judged(long place, Verdict verdict) {}

    /**
     * Reads a table to its end.
     *
     * @param score judges a block
     * @param fdr the false discovery rate of the alarms
     * @param budget the part of the rows that are alarms, if there is no rate
     */
    public static FirstPass of(
            RecordReader records,
            Function<List<RecordReader.Entry>, List<RecordScorer.Judged>> score,
            OptionalDouble fdr,
            OptionalDouble budget)
            throws IOException {
        List<Judged> all = new ArrayList<>();
        long place = 0;
        for (List<RecordReader.Entry> block = records.next(); !block.isEmpty(); block = records.next()) {
            for (RecordScorer.Judged row : score.apply(block)) {
                long at = place++;
                row.verdict().ifPresent(v -> all.add(new Judged(at, v)));
            }
        }
        if (fdr.isPresent()) {
            double[] pValues = all.stream().mapToDouble(j -> j.verdict.pValue()).toArray();
            return new FirstPass(Alarm.discoveryLevel(pValues, fdr.getAsDouble()), Optional.empty());
        }
        long most = (long) Math.ceil(budget.orElseThrow() * place);
        List<Judged> oddest = all.stream()
                .sorted(Comparator.comparingDouble(j -> j.verdict.score()))
                .limit(most)
                .toList();
        return new FirstPass(
                oddest.stream().mapToDouble(j -> j.verdict.pValue()).max().orElse(0),
                Optional.of(oddest.stream().map(Judged::place).collect(Collectors.toSet())));
    }
}
