package io.github.vflow.lab.tensorflow;

import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.DequantizerSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.image.ImagePosteriorSpec;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The checkpoint that TensorFlow wrote of a small model of the authors' graph; src/test/tensorflow has the programs that made it. */
final class SmallCheckpoint {
    static final String DATA = "small.data-00000-of-00001";
    static final String INDEX = "small.index";

    private SmallCheckpoint() {}

    /** Unpacks it into a directory. */
    static Path in(Path directory) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(resource("small.zip"))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                Files.copy(zip, directory.resolve(e.getName()));
            }
        }
        return directory.resolve("small");
    }

    static InputStream resource(String name) {
        return Objects.requireNonNull(SmallCheckpoint.class.getResourceAsStream(name), name);
    }

    static ImageSpec spec() {
        return spec(2, 2);
    }

    /** The same architecture with other conditioners of p and r. */
    static ImageSpec spec(int blocks, int components) {
        return new ImageSpec(
                new ImageSpec.Pixels(6, 4, 1, 256),
                1,
                0,
                ImageSpec.stages(2),
                new CouplingSpec(CouplingSpec.Kind.MIXTURE_PAPER, components),
                new NetSpec(4, blocks, 2, 0.2),
                new DequantizerSpec(DequantizerKind.VARIATIONAL, ConditionalSpec.of(1, 2, 3, 2)),
                new ImagePosteriorSpec(ImagePosteriorKind.PAPER, ConditionalSpec.of(2, 2, 3, 2)));
    }
}
