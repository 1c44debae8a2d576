package io.github.vflow.cli;

import io.github.vflow.cli.FuzzTarget.Seed;
import io.github.vflow.cli.fuzz.Form;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.image.file.ImageFiles;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** The readers of the command's files, each with small whole files of its kind. */
final class FuzzTargets {
    static final List<String> NAMES = List.of(
            "model", "image-model", "checkpoint", "csv", "npy", "idx", "labels", "cifar", "png", "jpeg", "folder");

    private static final List<Object> SMALL =
            List.of("--noise", 0, "--augment", 2, "--flow-steps", 1, "--hidden", 2, "--steps", 4, "--threads", 1);
    private static final List<Object> SMALL_IMAGES = List.of(
            "--images",
            "--validation",
            0,
            "--filters",
            4,
            "--heads",
            0,
            "--blocks",
            1,
            "--steps",
            1,
            "--batch",
            2,
            "--threads",
            1,
            "--dequantizer",
            "uniform");

    /** Steps that a resumed run may have left: what a damaged file wants to be long is not slow for that. */
    private static final long STEPS = 200;

    private final Path dir;
    private final Path table;
    private final Path model;
    private final Path checkpoint;
    private final Path imageModel;
    private final byte[] pixels = new byte[3 * 4 * 4];

    /** In a folder of their own. */
    FuzzTargets(Path dir) throws IOException {
        this.dir = dir;
        this.table = Tables.write(dir.resolve("good.csv"), 40, 1);
        this.model = dir.resolve("good.safetensors");
        this.checkpoint = dir.resolve("good.checkpoint");
        this.imageModel = dir.resolve("images.safetensors");
        new Random(3).nextBytes(pixels);
        vflow(List.of("train", table, "--out", model, "--checkpoint", checkpoint), SMALL)
                .ok();
        Path images = Files.write(dir.resolve("good.npy"), npy("(3, 4, 4)", pixels));
        vflow(List.of("experiment", images, "--out", imageModel), SMALL_IMAGES).ok();
    }

    private static Run vflow(List<?>... words) {
        return Run.vflow(Arrays.stream(words).flatMap(List::stream).toArray());
    }

    /** The one of a name. */
    FuzzTarget named(String name) throws IOException {
        return switch (name) {
            case "model" -> model();
            case "image-model" -> imageModel();
            case "checkpoint" -> checkpoint();
            case "csv" -> csv();
            case "npy" -> npy();
            case "idx" -> idx();
            case "labels" -> labels();
            case "cifar" -> cifar();
            case "png" -> png();
            case "jpeg" -> jpeg();
            case "folder" -> folder();
            default -> throw new IllegalArgumentException("no reader \"" + name + "\"; there are " + NAMES);
        };
    }

    /** Most changes get a checksum that fits them: else nothing behind it would ever be asked. */
    private static List<Seed> safetensors(Path... files) throws IOException {
        List<Seed> seeds = new ArrayList<>();
        List<Form> forms = List.of(Form.RAW, Form.SAFETENSORS, Form.METADATA, Form.METADATA);
        List<Form> sealed = forms.stream().map(Form::sealed).toList();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            seeds.addAll(List.of(
                    new Seed(bytes, forms), new Seed(bytes, sealed), new Seed(bytes, sealed), new Seed(bytes, sealed)));
        }
        return seeds;
    }

    private FuzzTarget model() throws IOException {
        return new FuzzTarget(
                "model",
                dir.resolve("damaged.safetensors"),
                safetensors(model),
                ModelFile::load,
                20,
                (file, k) -> switch (k % 4) {
                    case 0 -> vflow(List.of("score", file, table, "--samples", 2, "--threads", 2));
                    case 1 -> vflow(List.of("info", file));
                    case 2 -> vflow(List.of("sample", file, "-n", 3));
                    default -> vflow(List.of("evaluate", file, table, "--samples", 2, "--threads", 1));
                });
    }

    private FuzzTarget imageModel() throws IOException {
        return new FuzzTarget(
                "image-model",
                dir.resolve("damaged-images.safetensors"),
                safetensors(imageModel),
                ModelFile::load,
                40,
                (file, k) -> k % 2 == 0
                        ? vflow(List.of("info", file))
                        : vflow(List.of("sample", file, "-n", 2, "--plot", dir.resolve("drawn.png"))));
    }

    private FuzzTarget checkpoint() throws IOException {
        return new FuzzTarget(
                "checkpoint",
                dir.resolve("damaged.checkpoint"),
                safetensors(checkpoint),
                Checkpoint::load,
                20,
                (file, _) -> isLong(file)
                        ? vflow(List.of("info", file))
                        : vflow(List.of(
                                "train",
                                table,
                                "--resume",
                                "--checkpoint",
                                file,
                                "--out",
                                dir.resolve("resumed.safetensors"))));
    }

    private static boolean isLong(Path checkpoint) {
        try {
            Checkpoint c = Checkpoint.load(checkpoint);
            return c.plan().steps() - c.state().step() > STEPS || c.plan().batchSize() > STEPS;
        } catch (IOException | IllegalArgumentException _) {
            return false;
        }
    }

    private FuzzTarget csv() throws IOException {
        List<Seed> seeds = List.of(
                Seed.raw(Files.readAllBytes(table)),
                Seed.raw("a,b\n1,2\n3.5,-4e-3\n1e3,6\n\"7\",8\n".getBytes(StandardCharsets.UTF_8)),
                Seed.raw("\uFEFFfirst name;x\r\n1;2\r\n3;4\r\n5;7\r\n".getBytes(StandardCharsets.UTF_8)),
                Seed.raw("1\t2\t3\n4\t5\t6\n7\t8\t10\n".getBytes(StandardCharsets.UTF_8)));
        return new FuzzTarget(
                "csv",
                dir.resolve("damaged.csv"),
                seeds,
                FuzzTargets::readTable,
                20,
                (file, k) -> k % 2 == 0
                        ? vflow(List.of("score", model, file, "--samples", 2, "--threads", 1))
                        : vflow(List.of("train", file, "--out", dir.resolve("of-damaged.safetensors")), SMALL));
    }

    private static void readTable(Path file) throws IOException {
        Table.read(CsvSource.of(file), ReadOptions.standard());
    }

    private FuzzTarget images(String name, String file, Seed... seeds) {
        Path damaged = dir.resolve(file);
        return images(name, damaged, damaged, seeds);
    }

    private FuzzTarget images(String name, Path damaged, Path read, Seed... seeds) {
        return new FuzzTarget(
                name,
                damaged,
                List.of(seeds),
                _ -> ImageFiles.read(read),
                50,
                (_, k) -> k % 2 == 0
                        ? vflow(List.of(
                                "evaluate", imageModel, read, "--images", "--samples", 2, "--rows", 4, "--threads", 1))
                        : vflow(
                                List.of("experiment", read, "--out", dir.resolve("of-damaged.safetensors")),
                                SMALL_IMAGES));
    }

    private FuzzTarget npy() {
        byte[] grey = npy("(3, 4, 4)", pixels);
        return images("npy", "damaged.npy", Seed.raw(grey), Seed.raw(npy("(1, 4, 4, 3)", pixels)), Seed.packed(grey));
    }

    private static byte[] npy(String shape, byte[] pixels) {
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }";
        String padded = header + " ".repeat(117 - header.length()) + "\n";
        return ByteBuffer.allocate(10 + padded.length() + pixels.length)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) padded.length(), 0})
                .put(padded.getBytes(StandardCharsets.US_ASCII))
                .put(pixels)
                .array();
    }

    private FuzzTarget idx() {
        return images("idx", "damaged-images-idx3-ubyte", Seed.raw(idxOfImages()), Seed.packed(idxOfImages()));
    }

    private byte[] idxOfImages() {
        ByteBuffer b = ByteBuffer.allocate(16 + pixels.length);
        return b.putInt(0x803).putInt(3).putInt(4).putInt(4).put(pixels).array();
    }

    private FuzzTarget labels() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("mnist"));
        Path images = Files.write(folder.resolve("train-images-idx3-ubyte"), idxOfImages());
        byte[] labels = ByteBuffer.allocate(11)
                .putInt(0x801)
                .putInt(3)
                .put(new byte[] {1, 0, 2})
                .array();
        return images(
                "labels", folder.resolve("train-labels-idx1-ubyte"), images, Seed.raw(labels), Seed.packed(labels));
    }

    private FuzzTarget cifar() {
        byte[] records = new byte[2 * 3073];
        new Random(5).nextBytes(records);
        records[0] = 3;
        records[3073] = 9;
        return images("cifar", "data_batch_1.bin", Seed.raw(records), Seed.packed(records));
    }

    private FuzzTarget png() throws IOException {
        List<Form> forms = List.of(Form.RAW, Form.PNG, Form.PNG);
        return images(
                "png",
                "damaged.png",
                new Seed(picture("png", BufferedImage.TYPE_BYTE_GRAY), forms),
                new Seed(picture("png", BufferedImage.TYPE_INT_RGB), forms),
                new Seed(picture("png", BufferedImage.TYPE_BYTE_INDEXED), forms),
                new Seed(picture("png", BufferedImage.TYPE_INT_ARGB), forms));
    }

    private FuzzTarget jpeg() throws IOException {
        return images(
                "jpeg",
                "damaged.jpg",
                Seed.raw(picture("jpg", BufferedImage.TYPE_BYTE_GRAY)),
                Seed.raw(picture("jpg", BufferedImage.TYPE_INT_RGB)));
    }

    /** One of three pictures. */
    private FuzzTarget folder() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("folder"));
        byte[] grey = picture("png", BufferedImage.TYPE_BYTE_GRAY);
        Files.write(folder.resolve("a.png"), grey);
        Files.write(folder.resolve("c.jpg"), picture("jpg", BufferedImage.TYPE_BYTE_GRAY));
        return images(
                "folder",
                folder.resolve("b.png"),
                folder,
                new Seed(grey, List.of(Form.RAW, Form.PNG)),
                Seed.raw(picture("jpg", BufferedImage.TYPE_BYTE_GRAY)));
    }

    private static byte[] picture(String format, int type) throws IOException {
        BufferedImage image = new BufferedImage(8, 8, type);
        Random random = new Random(type);
        for (int i = 0; i < 64; i++) {
            image.setRGB(i % 8, i / 8, 0xFF000000 | random.nextInt(1 << 24));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) {
            throw new IOException("nothing writes " + format + " of type " + type);
        }
        return out.toByteArray();
    }
}
