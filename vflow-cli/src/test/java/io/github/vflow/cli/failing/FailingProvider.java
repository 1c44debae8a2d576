package io.github.vflow.cli.failing;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** The default file system, where a call can fail: for {@code -Djava.nio.file.spi.DefaultFileSystemProvider}. */
public final class FailingProvider extends FileSystemProvider {
    private final FileSystemProvider real;
    private final FailingSystem system;

    /** As the JVM makes it. */
    public FailingProvider(FileSystemProvider real) {
        this.real = real;
        this.system = new FailingSystem(this, real.getFileSystem(URI.create("file:///")));
    }

    private static void before(String call, Path path) throws IOException {
        Faults.all().before(call, path.toAbsolutePath().toString());
    }

    @Override
    public String getScheme() {
        return real.getScheme();
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) throws IOException {
        return real.newFileSystem(uri, env);
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        return system.path(real.getPath(uri));
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
            throws IOException {
        return newFileChannel(path, options, attrs);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
            throws IOException {
        before("open", path);
        return new FailingChannel(
                path.toAbsolutePath().toString(), real.newFileChannel(FailingPath.real(path), options, attrs));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path dir, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        before("list", dir);
        DirectoryStream<Path> entries =
                real.newDirectoryStream(FailingPath.real(dir), p -> filter.accept(system.path(p)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                Iterator<Path> all = entries.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return all.hasNext();
                    }

                    @Override
                    public Path next() {
                        return system.path(all.next());
                    }
                };
            }

            @Override
            public void close() throws IOException {
                entries.close();
            }
        };
    }

    @Override
    public void createDirectory(Path dir, FileAttribute<?>... attrs) throws IOException {
        before("create", dir);
        real.createDirectory(FailingPath.real(dir), attrs);
    }

    @Override
    public void delete(Path path) throws IOException {
        before("delete", path);
        real.delete(FailingPath.real(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        before("copy", target);
        real.copy(FailingPath.real(source), FailingPath.real(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        before("move", target);
        real.move(FailingPath.real(source), FailingPath.real(target), options);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        before("compare", path);
        return real.isSameFile(FailingPath.real(path), FailingPath.real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(FailingPath.real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(FailingPath.real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        before("access", path);
        real.checkAccess(FailingPath.real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return real.getFileAttributeView(FailingPath.real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        before("attributes of", path);
        return real.readAttributes(FailingPath.real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        before("attributes of", path);
        return real.readAttributes(FailingPath.real(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        before("set attributes of", path);
        real.setAttribute(FailingPath.real(path), attribute, value, options);
    }
}
