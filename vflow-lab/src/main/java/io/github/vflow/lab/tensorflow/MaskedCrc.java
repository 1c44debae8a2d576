package io.github.vflow.lab.tensorflow;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C as LevelDB and TensorFlow store it: rotated, and shifted by a constant, so that data with checksums can be checked. */
final class MaskedCrc {
    private static final int ROTATION = 15;
    private static final int DELTA = 0xA282EAD8;

    private MaskedCrc() {}

    static int of(ByteBuffer... parts) {
        CRC32C crc = new CRC32C();
        for (ByteBuffer part : parts) {
            crc.update(part.duplicate());
        }
        return Integer.rotateRight((int) crc.getValue(), ROTATION) + DELTA;
    }
}
