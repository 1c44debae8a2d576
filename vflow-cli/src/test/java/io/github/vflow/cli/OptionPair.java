package io.github.vflow.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Two options that one command takes together: with both it leaves another result than with each alone. The lists are
 * {@code option-pairs.txt}.
 *
 * @param command its words
 * @param one words of the first option
 * @param other words of the second
 * @param areNeighbours whether the second follows the first in its list
 * @param reason why both do not have their effects; empty if they do
 */
record OptionPair(String command, String one, String other, boolean areNeighbours, String reason) {
    static List<OptionPair> all() {
        List<OptionPair> pairs = new ArrayList<>();
        List<OptionPair> exceptions = new ArrayList<>();
        List<String> options = new ArrayList<>();
        String command = "";
        for (String line : lines()) {
            switch (line.charAt(0)) {
                case '=' -> {
                    command = line.split(" ", 3)[2];
                    options.clear();
                }
                case '!' -> {
                    String[] f = line.substring(2).split(" \\| ", -1);
                    exceptions.add(new OptionPair(command, f[0], f[1], false, f[2]));
                }
                default -> {
                    for (String earlier : options) {
                        pairs.add(new OptionPair(command, earlier, line, earlier.equals(options.getLast()), ""));
                    }
                    options.add(line);
                }
            }
        }
        List<OptionPair> all = pairs.stream()
                .map(p -> exceptions.stream()
                        .filter(e -> e.command.equals(p.command) && e.isOf(p.one, p.other))
                        .findFirst()
                        .map(e -> new OptionPair(p.command, p.one, p.other, p.areNeighbours, e.reason))
                        .orElse(p))
                .toList();
        if (all.stream().filter(p -> !p.reason.isEmpty()).count() != exceptions.size()) {
            throw new IllegalArgumentException("an exception is no pair: " + exceptions);
        }
        return all;
    }

    private static List<String> lines() {
        try (var in = OptionPair.class.getResourceAsStream("/option-pairs.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.isBlank() && !l.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("no table of pairs", e);
        }
    }

    private boolean isOf(String a, String b) {
        return option(a).equals(option(one)) && option(b).equals(option(other));
    }

    private static String option(String words) {
        return words.split(" ", 2)[0];
    }

    @Override
    public String toString() {
        return command.split(" ", 2)[0] + " " + one + " " + other;
    }
}
