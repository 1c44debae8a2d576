package io.github.vflow.cli.failing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A channel of a file whose reads, writes, forces and closes can fail. */
final class FailingChannel extends FileChannel {
    private final String file;
    private final FileChannel real;

    FailingChannel(String file, FileChannel real) {
        this.file = file;
        this.real = real;
    }

    private void before(String call) throws IOException {
        Faults.all().before(call, file);
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        before("read");
        return real.read(to);
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) throws IOException {
        before("read");
        return real.read(to, offset, length);
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
        before("read");
        return real.read(to, position);
    }

    /** A write that fails has written half of its bytes. */
    @Override
    public int write(ByteBuffer from) throws IOException {
        try {
            before("write");
        } catch (IOException e) {
            real.write(from.slice(from.position(), from.remaining() / 2));
            throw e;
        }
        return real.write(from);
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        before("write");
        return real.write(from, offset, length);
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
        before("write");
        return real.write(from, position);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long to) throws IOException {
        real.position(to);
        return this;
    }

    @Override
    public long size() throws IOException {
        before("size of");
        return real.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        before("truncate");
        real.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        before("force");
        real.force(metaData);
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        before("read");
        return real.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        before("write");
        return real.transferFrom(source, position, count);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        before("map");
        return real.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    /** A close that fails has closed the file. */
    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
        before("close");
    }
}
