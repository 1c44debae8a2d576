package io.github.vflow.table.report.html;

/**
 * A style sheet, which browsers read without references.
 *
 * @param rules of the program itself, never of a table
 */
public record Css(String rules) implements Node {
    /** Checks that the rules do not end the element in which they stand. */
    public Css {
        if (rules.indexOf('<') >= 0) {
            throw new IllegalArgumentException("Css: rules must be without \"<\" but have one at " + rules.indexOf('<')
                    + "; they are not escaped");
        }
    }

    @Override
    public void writeTo(StringBuilder out) {
        out.append(rules);
    }
}
