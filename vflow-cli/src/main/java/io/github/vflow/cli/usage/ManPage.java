package io.github.vflow.cli.usage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The manual page of a command, in roff. Name, options and texts are those of {@code --help}. */
public final class ManPage {
    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    /** The page of a command with its options, parameters and subcommands. */
    public static String of(CommandLine command) {
        ManPage page = new ManPage();
        page.write(command);
        return page.page.toString();
    }

    private void write(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        UsageMessageSpec usage = spec.usageMessage();
        List<String> description =
                Arrays.stream(usage.description()).map(String::formatted).toList();
        String name = spec.qualifiedName("-");
        line(".TH " + name.toUpperCase(Locale.ROOT) + " 1");
        section("NAME");
        text(name + " - " + (description.isEmpty() ? "" : description.getFirst()));
        section("SYNOPSIS");
        preformatted(command.getHelp().synopsis(0));
        if (description.size() > 1) {
            section("DESCRIPTION");
            paragraphs(description.subList(1, description.size()));
        }
        if (!spec.positionalParameters().isEmpty()) {
            section("PARAMETERS");
            spec.positionalParameters().forEach(this::parameter);
        }
        section("OPTIONS");
        spec.options().stream().filter(o -> !o.hidden()).forEach(this::option);
        if (!spec.subcommands().isEmpty()) {
            section("COMMANDS");
            spec.subcommands().values().stream().distinct().forEach(this::subcommand);
        }
        if (!usage.exitCodeList().isEmpty()) {
            section("EXIT STATUS");
            usage.exitCodeList().forEach((code, meaning) -> item("\\fB" + escaped(code) + "\\fR", meaning));
        }
        if (usage.footer().length > 0) {
            section("NOTES");
            preformatted(Arrays.stream(usage.footer())
                    .map(String::formatted)
                    .collect(Collectors.joining("\n"))
                    .strip());
        }
    }

    private void option(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .map(n -> "\\fB" + escaped(n) + "\\fR")
                .collect(Collectors.joining(", "));
        String value = option.arity().max() == 0 ? "" : "=\\fI" + escaped(option.paramLabel()) + "\\fR";
        item(names + value, joined(option.description()));
    }

    private void parameter(PositionalParamSpec parameter) {
        item("\\fI" + escaped(parameter.paramLabel()) + "\\fR", joined(parameter.description()));
    }

    private void subcommand(CommandLine command) {
        String[] description = command.getCommandSpec().usageMessage().description();
        String name = command.getCommandSpec().qualifiedName("-");
        item("\\fB" + escaped(name) + "\\fR(1)", description.length == 0 ? "" : description[0].formatted());
    }

    private static String joined(String[] description) {
        return Arrays.stream(description).map(String::formatted).collect(Collectors.joining(" "));
    }

    private void section(String title) {
        line(".SH " + title);
    }

    private void item(String tag, String text) {
        line(".TP");
        line(tag);
        text(text);
    }

    private void paragraphs(List<String> lines) {
        for (String each : lines) {
            if (each.isBlank()) {
                line(".PP");
            } else {
                text(each);
            }
        }
    }

    private void preformatted(String text) {
        line(".nf");
        text.lines().forEach(this::text);
        line(".fi");
    }

    private void text(String text) {
        line(escaped(Help.Ansi.OFF.string(text).stripTrailing()));
    }

    /** A line that begins with a dot or an apostrophe would be a request. */
    private static String escaped(String text) {
        String safe = text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }

    private void line(String line) {
        page.append(line).append('\n');
    }
}
