package io.github.vflow.cli.option;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Failure;
import io.github.vflow.flow.spec.ImageSpec;
import java.util.Iterator;

/** The architectures that {@code --preset} names; iterates over the names, for the help. */
public final class Presets implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return ImageSpec.presets().iterator();
    }

    /** The architecture of a name; a name that does not exist is a wrong command line. */
    public static ImageSpec named(Console console, String name) {
        try {
            return ImageSpec.preset(name);
        } catch (IllegalArgumentException e) {
            throw console.usage("--preset: %s", Failure.message(e));
        }
    }
}
