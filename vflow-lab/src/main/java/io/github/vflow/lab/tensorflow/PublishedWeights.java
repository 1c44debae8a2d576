package io.github.vflow.lab.tensorflow;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of each parameter that becomes the model; training keeps two. */
public enum PublishedWeights {
    /** The exponential moving average, by which the authors evaluate. */
    EMA("/ExponentialMovingAverage"),
    /** The value that the optimiser changes. */
    RAW("");

    private static final Pattern SLOT = Pattern.compile("/(?:ExponentialMovingAverage|Adam|Adam_1)$");

    private final String ending;

    PublishedWeights(String ending) {
        this.ending = ending;
    }

    /** The name of the variable that has this value of a parameter. */
    String variable(String parameter) {
        return parameter + ending;
    }

    /** The parameter to which a variable belongs: it is its value, its average, or a moment of Adam. */
    static String parameter(String variable) {
        Matcher slot = SLOT.matcher(variable);
        return slot.find() ? variable.substring(0, slot.start()) : variable;
    }
}
