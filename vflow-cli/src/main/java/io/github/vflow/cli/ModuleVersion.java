package io.github.vflow.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the module descriptor and the manifest. */
final class ModuleVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        // On the class path there is no descriptor to ask, but the manifest of the jar.
        var version = Optional.ofNullable(getClass().getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .or(() -> Optional.ofNullable(getClass().getPackage().getImplementationVersion()))
                .orElse("(unpackaged)");
        return new String[] {"vflow " + version};
    }
}
