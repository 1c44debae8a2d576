package io.github.vflow.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** A kind of file that every later build reads, with the same answers bit by bit. */
sealed interface Golden permits GoldenTable, GoldenCheckpoint, GoldenDrift, GoldenImages {
    String MODEL = "model.safetensors";
    String ROWS = "rows.csv";

    /** The name of its folder. */
    String name();

    /** Writes its files anew, with the training of today. */
    void write(Path folder) throws IOException;

    /** Reads its files and answers questions about them, on a number of threads. Nothing in the answers depends on how training works. */
    SortedMap<String, double[]> answers(Path folder, int threads) throws IOException;

    /** All kinds. */
    static List<Golden> all() {
        return List.of(
                GoldenTable.flow(),
                GoldenTable.augmented(),
                GoldenTable.mixture(),
                GoldenTable.gaps(),
                GoldenTable.typed(),
                GoldenTable.given(),
                GoldenTable.calibrated(),
                new GoldenCheckpoint(),
                new GoldenDrift(),
                GoldenImages.couplings(),
                GoldenImages.patches());
    }
}
