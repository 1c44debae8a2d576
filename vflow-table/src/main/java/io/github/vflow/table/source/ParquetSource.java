package io.github.vflow.table.source;

import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A Parquet file; see {@link TableSource#ofParquet}. */
final class ParquetSource implements TableSource {
    private final Path file;

    private ParquetSource(Path file) {
        this.file = file;
    }

    /**
     * A Parquet file.
     *
     * @throws NoSuchFileException if there is none
     */
    static ParquetSource of(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file; check the path");
        }
        return new ParquetSource(file);
    }

    /** Whether a file begins as Parquet files do. */
    static boolean isParquet(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("PAR1");
        }
    }

    @Override
    public String name() {
        return file.toString();
    }

    /**
     * Begins a pass.
     *
     * @throws IllegalStateException if Hardwood is absent
     * @throws FileFormatException if it is no Parquet file, or has nested columns
     */
    @Override
    public TableSource.Cursor open() throws IOException {
        try {
            return ParquetCursor.open(file);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    file + ": to read Parquet, add dev.hardwood:hardwood-core to the dependencies; " + e.getMessage()
                            + " is absent",
                    e);
        } catch (FileFormatException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new FileFormatException(
                    file + ": it is no Parquet file that can be read: " + e.getMessage() + "; write it again", e);
        }
    }
}
