package io.github.vflow.image.file;

import io.github.vflow.nn.io.FileFormatException;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The samples of one PNG or JPEG file as stored, without colour profile or gamma correction.
 *
 * @param channels 1 or 3
 * @param samples [h · w · c], not copied
 */
@SuppressWarnings("ArrayRecordComponent") // It is carried from its decoder to a set of images, and never compared.
record Bitmap(int height, int width, int channels, byte[] samples) {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final long MAX_PIXELS = 1 << 26;
    private static final int OPAQUE = 255;

    static boolean isLikely(Content content) {
        return content.startsWith(PNG) || content.startsWith(JPEG);
    }

    static Bitmap decode(Content content) throws IOException {
        if (!isLikely(content)) {
            throw content.bad("expected a PNG or JPEG but the file has " + content.size() + " bytes and begins with "
                    + content.start() + "; convert or remove it");
        }
        if (content.startsWith(PNG)) {
            PngChunks.check(content);
        }
        BufferedImage image = decoded(content);
        ColorModel model = image.getColorModel();
        if (model.getComponentSize(0) > Byte.SIZE) {
            throw content.bad("an image must have 8 bits or fewer for each value but has " + model.getComponentSize(0)
                    + "; convert it to 8 bits");
        }
        return model instanceof IndexColorModel ? ofPalette(content, image) : ofBands(content, image);
    }

    private static BufferedImage decoded(Content content) throws IOException {
        List<String> warnings = new ArrayList<>();
        // The stream that ImageIO chooses by default writes a temporary file; this one stays in memory.
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content.bytes()))) {
            ImageReader reader = ImageIO.getImageReaders(in).next();
            try {
                reader.setInput(in);
                reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
                requireModest(content, reader.getWidth(0), reader.getHeight(0));
                BufferedImage image = reader.read(0);
                if (!warnings.isEmpty()) {
                    throw new IOException(warnings.getFirst());
                }
                return image;
            } finally {
                reader.dispose();
            }
        } catch (FileFormatException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The JDK's decoders throw many kinds of exceptions on damaged files.
            throw new FileFormatException(
                    content.file() + ": an image of " + content.size() + " bytes cannot be decoded ("
                            + Objects.requireNonNullElse(e.getMessage(), e.toString())
                            + "); it is cut short, damaged or of an unusual kind, save it again as PNG",
                    e);
        }
    }

    private static void requireModest(Content content, int width, int height) throws FileFormatException {
        if ((long) width * height > MAX_PIXELS) {
            throw content.bad("an image may have at most " + MAX_PIXELS + " pixels but has " + height + " × " + width
                    + "; scale it down");
        }
    }

    private static Bitmap ofBands(Content content, BufferedImage image) throws FileFormatException {
        int bands = image.getRaster().getNumBands();
        boolean alpha = image.getColorModel().hasAlpha();
        int channels = alpha ? bands - 1 : bands;
        int[] pixel = new int[bands];
        byte[] samples = new byte[image.getHeight() * image.getWidth() * channels];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.getRaster().getPixel(x, y, pixel);
                requireOpaque(content, y, x, alpha ? pixel[channels] : OPAQUE);
                for (int c = 0; c < channels; c++) {
                    samples[at++] = (byte) pixel[c];
                }
            }
        }
        return new Bitmap(image.getHeight(), image.getWidth(), channels, samples);
    }

    private static Bitmap ofPalette(Content content, BufferedImage image) throws FileFormatException {
        byte[] samples = new byte[image.getHeight() * image.getWidth() * 3];
        boolean grey = true;
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int argb = image.getRGB(x, y);
                requireOpaque(content, y, x, argb >>> 24);
                samples[at++] = (byte) (argb >> 16);
                samples[at++] = (byte) (argb >> 8);
                samples[at++] = (byte) argb;
                grey &= samples[at - 1] == samples[at - 2] && samples[at - 1] == samples[at - 3];
            }
        }
        if (!grey) {
            return new Bitmap(image.getHeight(), image.getWidth(), 3, samples);
        }
        byte[] shades = new byte[samples.length / 3];
        for (int i = 0; i < shades.length; i++) {
            shades[i] = samples[3 * i];
        }
        return new Bitmap(image.getHeight(), image.getWidth(), 1, shades);
    }

    private static void requireOpaque(Content content, int y, int x, int alpha) throws FileFormatException {
        if (alpha != OPAQUE) {
            throw content.bad("every pixel must be opaque but row " + y + ", column " + x + " has an alpha of " + alpha
                    + " of 255; put the image on a background");
        }
    }
}
