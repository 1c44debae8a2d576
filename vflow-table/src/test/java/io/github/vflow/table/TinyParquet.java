package io.github.vflow.table;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the smallest Parquet files: optional columns, one page each, plain and uncompressed, after the format's specification. */
final class TinyParquet {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int RLE = 3;

    /** Physical types by the numbers of the format. */
    enum Type {
        BOOLEAN(0, -1),
        INT32(1, -1),
        DATE(1, 6),
        INT64(2, -1),
        DOUBLE(5, -1),
        TEXT(6, 0);

        final int physical;
        final int converted;

        Type(int physical, int converted) {
            this.physical = physical;
            this.converted = converted;
        }
    }

    /** A column; a null is a missing cell. */
    record Values(String name, Type type, List<@Nullable Object> cells) {}

    private TinyParquet() {}

    static byte[] file(List<Values> columns) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        List<Thrift> chunks = new ArrayList<>();
        int n = columns.getFirst().cells().size();
        for (Values column : columns) {
            int begin = out.size();
            byte[] page = page(column);
            Thrift data = new Thrift().i32(1, n).i32(2, 0).i32(3, RLE).i32(4, RLE);
            out.writeBytes(new Thrift()
                    .i32(1, 0)
                    .i32(2, page.length)
                    .i32(3, page.length)
                    .struct(5, data)
                    .bytes());
            out.writeBytes(page);
            int size = out.size() - begin;
            Thrift about = new Thrift()
                    .i32(1, column.type().physical)
                    .numbers(2, List.of(0, RLE))
                    .texts(3, List.of(column.name()))
                    .i32(4, 0)
                    .i64(5, n)
                    .i64(6, size)
                    .i64(7, size)
                    .i64(9, begin);
            chunks.add(new Thrift().i64(2, begin).struct(3, about));
        }
        List<Thrift> schema = new ArrayList<>();
        schema.add(new Thrift().text(4, "schema").i32(5, columns.size()));
        for (Values column : columns) {
            Thrift element =
                    new Thrift().i32(1, column.type().physical).i32(3, 1).text(4, column.name());
            schema.add(column.type().converted < 0 ? element : element.i32(6, column.type().converted));
        }
        return closed(out, schema, chunks, n);
    }

    /** A file without rows whose column is in a group. */
    static byte[] nested() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        return closed(
                out,
                List.of(
                        new Thrift().text(4, "schema").i32(5, 1),
                        new Thrift().i32(3, 0).text(4, "a").i32(5, 1),
                        new Thrift().i32(1, 1).i32(3, 0).text(4, "b")),
                List.of(),
                0);
    }

    private static byte[] closed(ByteArrayOutputStream out, List<Thrift> schema, List<Thrift> chunks, int n) {
        Thrift footer = new Thrift().i32(1, 1).structs(2, schema).i64(3, n);
        List<Thrift> groups = n == 0
                ? List.of()
                : List.of(new Thrift().structs(1, chunks).i64(2, out.size()).i64(3, n));
        byte[] end = footer.structs(4, groups).bytes();
        out.writeBytes(end);
        out.writeBytes(little(4).putInt(end.length).array());
        out.writeBytes(MAGIC);
        return out.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] page(Values column) {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        byte[] known = bits(column.cells().stream().map(Objects::nonNull).toList());
        ByteArrayOutputStream levels = new ByteArrayOutputStream();
        Thrift.varint(levels, (long) known.length << 1 | 1);
        levels.writeBytes(known);
        page.writeBytes(little(4).putInt(levels.size()).array());
        page.writeBytes(levels.toByteArray());
        List<Object> cells = column.cells().stream().filter(Objects::nonNull).toList();
        if (column.type() == Type.BOOLEAN) {
            page.writeBytes(bits(cells.stream().map(Boolean.class::cast).toList()));
        } else {
            cells.forEach(cell -> page.writeBytes(plain(column.type(), cell)));
        }
        return page.toByteArray();
    }

    private static byte[] bits(List<Boolean> flags) {
        byte[] bytes = new byte[Math.ceilDiv(flags.size(), 8)];
        for (int i = 0; i < flags.size(); i++) {
            bytes[i / 8] |= (byte) (flags.get(i) ? 1 << i % 8 : 0);
        }
        return bytes;
    }

    private static byte[] plain(Type type, Object cell) {
        return switch (type) {
            case INT32, DATE -> little(4).putInt(((Number) cell).intValue()).array();
            case INT64 -> little(8).putLong(((Number) cell).longValue()).array();
            case DOUBLE -> little(8).putDouble(((Number) cell).doubleValue()).array();
            case TEXT -> {
                byte[] text = cell.toString().getBytes(StandardCharsets.UTF_8);
                yield little(4 + text.length).putInt(text.length).put(text).array();
            }
            case BOOLEAN -> throw new IllegalArgumentException("truth values are written as bits");
        };
    }

    /** A struct in Thrift's compact protocol; fields come in the order of their numbers. */
    private static final class Thrift {
        private static final int I32 = 5;
        private static final int I64 = 6;
        private static final int TEXT = 8;
        private static final int LIST = 9;
        private static final int STRUCT = 12;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int last;

        Thrift i32(int field, int value) {
            head(field, I32);
            zigzag(value);
            return this;
        }

        Thrift i64(int field, long value) {
            head(field, I64);
            zigzag(value);
            return this;
        }

        Thrift text(int field, String text) {
            head(field, TEXT);
            put(text);
            return this;
        }

        Thrift struct(int field, Thrift of) {
            head(field, STRUCT);
            out.writeBytes(of.bytes());
            return this;
        }

        Thrift structs(int field, List<Thrift> of) {
            list(field, STRUCT, of.size());
            of.forEach(t -> out.writeBytes(t.bytes()));
            return this;
        }

        Thrift numbers(int field, List<Integer> of) {
            list(field, I32, of.size());
            of.forEach(this::zigzag);
            return this;
        }

        Thrift texts(int field, List<String> of) {
            list(field, TEXT, of.size());
            of.forEach(this::put);
            return this;
        }

        byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(out.toByteArray());
            all.write(0);
            return all.toByteArray();
        }

        private void head(int field, int type) {
            out.write((field - last) << 4 | type);
            last = field;
        }

        private void list(int field, int type, int size) {
            head(field, LIST);
            out.write(Math.min(size, 15) << 4 | type);
            if (size >= 15) {
                varint(out, size);
            }
        }

        private void put(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            varint(out, bytes.length);
            out.writeBytes(bytes);
        }

        private void zigzag(long value) {
            varint(out, value << 1 ^ value >> 63);
        }

        static void varint(ByteArrayOutputStream out, long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
