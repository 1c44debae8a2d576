package io.github.vflow.spark.failing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Files of this machine under the scheme {@value #SCHEME}, which counts the calls and fails one of them. Hadoop has one instance in a JVM, so driver
 * and tasks of a local session share it. Thread-safe.
 */
public final class FailingFileSystem extends RawLocalFileSystem {
    /** The scheme of paths. */
    public static final String SCHEME = "failing";

    private boolean isArmed;
    private long failing;
    private long calls;
    private String failed = "";

    /** From now on counts calls, and fails that of a number, from 1 on. */
    public synchronized void arm(long number) {
        isArmed = true;
        failing = number;
        calls = 0;
        failed = "";
    }

    /** Counts no more. */
    public synchronized void disarm() {
        isArmed = false;
    }

    /** The calls since the file system was armed. */
    public synchronized long calls() {
        return calls;
    }

    /** The call that failed, such as {@code rename model}; empty if none did. */
    public synchronized String failed() {
        return failed;
    }

    private synchronized void before(String call, Path file) throws IOException {
        calls += isArmed ? 1 : 0;
        if (isArmed && calls == failing) {
            failed = call + " " + file.getName();
            throw new IOException("Input/output error");
        }
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FSDataInputStream open(Path file, int buffer) throws IOException {
        before("open", file);
        return new FSDataInputStream(new Reads(file, super.open(file, buffer)));
    }

    @Override
    protected OutputStream createOutputStreamWithMode(Path file, boolean append, FsPermission permission)
            throws IOException {
        before("create", file);
        return new Writes(file, super.createOutputStreamWithMode(file, append, permission));
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        before("rename", from);
        return super.rename(from, to);
    }

    @Override
    public boolean delete(Path file, boolean recursive) throws IOException {
        before("delete", file);
        return super.delete(file, recursive);
    }

    @Override
    public boolean exists(Path file) throws IOException {
        before("look for", file);
        return super.exists(file);
    }

    @Override
    public boolean mkdirs(Path folder, FsPermission permission) throws IOException {
        before("mkdirs", folder);
        return super.mkdirs(folder, permission);
    }

    @Override
    public FileStatus[] listStatus(Path folder) throws IOException {
        before("list", folder);
        return super.listStatus(folder);
    }

    @Override
    public FileStatus getFileStatus(Path file) throws IOException {
        before("status of", file);
        return super.getFileStatus(file);
    }

    /** Does nothing, where Hadoop starts a process. */
    @Override
    public void setPermission(Path file, FsPermission permission) {}

    /** A write that fails has written half of its bytes; a close that fails has closed the file. */
    private final class Writes extends FilterOutputStream {
        private final Path file;

        Writes(Path file, OutputStream real) {
            super(real);
            this.file = file;
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            try {
                before("write", file);
            } catch (IOException e) {
                out.write(from, offset, length / 2);
                throw e;
            }
            out.write(from, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.close();
            before("close", file);
        }
    }

    /** Reads can fail, and closes cannot, since nothing depends on them. */
    private final class Reads extends FSInputStream {
        private final Path file;
        private final FSDataInputStream real;

        Reads(Path file, FSDataInputStream real) {
            this.file = file;
            this.real = real;
        }

        @Override
        public int read() throws IOException {
            before("read", file);
            return real.read();
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            before("read", file);
            return real.read(to, offset, length);
        }

        @Override
        public void seek(long position) throws IOException {
            real.seek(position);
        }

        @Override
        public long getPos() throws IOException {
            return real.getPos();
        }

        @Override
        public boolean seekToNewSource(long position) throws IOException {
            return real.seekToNewSource(position);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
