/** Subcommands for the models of the paper, on toy densities and images. As the rooms beside it, it uses all rooms of the command. */
package io.github.vflow.cli.command.paper;
