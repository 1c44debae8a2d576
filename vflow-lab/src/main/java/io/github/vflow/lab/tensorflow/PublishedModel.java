package io.github.vflow.lab.tensorflow;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model whose parameters come from a checkpoint of the authors' CIFAR-10 program (thu-ml/vflow, {@code flows/run_cifar10.py}).
 *
 * @param model the model
 * @param files the files of the checkpoint
 * @param variables the number of variables that became parameters
 * @param training the number of variables that belong to these but only serve training: the other weights, the moments of Adam
 * @param leftOver the names of variables outside the graph of the model, such as counters of steps
 */
public record PublishedModel(Model model, List<Path> files, int variables, int training, List<String> leftOver) {
    private static final int SHOWN = 3;

    /** Copies the lists. */
    public PublishedModel {
        files = List.copyOf(files);
        leftOver = List.copyOf(leftOver);
    }

    /**
     * Reads a checkpoint of version 2 and checks the name and the shape of every variable.
     *
     * @param checkpoint the common prefix of the names of its files, or one of the files
     * @param spec the architecture, such as the preset vflow-cifar10 has
     * @throws IllegalArgumentException if the authors' program cannot build the architecture
     * @throws FileFormatException if a file is damaged, variables are missing or have other shapes, or the graph has more than the architecture
     * @throws IOException if a file is missing or cannot be read
     */
    public static PublishedModel read(Path checkpoint, ImageSpec spec, PublishedWeights weights) throws IOException {
        PublishedNames names = PublishedNames.of(spec);
        TensorBundle opened = TensorBundle.open(checkpoint);
        Model model = Models.build(spec, new Parameters());
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        model.parameters().all().forEach(p -> parameters.put(names.of(p), p));
        SortedSet<String> leftOver = new TreeSet<>(opened.entries().keySet());
        leftOver.removeIf(variable -> parameters.containsKey(PublishedWeights.parameter(variable)));
        requireSame(checkpoint, opened.entries(), parameters, leftOver, weights);
        for (Map.Entry<String, Parameter> e : parameters.entrySet()) {
            model.parameters().set(e.getValue(), opened.floats(weights.variable(e.getKey())));
        }
        int known = opened.entries().size() - leftOver.size();
        return new PublishedModel(
                model, opened.files(), parameters.size(), known - parameters.size(), List.copyOf(leftOver));
    }

    private static void requireSame(
            Path checkpoint,
            SortedMap<String, BundleEntry> entries,
            Map<String, Parameter> parameters,
            SortedSet<String> leftOver,
            PublishedWeights weights)
            throws FileFormatException {
        SortedSet<String> missing = new TreeSet<>();
        SortedSet<String> misshapen = new TreeSet<>();
        parameters.forEach((name, parameter) -> {
            String variable = weights.variable(name);
            @Nullable BundleEntry entry = entries.get(variable);
            List<Long> shape = Arrays.stream(PublishedNames.shape(parameter).dims())
                    .asLongStream()
                    .boxed()
                    .toList();
            if (entry == null) {
                missing.add(variable);
            } else if (!entry.shape().equals(shape)) {
                misshapen.add(variable + " " + entry.shape() + " instead of " + shape);
            }
        });
        SortedSet<String> extra = leftOver.stream()
                .filter(PublishedNames::isInGraph)
                .map(PublishedWeights::parameter)
                .collect(Collectors.toCollection(TreeSet::new));
        StringJoiner problems = new StringJoiner("; ");
        add(problems, missing, "missing");
        add(problems, misshapen, "of another shape");
        add(problems, extra, "too many");
        if (problems.length() > 0) {
            throw new FileFormatException(checkpoint + ": its variables must be the " + parameters.size()
                    + " of the architecture, with " + weights + " weights, but " + problems
                    + "; the checkpoint is of another model, or lacks these weights");
        }
    }

    private static void add(StringJoiner problems, SortedSet<String> names, String what) {
        if (!names.isEmpty()) {
            String first = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
            problems.add(names.size() + (names.size() == 1 ? " is " : " are ") + what + ": " + first
                    + (names.size() > SHOWN ? ", …" : ""));
        }
    }
}
