package io.github.vflow.cli.usage;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The option list of a help text. If a command takes several kinds of data, the options of each kind stand under a heading. */
public final class OptionSections implements IHelpSectionRenderer {
    /** Installs the list in all subcommands. */
    public static void install(CommandLine command) {
        command.getSubcommands()
                .values()
                .forEach(sub ->
                        sub.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new OptionSections()));
    }

    @Override
    public String render(Help help) {
        CommandSpec command = help.commandSpec();
        Map<DataKind, List<OptionSpec>> groups = new EnumMap<>(DataKind.class);
        List<OptionSpec> general = new ArrayList<>(command.options());
        for (DataKind kind : DataKind.values()) {
            List<OptionSpec> options = kind.options(command);
            if (!options.isEmpty()) {
                groups.put(kind, options);
            }
        }
        if (groups.size() < 2) {
            return help.optionList();
        }
        groups.values().forEach(general::removeAll);
        StringBuilder text = new StringBuilder(help.optionListExcludingGroups(general));
        groups.forEach((kind, options) -> text.append(
                String.format("%nFor %s:%n%s", kind.description(), help.optionListExcludingGroups(options))));
        return text.toString();
    }
}
