package io.github.vflow.cli;

import io.github.vflow.cli.usage.ManPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Writes what a shell knows of the command: the completion for bash and zsh, and a manual page for {@code vflow} and each of its commands.
 * The build of the distribution runs this class.
 */
public final class ShellFiles {
    private ShellFiles() {}

    /**
     * Writes {@code completion/vflow} and {@code man/man1/*.1}.
     *
     * @param args the folder
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]));
    }

    static void write(Path folder) throws IOException {
        CommandLine vflow = Main.commandLine();
        Path completion = Files.createDirectories(folder.resolve("completion"));
        Files.writeString(completion.resolve("vflow"), AutoComplete.bash("vflow", vflow));
        Path pages = Files.createDirectories(folder.resolve("man").resolve("man1"));
        Files.writeString(pages.resolve("vflow.1"), ManPage.of(vflow));
        for (CommandLine command : vflow.getSubcommands().values()) {
            Files.writeString(pages.resolve("vflow-" + command.getCommandName() + ".1"), ManPage.of(command));
        }
    }
}
