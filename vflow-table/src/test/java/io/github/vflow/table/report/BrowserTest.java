package io.github.vflow.table.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A page in a browser without a window: it says nothing on the console, and shows something in light, dark and narrow windows. */
@EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
final class BrowserTest {
    private static final int PATIENCE = 240;

    @TempDir
    static Path dir;

    private static String page = "";

    @BeforeAll
    static void write() throws IOException {
        assumeTrue(browser().isPresent(), "no chromium, chromium-browser or google-chrome on the PATH");
        Path file = dir.resolve("report.html");
        Report.of(Trained.flats(), Trained.table(800, 2)).write(file);
        page = file.toUri().toString();
    }

    private static Optional<Path> browser() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What the browser says on its console, line by line. */
    private static List<String> show(Path picture, int width, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                browser().orElseThrow().toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--enable-logging=stderr",
                "--user-data-dir=" + dir.resolve("profile"),
                "--window-size=" + width + ",1600",
                "--screenshot=" + picture));
        command.addAll(List.of(more));
        command.add(page);
        Path log = dir.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(PATIENCE, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        assumeTrue(ended && Files.exists(picture), "the browser does not start here: " + Files.readString(log));
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains("CONSOLE"))
                .toList();
    }

    private static BufferedImage picture(String name, int width, String... more) throws Exception {
        Path file = dir.resolve(name);
        assertEquals(List.of(), show(file, width, more));
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(width, image.getWidth());
        return image;
    }

    /** The mean brightness, from 0 to 255, and how many colours there are. */
    private static double brightness(BufferedImage image) {
        double sum = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                int c = image.getRGB(x, y);
                sum += ((c >> 16 & 255) + (c >> 8 & 255) + (c & 255)) / 3.0;
            }
        }
        return sum / image.getWidth() / image.getHeight();
    }

    private static long pixels(BufferedImage image, int rgb) {
        long found = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                found += (image.getRGB(x, y) & 0xFFFFFF) == rgb ? 1 : 0;
            }
        }
        return found;
    }

    @Test
    void thePageIsShownInLightAndDark() throws Exception {
        BufferedImage light = picture("light.png", 1240, "--blink-settings=preferredColorScheme=1");
        BufferedImage dark = picture("dark.png", 1240, "--blink-settings=preferredColorScheme=0");
        assertTrue(brightness(light) > 200, "light: " + brightness(light));
        assertTrue(brightness(dark) < 80, "dark: " + brightness(dark));
        assertTrue(pixels(light, 0x86bfe0) > 1_000, "bars of the data");
        assertTrue(pixels(dark, 0x2f6d99) > 1_000, "bars of the data");
    }

    @Test
    void aNarrowWindowAndPaperWorkToo() throws Exception {
        picture("narrow.png", 500);
        Path paper = dir.resolve("report.pdf");
        show(dir.resolve("again.png"), 1240, "--print-to-pdf=" + paper);
        assertTrue(Files.size(dir.resolve("narrow.png")) > 10_000);
    }
}
